package io.latchkey.tenant.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.http.Pace;
import io.latchkey.platform.http.Problem;
import io.latchkey.platform.time.Ticks;
import io.latchkey.tenant.Installation;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Who may sign requests, remembered for a short time so that authentication usually needs no statement. Changes that
 * this node makes are seen at once; those of other nodes after {@link #STALE} at most. That nobody is known is remembered
 * for one second, and clientKeys that were never seen here are looked up at a bounded rate, so that a flood of unknown callers
 * does not become a flood of statements; sites that this node knows are not held up by it. Nobody can make up the id of a
 * Forge installation, which Atlassian has signed, so these are always looked up.
 */
@Component
public class ConnectHosts {

    /** How old an answer may be. */
    public static final Duration STALE = Duration.ofSeconds(10);

    private static final Duration UNKNOWN = Duration.ofSeconds(1);
    private static final int MAXIMUM = 10_000;

    /** Sites that this node has met are looked up again whenever their answer is stale. */
    private static final int MET = 200_000;

    private static final int STRANGERS_AT_ONCE = 500;
    private static final int STRANGERS_PER_SECOND = 100;

    private final ConnectHostReader reader;
    private final Cache<String, Optional<ConnectHost>> byClientKey;
    private final Cache<String, Optional<Installation>> byInstallationId;
    private final Cache<TenantId, Optional<ConnectHost>> byTenant;
    private final Cache<String, Boolean> met =
            Caffeine.newBuilder().maximumSize(MET).build();
    private final Pace strangers;

    ConnectHosts(ConnectHostReader reader, Ticks ticks) {
        this.reader = reader;
        this.byClientKey = cache(ticks);
        this.byInstallationId = cache(ticks);
        this.byTenant = cache(ticks);
        this.strangers = new Pace(STRANGERS_AT_ONCE, STRANGERS_PER_SECOND, ticks::nanos);
    }

    /**
     * The installation of a clientKey, installed or not. Never called inside a transaction.
     *
     * @throws Problem 429 when too many unknown sites were asked for; the caller may be a known one that this node has not
     *     met, and should try again
     */
    public Optional<ConnectHost> byClientKey(String clientKey) {
        return byClientKey.get(clientKey, this::lookUp);
    }

    /**
     * The Forge installation of an id, installed or not. Never called inside a transaction.
     *
     * @param installationId of a verified token: how often unknown ones are looked up is not bounded
     */
    public Optional<Installation> byInstallationId(String installationId) {
        return byInstallationId.get(installationId, reader::byInstallationId);
    }

    private Optional<ConnectHost> lookUp(String clientKey) {
        if (met.getIfPresent(clientKey) == null && !strangers.allows()) {
            throw new Problem(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "connect.too-many-unknown",
                    "Too many unknown sites call; try again.");
        }
        Optional<ConnectHost> found = reader.byClientKey(clientKey);
        if (found.isPresent()) {
            met.put(clientKey, Boolean.TRUE);
        }
        return found;
    }

    /** The installation through which a tenant's site is called, if there is one. Never called inside a transaction. */
    public Optional<ConnectHost> byTenant(TenantId tenant) {
        return byTenant.get(tenant, reader::byTenant);
    }

    void forget(String clientKey, TenantId tenant) {
        met.put(clientKey, Boolean.TRUE);
        byClientKey.invalidate(clientKey);
        byInstallationId.invalidate(clientKey);
        byTenant.invalidate(tenant);
    }

    private static <K, V> Cache<K, Optional<V>> cache(Ticks ticks) {
        return Caffeine.newBuilder()
                .maximumSize(MAXIMUM)
                .expireAfter(Expiry.<K, Optional<V>>writing((key, host) -> host.isPresent() ? STALE : UNKNOWN))
                .ticker(ticks::nanos)
                .build();
    }
}
