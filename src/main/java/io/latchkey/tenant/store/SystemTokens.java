package io.latchkey.tenant.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ticks;
import io.latchkey.tenant.Door;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The tokens with which the app calls sites through Forge, remembered as shortly as the installations are, so that a call
 * usually needs no statement. Never called inside a transaction.
 */
@Component
public class SystemTokens {

    /** How old a kept one is before an event that happens to bring another replaces it: each is good for two hours. */
    static final Duration FRESH = Duration.ofMinutes(10);

    private static final Duration UNKNOWN = Duration.ofSeconds(1);
    private static final int MAXIMUM = 10_000;

    private final TenantTransactions transactions;
    private final InstallationRows installations;
    private final SystemTokenRows rows;
    private final Clock clock;
    private final Cache<TenantId, Optional<SystemToken>> known;

    SystemTokens(
            TenantTransactions transactions,
            InstallationRows installations,
            SystemTokenRows rows,
            Clock clock,
            Ticks ticks) {
        this.transactions = transactions;
        this.installations = installations;
        this.rows = rows;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumSize(MAXIMUM)
                .expireAfter(Expiry.<TenantId, Optional<SystemToken>>writing(
                        (tenant, token) -> token.isPresent() ? ConnectHosts.STALE : UNKNOWN))
                .ticker(ticks::nanos)
                .build();
    }

    /** The token that Forge brought last to the tenant's open installation; at most ten seconds old. */
    public Optional<SystemToken> of(TenantId tenant) {
        return known.get(tenant, one -> transactions.read(one, () -> rows.ofOpen(one)));
    }

    /** Keeps a token in place of the one that was there; of no effect when the installation is not open any more. */
    public void keep(TenantId tenant, String installationId, Secret token) {
        keep(tenant, installationId, token, Instant.MAX);
    }

    /** As {@link #keep}, in place of one that is good for nothing; of no effect when another came meanwhile. */
    public void replace(TenantId tenant, String installationId, Secret token) {
        keep(tenant, installationId, token, clock.instant());
    }

    /** As {@link #keep}, unless the one that is there is fresh: many events a second need not write as often. */
    public void offer(TenantId tenant, String installationId, Secret token) {
        Instant fresh = clock.instant().minus(FRESH);
        if (of(tenant).filter(one -> one.receivedAt().isAfter(fresh)).isEmpty()) {
            keep(tenant, installationId, token, fresh);
        }
    }

    /** Of many events at the same time one writes; the others see it when they have the row. */
    private void keep(TenantId tenant, String installationId, Secret token, Instant unlessAfter) {
        transactions.writeOnly(
                tenant,
                () -> installations
                        .lockByKeyTenantIdAndDoorAndExternalId(tenant.value(), Door.FORGE.stored(), installationId)
                        .filter(InstallationRow::isInstalled)
                        .filter(row -> rows.receivedAt(tenant, row.id())
                                .filter(unlessAfter::isBefore)
                                .isEmpty())
                        .ifPresent(row -> rows.put(tenant, row.id(), token)));
        known.invalidate(tenant);
    }

    void forget(TenantId tenant) {
        known.invalidate(tenant);
    }
}
