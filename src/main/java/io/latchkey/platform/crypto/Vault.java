package io.latchkey.platform.crypto;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.time.Ids;
import java.security.GeneralSecurityException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Encrypts under the tenant's own keyset, which is stored wrapped by the master key. Each ciphertext is bound to its
 * {@link Place}. Needs the tenant's transaction to be open, since keysets are rows of the tenant.
 */
@Component
public class Vault {

    private final Wrapping wrapping;
    private final JdbcClient jdbc;
    private final Ids ids;
    private final Clock clock;
    private final Cache<TenantId, Keyset> newest;
    private final Cache<UUID, Keyset> byId;

    Vault(Wrapping wrapping, JdbcClient jdbc, Ids ids, Clock clock, CryptoProperties properties) {
        this.wrapping = wrapping;
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
        this.newest = cache(properties);
        this.byId = cache(properties);
    }

    /** Gives a tenant a keyset that seals from now on, in the transaction that creates the tenant or rotates its keys. */
    public UUID createKeyset(TenantId tenant) {
        UUID id = ids.next();
        try {
            KeysetHandle handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            Wrapping.Wrapped wrapped = wrapping.wrap(handle, row(tenant, id));
            jdbc.sql("insert into tenant_keyset (tenant_id, id, wrapped, master_key_id, created_at)"
                            + " values (?, ?, ?, ?, ?)")
                    .params(
                            tenant.value(),
                            id,
                            wrapped.bytes(),
                            wrapped.masterKeyId(),
                            clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
            return id;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a keyset could not be made for tenant " + tenant, e);
        }
    }

    /** Whether the master key opens the tenant's newest keyset. */
    public boolean opensKeysetOf(TenantId tenant) {
        try {
            newest(tenant);
            return true;
        } catch (Wrapping.WrongMasterKey e) {
            return false;
        }
    }

    /** The ids of the master keys without which keysets of some tenant do not open, and that this node has not got. */
    public List<String> missingMasterKeys() {
        return jdbc
                .sql("select distinct master_key_id from keyset_lookup where master_key_id is not null")
                .query(String.class)
                .list()
                .stream()
                .filter(id -> !wrapping.known().contains(id))
                .sorted()
                .toList();
    }

    /** Seals a value for its place, under the tenant's newest key. */
    public Sealed seal(Place place, Secret value) {
        return seal(place, value, newest(place.tenant()));
    }

    /** As {@link #seal(Place, Secret)}, under a keyset that is named: the newest in memory may be of before. */
    Sealed seal(Place place, Secret value, UUID keysetId) {
        return seal(
                place,
                value,
                byId(place.tenant(), keysetId)
                        .orElseThrow(() ->
                                new IllegalStateException("tenant " + place.tenant() + " has no keyset " + keysetId)));
    }

    private static Sealed seal(Place place, Secret value, Keyset keyset) {
        try {
            byte[] ciphertext = keyset.aead.encrypt(value.revealBytes(), place.associatedData(keyset.id));
            return new Sealed(keyset.id, place.version(), ciphertext);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "a value of " + place.table() + "." + place.column() + " was not sealed", e);
        }
    }

    /**
     * Opens a value at the place where it was found.
     *
     * @throws CannotOpen when it was not sealed for exactly this place, or with another key
     */
    public Secret open(Place place, Sealed sealed) {
        try {
            return Secret.of(byId(place.tenant(), sealed.keyId())
                    .orElseThrow(() -> new CannotOpen(place, sealed))
                    .aead
                    .decrypt(sealed.ciphertext(), place.associatedData(sealed.keyId())));
        } catch (GeneralSecurityException e) {
            throw new CannotOpen(place, sealed);
        }
    }

    /**
     * Erases the tenant's keysets but those named: what is sealed under an erased one never opens again. Inside the
     * tenant's open transaction; a node that has used one forgets it within ten minutes.
     */
    public void eraseKeysets(TenantId tenant, Set<UUID> except) {
        jdbc.sql("delete from tenant_keyset where tenant_id = ? and not id = any(?) returning id")
                .params(tenant.value(), new SqlArrayValue("uuid", except.toArray()))
                .query(UUID.class)
                .list()
                .forEach(id -> remember(() -> byId.invalidate(id)));
        jdbc.sql("delete from key_rotation where tenant_id = ?")
                .param(tenant.value())
                .update();
        remember(() -> newest.invalidate(tenant));
    }

    private Keyset newest(TenantId tenant) {
        Keyset cached = newest.getIfPresent(tenant);
        if (cached != null) {
            return cached;
        }
        Keyset keyset = jdbc.sql(
                        "select id, wrapped, master_key_id from tenant_keyset where tenant_id = ? order by created_at desc, id desc limit 1")
                .param(tenant.value())
                .query((row, n) -> unwrap(tenant, row.getObject("id", UUID.class), row))
                .optional()
                .orElseThrow(() -> new IllegalStateException("tenant " + tenant + " has no keyset"));
        remember(() -> newest.put(tenant, keyset));
        return keyset;
    }

    private Optional<Keyset> byId(TenantId tenant, UUID id) {
        Keyset cached = byId.getIfPresent(id);
        if (cached != null && cached.tenant.equals(tenant)) {
            return Optional.of(cached);
        }
        Optional<Keyset> found = find(tenant, id);
        found.ifPresent(keyset -> remember(() -> byId.put(id, keyset)));
        return found;
    }

    private Optional<Keyset> find(TenantId tenant, UUID id) {
        return jdbc.sql("select wrapped, master_key_id from tenant_keyset where tenant_id = ? and id = ?")
                .params(tenant.value(), id)
                .query((row, n) -> unwrap(tenant, id, row))
                .optional();
    }

    private Keyset unwrap(TenantId tenant, UUID id, ResultSet stored) throws SQLException {
        var wrapped = new Wrapping.Wrapped(stored.getBytes("wrapped"), stored.getString("master_key_id"));
        try {
            Aead aead = wrapping.unwrap(wrapped, row(tenant, id)).getPrimitive(RegistryConfiguration.get(), Aead.class);
            return new Keyset(tenant, id, aead);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the keyset " + id + " of tenant " + tenant + " is none that seals", e);
        }
    }

    /** A keyset read in a transaction that rolls back may never have existed, so it is remembered after the commit. */
    private static void remember(Runnable put) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    put.run();
                }
            });
        } else {
            put.run();
        }
    }

    private static Wrapping.Row row(TenantId tenant, UUID id) {
        return new Wrapping.Row(Wrapping.KEYSETS, tenant, id);
    }

    private static <K, V> Cache<K, V> cache(CryptoProperties properties) {
        return Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(properties.rememberedFor())
                .build();
    }

    private record Keyset(TenantId tenant, UUID id, Aead aead) {}
}
