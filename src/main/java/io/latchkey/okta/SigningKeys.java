package io.latchkey.okta;

import java.util.Optional;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Place;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.time.Ids;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The key pairs with which a tenant's client assertions are signed: RSA of 2048 bits, RS256, made here, the private part
 * sealed. All that are not retired are published, so that a rotation overlaps. Every method needs the tenant's open
 * transaction.
 */
@Component
public class SigningKeys {

    /** A new key of a rotation is published this long before it signs: twice as long as its set may be cached. */
    static final Duration PUBLISHED_AHEAD = Duration.ofMinutes(10);

    private static final int BITS = 2048;
    private static final int VERSION = 1;

    private final SigningKeyRows rows;
    private final Vault vault;
    private final Ids ids;
    private final SecureRandom random;
    private final Clock clock;

    SigningKeys(SigningKeyRows rows, Vault vault, Ids ids, SecureRandom random, Clock clock) {
        this.rows = rows;
        this.vault = vault;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
    }

    /** The public JWK, as JSON, to paste into Okta; empty when the tenant has no key. */
    public Optional<String> currentJwk(TenantId tenant) {
        return published(tenant).stream().findFirst().map(SigningKeyRow::publicJwk);
    }

    /** The public JWK, as JSON, to paste into Okta; makes the tenant's first key when it has none. */
    public String publicJwk(TenantId tenant) {
        return published(tenant).stream()
                .findFirst()
                .map(SigningKeyRow::publicJwk)
                .orElseGet(() -> add(tenant, clock.instant()).publicJwk());
    }

    /**
     * Makes a further key. It is published at once and signs ten minutes later, when Okta has had time to read the key
     * set again. The older keys stay published until {@link #retireOlder}.
     */
    public void rotate(TenantId tenant) {
        boolean first = published(tenant).isEmpty();
        add(tenant, first ? clock.instant() : clock.instant().plus(PUBLISHED_AHEAD));
    }

    /**
     * Stops publishing the keys that are older than the one that signs.
     *
     * @return how many were retired
     */
    public int retireOlder(TenantId tenant) {
        List<SigningKeyRow> older = published(tenant).stream()
                .dropWhile(row -> row.signsFrom().isAfter(clock.instant()))
                .skip(1)
                .toList();
        older.forEach(row -> row.retire(clock.instant()));
        return older.size();
    }

    /** The published keys as a JSON web key set: {@code {"keys":[…]}}; public parts only, empty when there are none. */
    public JWKSet publicKeys(TenantId tenant) {
        return new JWKSet(published(tenant).stream()
                .map(row -> parse(row.publicJwk()))
                .map(JWK::toPublicJWK)
                .toList());
    }

    /**
     * The key that signs now.
     *
     * @throws OktaFailure.Setup when the tenant has none yet
     */
    RSAKey signing(TenantId tenant) {
        Instant now = clock.instant();
        return published(tenant).stream()
                .filter(row -> !row.signsFrom().isAfter(now))
                .findFirst()
                .map(row -> open(tenant, row))
                .orElseThrow(() -> new OktaFailure.Setup(
                        "okta.no-key", "no key pair has been made yet; open the connection's settings once"));
    }

    private List<SigningKeyRow> published(TenantId tenant) {
        return rows.findByKeyTenantIdAndRetiredAtIsNullOrderByCreatedAtDesc(tenant.value());
    }

    private SigningKeyRow add(TenantId tenant, Instant signsFrom) {
        UUID id = ids.next();
        RSAKey key = generate(id);
        var sealed = vault.seal(place(tenant, id), Secret.of(key.toJSONString()));
        return rows.saveAndFlush(new SigningKeyRow(
                RowId.of(tenant, id), key.toPublicJWK().toJSONString(), sealed, clock.instant(), signsFrom));
    }

    private RSAKey generate(UUID id) {
        try {
            return new RSAKeyGenerator(BITS)
                    .keyID(id.toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .secureRandom(random)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("an RSA key could not be made", e);
        }
    }

    private RSAKey open(TenantId tenant, SigningKeyRow row) {
        return parse(vault.open(place(tenant, row.kid()), row.sealed()).reveal())
                .toRSAKey();
    }

    private static JWK parse(String json) {
        try {
            return JWK.parse(json);
        } catch (ParseException e) {
            // The cause is dropped on purpose: it may quote the key.
            throw new IllegalStateException("a stored signing key is no JWK");
        }
    }

    private static Place place(TenantId tenant, UUID id) {
        return new Place(tenant, "okta_signing_key", "private_key", id, VERSION);
    }
}
