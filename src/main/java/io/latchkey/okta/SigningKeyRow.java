package io.latchkey.okta;

import io.latchkey.platform.crypto.Sealed;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A row of {@code okta_signing_key}; its id is the key id that Okta sees. */
@Entity
@Table(name = "okta_signing_key")
@DynamicUpdate // letting it sign must not undo that another node has retired or resealed the key meanwhile
class SigningKeyRow implements Persistable<RowId> {

    @EmbeddedId
    private RowId key;

    private String publicJwk;
    private byte @Nullable [] privateKey;
    private @Nullable UUID privateKeyKeyId;
    private @Nullable Integer privateKeyVersion;
    private Instant createdAt;
    private @Nullable Instant signsFrom;
    private @Nullable Instant retiredAt;

    @SuppressWarnings("NullAway.Init") // filled by JPA
    protected SigningKeyRow() {}

    SigningKeyRow(RowId key, String publicJwk, Sealed privateKey, Instant createdAt, @Nullable Instant signsFrom) {
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

    /** Empty once it was erased. */
    Optional<Sealed> sealed() {
        return privateKey == null || privateKeyKeyId == null || privateKeyVersion == null
                ? Optional.empty()
                : Optional.of(new Sealed(privateKeyKeyId, privateKeyVersion, privateKey));
    }

    /** Whether its time to sign has come. */
    boolean signs(Instant now) {
        return retiredAt == null && signsFrom != null && !signsFrom.isAfter(now);
    }

    void signFrom(Instant from) {
        signsFrom = from;
    }

    /** No more published, no more signing, and its private part erased. */
    void retire(Instant now) {
        retiredAt = now;
        privateKey = null;
        privateKeyKeyId = null;
        privateKeyVersion = null;
    }

    UUID kid() {
        return key.id();
    }

    SigningKey read(Instant now, KeyNeeds needs) {
        return new SigningKey(
                kid(),
                publicJwk,
                state(now),
                createdAt,
                signsFrom,
                needs.lastUse(kid()).orElse(null),
                retiredAt,
                needs.of(kid()).stream().map(OktaConnection::name).toList());
    }

    SigningKey.State state(Instant now) {
        if (retiredAt != null) {
            return SigningKey.State.RETIRED;
        }
        if (signsFrom == null) {
            return SigningKey.State.WAITING;
        }
        return signsFrom.isAfter(now) ? SigningKey.State.PUBLISHED : SigningKey.State.SIGNING;
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
