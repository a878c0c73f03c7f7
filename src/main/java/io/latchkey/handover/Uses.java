package io.latchkey.handover;

import io.latchkey.okta.CredentialActs;
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
    private final CredentialActs acts;
    private final TenantTransactions transactions;

    Uses(
            OktaConnections connections,
            OktaDirectories directories,
            CredentialActs acts,
            TenantTransactions transactions) {
        this.connections = connections;
        this.directories = directories;
        this.acts = acts;
        this.transactions = transactions;
    }

    /**
     * Whether nobody has signed in, and no person and no other run of ours has changed how the account is signed in to, so that
     * another credential takes nothing away from anybody. Two calls; throws what Okta's failures are when it cannot be told.
     */
    boolean isUntouched(TenantId tenant, HandoverRow row) {
        if (transactions.read(tenant, () -> isTouchedByOtherRuns(tenant, row))) {
            return false;
        }
        OktaDirectory directory = directory(tenant, row.connection());
        return directory.isPending(row.oktaUserId(), row.renewal(), row.madeAt())
                && !directory.isCredentialChangedByOthers(
                        row.oktaUserId(), row.madeAt().minus(SKEW));
    }

    /**
     * Whether a run that is not this handover's has changed how the account is signed in to, or is about to: then the
     * credential that waits there is somebody else's. Inside the tenant's open transaction.
     */
    boolean isTouchedByOtherRuns(TenantId tenant, HandoverRow row) {
        return acts.isTouchedByOthers(tenant, row.connection(), row.oktaUserId(), row.madeAt(), row.runs());
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
