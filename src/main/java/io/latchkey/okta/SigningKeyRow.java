package io.latchkey.okta;

import io.latchkey.platform.crypto.Sealed;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A row of {@code okta_signing_key}; its id is the key id that Okta sees. */
@Entity
@Table(name = "okta_signing_key")
class SigningKeyRow implements Persistable<RowId> {

    @EmbeddedId
    private RowId key;

    private String publicJwk;
    private byte[] privateKey;
    private UUID privateKeyKeyId;
    private int privateKeyVersion;
    private Instant createdAt;
    private Instant signsFrom;
    private @Nullable Instant retiredAt;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected SigningKeyRow() {}

    SigningKeyRow(RowId key, String publicJwk, Sealed privateKey, Instant createdAt, Instant signsFrom) {
        this.key = key;
        this.publicJwk = publicJwk;
        this.privateKey = privateKey.ciphertext();
        this.privateKeyKeyId = privateKey.keyId();
        this.privateKeyVersion = privateKey.version();
        this.createdAt = createdAt;
        this.signsFrom = signsFrom;
    }

    String publicJwk() {
        return publicJwk;
    }

    Sealed sealed() {
        return new Sealed(privateKeyKeyId, privateKeyVersion, privateKey);
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant signsFrom() {
        return signsFrom;
    }

    void retire(Instant now) {
        retiredAt = now;
    }

    boolean isRetired() {
        return retiredAt != null;
    }

    UUID kid() {
        return key.id();
    }

    @Override
    public RowId getId() {
        return key;
    }

    @Override
    public boolean isNew() {
        return true;
    }
}
