package io.latchkey.tenant.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.time.Ticks;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Who may sign requests, remembered for a short time so that authentication usually needs no statement. Changes that
 * this node makes are seen at once; those of other nodes after {@link #STALE} at most. That nobody is known is remembered
 * for one second, so that a flood of unknown callers does not become a flood of statements.
 */
@Component
public class ConnectHosts {

    /** How old an answer may be. */
    public static final Duration STALE = Duration.ofSeconds(10);

    private static final Duration UNKNOWN = Duration.ofSeconds(1);
    private static final int MAXIMUM = 10_000;

    private final ConnectHostReader reader;
    private final Cache<String, Optional<ConnectHost>> byClientKey;
    private final Cache<TenantId, Optional<ConnectHost>> byTenant;

    ConnectHosts(ConnectHostReader reader, Ticks ticks) {
        this.reader = reader;
        this.byClientKey = cache(ticks);
        this.byTenant = cache(ticks);
    }

    /** The installation of a clientKey, installed or not. Never called inside a transaction. */
    public Optional<ConnectHost> byClientKey(String clientKey) {
        return byClientKey.get(clientKey, reader::byClientKey);
    }

    /** The installation through which a tenant's site is called, if there is one. Never called inside a transaction. */
    public Optional<ConnectHost> byTenant(TenantId tenant) {
        return byTenant.get(tenant, reader::byTenant);
    }

    void forget(String clientKey, TenantId tenant) {
        byClientKey.invalidate(clientKey);
        byTenant.invalidate(tenant);
    }

    private static <K> Cache<K, Optional<ConnectHost>> cache(Ticks ticks) {
        return Caffeine.newBuilder()
                .maximumSize(MAXIMUM)
                .expireAfter(
                        Expiry.<K, Optional<ConnectHost>>writing((key, host) -> host.isPresent() ? STALE : UNKNOWN))
                .ticker(ticks::nanos)
                .build();
    }
}
