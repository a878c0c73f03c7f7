package io.latchkey.okta;

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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The key pairs with which a tenant's client assertions are signed: RSA of 2048 bits, RS256, made here, the private part
 * sealed. All that are not retired are published, so that a rotation overlaps. Every method needs the tenant's open
 * transaction.
 *
 * <p>A rotation loses no call: the new key is published before it signs; should Okta not know it then, the older one
 * goes on signing; and the older one is retired when Okta has issued a token for a newer one to each connection that has a
 * client id, nobody needed the older one for as long as any token lives, and no assertion that it signed can be valid any more.
 */
@Component
public class SigningKeys {

    /** A new key of a rotation is published this long before it signs: twice as long as its set may be cached. */
    static final Duration PUBLISHED_AHEAD = Duration.ofMinutes(10);

    /** An assertion may still be accepted for so long: its life, and what Okta allows clocks to differ by. */
    private static final Duration ASSERTED = TokenEndpoint.ASSERTION_LIFE.plusMinutes(5);

    /** Each connection that is in use asks for a token within an hour, which is a token's life. */
    private static final Duration UNUSED = Duration.ofHours(2);

    /** How exact {@link SigningKey#lastUsedAt} is, so that asking for tokens hardly ever writes. */
    private static final Duration USE_NOTED = Duration.ofMinutes(15);

    private static final int BITS = 2048;
    private static final int VERSION = 1;

    private final SigningKeyRows rows;
    private final ConnectionRows connections;
    private final KeyUses uses;
    private final Vault vault;
    private final Ids ids;
    private final SecureRandom random;
    private final Clock clock;

