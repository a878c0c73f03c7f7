package io.latchkey.handover;

import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaDirectories;
import io.latchkey.okta.OktaDirectory;
import io.latchkey.okta.PendingCredential;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Whether a credential was used, asked of Okta; no transaction may be open. */
@Component
class Uses {

    /** How far Okta's clock may lag behind ours. */
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final OktaConnections connections;
    private final OktaDirectories directories;
    private final TenantTransactions transactions;

    Uses(OktaConnections connections, OktaDirectories directories, TenantTransactions transactions) {
        this.connections = connections;
        this.directories = directories;
        this.transactions = transactions;
    }

    /**
     * Whether nobody has signed in and nobody but us has changed how the account is signed in to, so that another credential
     * takes nothing away from anybody. Two calls; throws what Okta's failures are when it cannot be told.
     */
    boolean isUntouched(
            TenantId tenant,
            String connection,
            String oktaUserId,
            PendingCredential credential,
            Instant madeAt,
            Runnable beforeCall) {
        OktaDirectory directory = directory(tenant, connection);
        beforeCall.run();
        if (!directory.isPending(oktaUserId, credential, madeAt)) {
            return false;
        }
        beforeCall.run();
        return !directory.isCredentialChangedByOthers(oktaUserId, madeAt.minus(SKEW));
    }

    /** Whether it still waits for its first use, as far as the account shows. One call. */
    boolean isPending(TenantId tenant, String connection, String oktaUserId, Instant since) {
        return directory(tenant, connection).isPending(oktaUserId, PendingCredential.TEMPORARY_PASSWORD, since);
    }

    private OktaDirectory directory(TenantId tenant, String connection) {
        return directories.of(transactions
                .read(tenant, () -> connections.find(tenant, connection))
                .orElseThrow(() -> HandoverFailure.connectionGone(connection)));
    }
}
