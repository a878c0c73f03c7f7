package io.latchkey.platform.crypto;

import io.latchkey.platform.RefusedToStart;
import io.latchkey.platform.db.TenantTransactions;
import java.time.Duration;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Refuses to start where a rotation could destroy a keyset that something is still sealed under. A rotation waits twice as
 * long as keysets are remembered. Until then the last that is sealed under an old keyset must be committed and seen: the new
 * keyset's transaction ends, one that read the old keyset before remembers it at its end, it is used for as long as it is
 * remembered, and one transaction that sealed with it then ends. So the time remembered must not be shorter than these three
 * transactions, and what clocks of nodes may differ by.
 */
@Component
class RotationGuard implements InitializingBean {

    private static final int TRANSACTIONS = 3;

    /** Nodes are expected to have their clocks right within this. */
    private static final Duration CLOCKS = Duration.ofSeconds(30);

    /** The shortest time for which a rotation is safe. */
    static final Duration SHORTEST =
            TenantTransactions.LONGEST.multipliedBy(TRANSACTIONS).plus(CLOCKS);

    private final CryptoProperties properties;

    RotationGuard(CryptoProperties properties) {
        this.properties = properties;
    }

    @Override
    public void afterPropertiesSet() {
        if (properties.rememberedFor().compareTo(SHORTEST) < 0) {
            throw new RefusedToStart(
                    "latchkey.crypto.remembered-for must be at least " + SHORTEST.toSeconds() + " seconds, found "
                            + properties.rememberedFor()
                            + ": a rotation of a tenant's keys waits twice as long before it"
                            + " destroys the old ones, and a transaction that still seals with them may go on for "
                            + TenantTransactions.LONGEST.toSeconds() + " seconds.",
                    "Leave it out (10 minutes), or set it to " + SHORTEST.toSeconds() + "s or more.");
        }
    }
}
