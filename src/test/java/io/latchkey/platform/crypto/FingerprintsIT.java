package io.latchkey.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.platform.time.Ids;
import io.latchkey.testing.OnFreePort;
import io.latchkey.testing.OnPostgres;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ContextConfiguration;

/** What is compared by hash can be compared for ever, and by nobody who lacks the tenant's key. */
@SpringBootTest(
        webEnvironment = WebEnvironment.DEFINED_PORT,
        properties = {"latchkey.crypto.turn-every=1h", "latchkey.edge.operator-token=the-operator"})
@ContextConfiguration(initializers = {OnPostgres.class, OnFreePort.class})
class FingerprintsIT {

    private static final byte[] LOGIN = "nora@example.com".getBytes(StandardCharsets.UTF_8);

    @Autowired
    private TenantTransactions transactions;

    @Autowired
    private Fingerprints fingerprints;

    @Autowired
    private Vault vault;

    @Autowired
    private Ids ids;

    private TenantId tenant;

    @BeforeEach
    void aTenant() {
        tenant = new TenantId(ids.next());
    }

    @Test
    void stayTheSameAfterTheKeysThatSealWereRotated() {
        byte[] before = of(tenant, "claim");

        transactions.writeOnly(tenant, () -> vault.createKeyset(tenant));

        assertThat(of(tenant, "claim")).isEqualTo(before).hasSize(32);
    }

    @Test
    void differByTenantAndPurposeAndFromThePlainHash() {
        byte[] ours = of(tenant, "claim");

        assertThat(of(tenant, "content")).isNotEqualTo(ours);
        assertThat(of(new TenantId(ids.next()), "claim")).isNotEqualTo(ours);
        assertThat(CanonicalJson.sha256(LOGIN)).isNotEqualTo(ours);
    }

    private byte[] of(TenantId whose, String purpose) {
        return transactions.write(whose, () -> fingerprints.of(whose, purpose, LOGIN));
    }
}
