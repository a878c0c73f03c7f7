package io.latchkey.platform.crypto;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.time.Ids;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
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

    private final Aead master;
    private final JdbcClient jdbc;
    private final Ids ids;
    private final Clock clock;
    private final Cache<TenantId, Keyset> newest = cache();
    private final Cache<UUID, Keyset> byId = cache();

    Vault(MasterKey master, JdbcClient jdbc, Ids ids, Clock clock) {
        this.master = master.aead();
        this.jdbc = jdbc;
        this.ids = ids;
        this.clock = clock;
    }

    /** Gives a new tenant its keyset, in the transaction that creates the tenant. */
    public void createKeyset(TenantId tenant) {
        UUID id = ids.next();
        try {
            KeysetHandle handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            byte[] wrapped = TinkProtoKeysetFormat.serializeEncryptedKeyset(handle, master, wrapping(tenant, id));
            jdbc.sql("insert into tenant_keyset (tenant_id, id, wrapped, created_at) values (?, ?, ?, ?)")
                    .params(tenant.value(), id, wrapped, clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a keyset could not be made for tenant " + tenant, e);
        }
    }

    /** Whether the master key opens the tenant's newest keyset. */
    public boolean opensKeysetOf(TenantId tenant) {
        try {
            newest(tenant);
            return true;
        } catch (WrongMasterKey e) {
            return false;
        }
    }

    /** Seals a value for its place, under the tenant's newest key. */
    public Sealed seal(Place place, Secret value) {
        Keyset keyset = newest(place.tenant());
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
            return Secret.of(byId(place.tenant(), place, sealed)
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
        remember(() -> newest.invalidate(tenant));
    }

    private Keyset newest(TenantId tenant) {
        Keyset cached = newest.getIfPresent(tenant);
        if (cached != null) {
            return cached;
        }
        Keyset keyset = jdbc.sql(
                        "select id, wrapped from tenant_keyset where tenant_id = ? order by created_at desc, id desc limit 1")
                .param(tenant.value())
                .query((row, n) -> unwrap(tenant, row.getObject("id", UUID.class), row.getBytes("wrapped")))
                .optional()
                .orElseThrow(() -> new IllegalStateException("tenant " + tenant + " has no keyset"));
        remember(() -> newest.put(tenant, keyset));
        return keyset;
    }

    private Keyset byId(TenantId tenant, Place place, Sealed sealed) {
        Keyset cached = byId.getIfPresent(sealed.keyId());
        if (cached != null && cached.tenant.equals(tenant)) {
            return cached;
        }
        Keyset keyset = jdbc.sql("select wrapped from tenant_keyset where tenant_id = ? and id = ?")
                .params(tenant.value(), sealed.keyId())
                .query((row, n) -> unwrap(tenant, sealed.keyId(), row.getBytes("wrapped")))
                .optional()
                .orElseThrow(() -> new CannotOpen(place, sealed));
        remember(() -> byId.put(sealed.keyId(), keyset));
        return keyset;
    }

    private Keyset unwrap(TenantId tenant, UUID id, byte[] wrapped) {
        try {
            Aead aead = TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, master, wrapping(tenant, id))
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
            return new Keyset(tenant, id, aead);
        } catch (GeneralSecurityException e) {
            throw new WrongMasterKey(tenant, id, e);
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

    private static byte[] wrapping(TenantId tenant, UUID id) {
        return ("tenant_keyset|" + tenant + "|" + id).getBytes(StandardCharsets.UTF_8);
    }

    private static <K, V> Cache<K, V> cache() {
        return Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(Duration.ofMinutes(10))
                .build();
    }

    private static final class WrongMasterKey extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        WrongMasterKey(TenantId tenant, UUID keyset, GeneralSecurityException cause) {
            super("the keyset " + keyset + " of tenant " + tenant + " does not open with this master key", cause);
        }
    }

    private record Keyset(TenantId tenant, UUID id, Aead aead) {}
}
