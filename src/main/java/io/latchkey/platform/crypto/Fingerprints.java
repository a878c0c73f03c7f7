package io.latchkey.platform.crypto;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Wrapping.Wrapped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keyed hashes (HMAC-SHA-256) of values that are compared and never read, such as what a request says or the login that a
 * step is about to give away. Nobody without the tenant's key, which is stored wrapped by the master key, can confirm a
 * guess by one.
 *
 * <p>A tenant has one such key for as long as it lives. Keysets that seal are rotated without it, so that what was hashed
 * before a rotation still equals what is hashed after it; a new master key wraps it anew. Needs the tenant's transaction
 * to be open, one that may write when the tenant's first value is hashed.
 */
@Component
public class Fingerprints {

    private static final int BYTES = 32;

    private final Wrapping wrapping;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Cache<TenantId, PrfSet> keys = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    Fingerprints(Wrapping wrapping, JdbcClient jdbc, Clock clock) {
        this.wrapping = wrapping;
        this.jdbc = jdbc;
        this.clock = clock;
        try {
            PrfConfig.register();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Tink's keyed hashes could not be set up", e);
        }
    }

    /**
     * The fingerprint of a value.
     *
     * @param purpose table and column where it is kept; the same value has another fingerprint for another purpose
     * @return 32 bytes, the same for the same tenant, purpose and value
     */
    public byte[] of(TenantId tenant, String purpose, byte[] value) {
        byte[] name = purpose.getBytes(StandardCharsets.UTF_8);
        byte[] input = new byte[name.length + 1 + value.length];
        System.arraycopy(name, 0, input, 0, name.length);
        // A name holds no zero byte, so no two pairs of purpose and value are written alike.
        System.arraycopy(value, 0, input, name.length + 1, value.length);
        try {
            return key(tenant).computePrimary(input, BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a value of " + purpose + " was not hashed", e);
        }
    }

    /**
     * Erases the tenant's key, inside its open transaction: no fingerprint of it can be confirmed any more. A node that has
     * used it forgets it within ten minutes.
     */
    public void erase(TenantId tenant) {
        jdbc.sql("delete from tenant_fingerprint_key where tenant_id = ? and id = ?")
                .params(tenant.value(), tenant.value())
                .update();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                keys.invalidate(tenant);
            }
        });
    }

    private PrfSet key(TenantId tenant) {
        PrfSet cached = keys.getIfPresent(tenant);
        if (cached != null) {
            return cached;
        }
        PrfSet key = stored(tenant).orElseGet(() -> {
            create(tenant);
            return stored(tenant).orElseThrow();
        });
        remember(tenant, key);
        return key;
    }

    private Optional<PrfSet> stored(TenantId tenant) {
        return jdbc.sql("select wrapped, master_key_id from tenant_fingerprint_key where tenant_id = ? and id = ?")
                .params(tenant.value(), tenant.value())
                .query((row, n) -> unwrap(tenant, new Wrapped(row.getBytes("wrapped"), row.getString("master_key_id"))))
                .optional();
    }

    /** The row's key is the tenant's id: of two that make one at the same time, the second takes the first's. */
    private void create(TenantId tenant) {
        try {
            KeysetHandle handle = KeysetHandle.generateNew(PredefinedPrfParameters.HMAC_SHA256_PRF);
            Wrapped wrapped = wrapping.wrap(handle, row(tenant));
            jdbc.sql("insert into tenant_fingerprint_key (tenant_id, id, wrapped, master_key_id, created_at)"
                            + " values (?, ?, ?, ?, ?)"
                            + " on conflict do nothing")
                    .params(
                            tenant.value(),
                            tenant.value(),
                            wrapped.bytes(),
                            wrapped.masterKeyId(),
                            clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key for fingerprints could not be made for tenant " + tenant, e);
        }
    }

    private PrfSet unwrap(TenantId tenant, Wrapped wrapped) {
        try {
            return wrapping.unwrap(wrapped, row(tenant)).getPrimitive(RegistryConfiguration.get(), PrfSet.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the fingerprint key of tenant " + tenant + " is none that hashes", e);
        }
    }

    /** A key read in a transaction that rolls back may never have existed, so it is remembered after the commit. */
    private void remember(TenantId tenant, PrfSet key) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                keys.put(tenant, key);
            }
        });
    }

    private static Wrapping.Row row(TenantId tenant) {
        return new Wrapping.Row(Wrapping.FINGERPRINTS, tenant, tenant.value());
    }
}