    SigningKeys(
            SigningKeyRows rows,
            ConnectionRows connections,
            KeyUses uses,
            Vault vault,
            Ids ids,
            SecureRandom random,
            Clock clock) {
        this.rows = rows;
        this.connections = connections;
        this.uses = uses;
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

    /** How Okta gets to know a new key. */
    public enum Delivery {
        /** It fetches our key set ({@code jwks_uri}) by itself; the key signs ten minutes later. */
        FETCHED,
        /** An administrator pastes it; the key signs when {@link #activate} is called. */
        PASTED
    }

    /** A step of a rotation: done, or refused with a stable code and a sentence for the administrator. */
    public sealed interface Result {

        /** Stored. */
        record Done(SigningKey key) implements Result {}

        /** Nothing was changed. */
        record Refused(String code, String sentence) implements Result {}
    }

    /** Makes a further key and publishes it at once; one rotation at a time. */
    public Result rotate(TenantId tenant, Delivery delivery) {
        Instant now = clock.instant();
        List<SigningKeyRow> published = published(tenant);
        if (published.stream().anyMatch(row -> !row.signs(now))) {
            return new Result.Refused(
                    "okta.rotation-under-way",
                    "a new key is published already and does not sign yet; let it sign before you make another one");
        }
        Instant signsFrom = switch (delivery) {
            case FETCHED -> published.isEmpty() ? now : now.plus(PUBLISHED_AHEAD);
            case PASTED -> null;
        };
        return done(tenant, add(tenant, signsFrom), now);
    }

    /** Lets a key that waits sign from now on; whoever calls has seen that Okta accepts it. */
    public Result activate(TenantId tenant, UUID kid) {
        Instant now = clock.instant();
        Optional<SigningKeyRow> waiting = published(tenant).stream()
                .filter(row -> row.kid().equals(kid))
                .filter(row -> row.state(now) == SigningKey.State.WAITING)
                .findFirst();
        waiting.ifPresent(row -> row.signFrom(now));
        return waiting.map(row -> done(tenant, row, now))
                .orElseGet(() -> new Result.Refused(
                        "okta.key-not-waiting", "no key of this id waits for being pasted into Okta"));
    }

    private Result done(TenantId tenant, SigningKeyRow row, Instant now) {
        return new Result.Done(row.read(now, needs(tenant, signingRows(tenant, now))));
    }

    /** The tenant's keys, newest first, the last 50. */
    public List<SigningKey> list(TenantId tenant) {
        Instant now = clock.instant();
        KeyNeeds needs = needs(tenant, signingRows(tenant, now));
        return rows.findTop50ByKeyTenantIdOrderByCreatedAtDesc(tenant.value()).stream()
                .map(row -> row.read(now, needs))
                .toList();
    }

    /** Retires the keys that no connection needs any more and erases their private parts; answers which. */
    public List<UUID> retireUnneeded(TenantId tenant) {
        Instant now = clock.instant();
        List<SigningKeyRow> signing = signingRows(tenant, now);
        if (signing.size() < 2 || !signing.get(0).signs(now.minus(ASSERTED))) {
            return List.of();
        }
        KeyNeeds needs = needs(tenant, signing);
        List<SigningKeyRow> unneeded = signing.stream()
                .skip(1)
                .filter(row -> needs.isOver(row.kid()))
                .filter(row -> needs.lastUse(row.kid())
                        .filter(now.minus(UNUSED)::isBefore)
                        .isEmpty())
                .toList();
        unneeded.forEach(row -> row.retire(now));
        return unneeded.stream().map(SigningKeyRow::kid).toList();
    }

    private KeyNeeds needs(TenantId tenant, List<SigningKeyRow> signing) {
        return new KeyNeeds(
                signing.stream().map(SigningKeyRow::kid).toList(),
                connections.findByKeyTenantIdOrderByName(tenant.value()).stream()
                        .map(ConnectionRow::read)
                        .filter(connection -> connection.clientId().isPresent())
                        .toList(),
                uses.list(tenant));
    }

    /** Okta has just issued a token for this key to the connection's app. */
    void used(OktaConnection connection, String clientId, UUID kid) {
        uses.note(connection.tenant(), new KeyUses.Use(kid, connection.id(), clientId, clock.instant()));
    }

    /** Whether {@link #used} would say anything new; to be asked in a transaction that only reads. */
    boolean isUseNoted(OktaConnection connection, String clientId, UUID kid) {
        Instant before = clock.instant().minus(USE_NOTED);
        return uses.isNotedSince(before, connection.tenant(), connection.id(), clientId, kid);
    }

    /** The published keys as a JSON web key set: {@code {"keys":[…]}}; public parts only, empty when there are none. */
    public JWKSet publicKeys(TenantId tenant) {
        return new JWKSet(published(tenant).stream()
                .map(row -> parse(row.publicJwk()))
                .map(JWK::toPublicJWK)
                .toList());
    }

    /**
     * The key that signs now, and behind it the older ones, newest first.
     *
     * @throws OktaFailure.Setup when the tenant has none yet
     */
    List<RSAKey> signing(TenantId tenant) {
        List<RSAKey> keys = signingRows(tenant, clock.instant()).stream()
                .flatMap(row -> open(tenant, row).stream())
                .toList();
        if (keys.isEmpty()) {
            throw new OktaFailure.Setup(
                    "okta.no-key", "no key pair has been made yet; open the connection's settings once");
        }
        return keys;
    }

    /** A key that is not retired, whether it signs yet or not; to see whether Okta accepts it. */
    Optional<RSAKey> published(TenantId tenant, UUID kid) {
        return published(tenant).stream()
                .filter(row -> row.kid().equals(kid))
                .findFirst()
                .flatMap(row -> open(tenant, row));
    }

    private List<SigningKeyRow> signingRows(TenantId tenant, Instant now) {
        return published(tenant).stream().filter(row -> row.signs(now)).toList();
    }

    private List<SigningKeyRow> published(TenantId tenant) {
        return rows.findByKeyTenantIdAndRetiredAtIsNullOrderByCreatedAtDesc(tenant.value());
    }

    private SigningKeyRow add(TenantId tenant, @Nullable Instant signsFrom) {
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

    private Optional<RSAKey> open(TenantId tenant, SigningKeyRow row) {
        return row.sealed()
                .map(stored -> vault.open(place(tenant, row.kid()), stored))
                .map(opened -> parse(opened.reveal()).toRSAKey());
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
