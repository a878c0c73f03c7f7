package io.latchkey.tenant.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.MoveCodes;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

@Component
class IssueMoveCode implements MoveCodes {

    /** Without what looks alike. */
    private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int GROUPS = 5;
    private static final int OF_A_GROUP = 5;

    private final TenantTransactions transactions;
    private final InstallationRows installations;
    private final MoveCodeRows rows;
    private final Trail trail;
    private final SecureRandom random;

    IssueMoveCode(
            TenantTransactions transactions,
            InstallationRows installations,
            MoveCodeRows rows,
            Trail trail,
            SecureRandom random) {
        this.transactions = transactions;
        this.installations = installations;
        this.rows = rows;
        this.trail = trail;
        this.random = random;
    }

    @Override
    public MoveCode issue(Caller caller) {
        TenantId tenant = caller.tenant();
        String by = caller.person();
        Secret code =
                Secret.of(IntStream.range(0, GROUPS).mapToObj(group -> group()).collect(Collectors.joining("-")));
        return transactions.write(tenant, () -> {
            Instant expiresAt = rows.keep(tenant, site(tenant), code);
            trail.record(Entry.of(tenant, "tenant.move-code-issued", tenant.toString())
                    .withFacts(JsonNodeFactory.instance
                            .objectNode()
                            .put("by", by)
                            .put("expiresAt", expiresAt.toString())));
            return new MoveCode(code, expiresAt);
        });
    }

    private String group() {
        return IntStream.range(0, OF_A_GROUP)
                .mapToObj(letter -> String.valueOf(LETTERS.charAt(random.nextInt(LETTERS.length()))))
                .collect(Collectors.joining());
    }

    private String site(TenantId tenant) {
        return installations.findByKeyTenantIdOrderByInstalledAtDesc(tenant.value()).stream()
                .filter(InstallationRow::isInstalled)
                .map(InstallationRow::toInstallation)
                .map(Installation::cloudId)
                .filter(cloudId -> cloudId != null && !cloudId.isEmpty())
                .findFirst()
                .orElseThrow(
                        () -> new Problem(
                                HttpStatus.CONFLICT,
                                "tenant.no-cloud-id",
                                "This installation told no cloud id of its site, so that it could not be recognised elsewhere."));
    }
}
