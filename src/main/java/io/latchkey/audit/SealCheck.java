package io.latchkey.audit;

import io.latchkey.audit.SealedEvent.Stored;
import io.latchkey.audit.Verified.Breach;
import io.latchkey.audit.Verified.Broken;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.CannotOpen;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.json.CanonicalJson;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks one seal against the one before it and against its event. */
@Component
class SealCheck {

    private final Vault vault;

    SealCheck(Vault vault) {
        this.vault = vault;
    }

    /** The first thing about this seal that does not hold; empty when all does. */
    Optional<Broken> check(@Nullable SealedEvent before, SealedEvent seal) {
        long expected = before == null ? 1 : before.position() + 1;
        if (seal.position() != expected) {
            return Optional.of(new Broken(Math.min(expected, seal.position()), null, Breach.POSITION));
        }
        return Optional.ofNullable(breach(before, seal))
                .map(breach -> new Broken(seal.position(), seal.event(), breach));
    }

    private static @Nullable Breach breach(@Nullable SealedEvent before, SealedEvent seal) {
        byte[] previous = before == null ? Chain.genesis() : before.hash();
        Stored stored = seal.stored();
        if (!MessageDigest.isEqual(seal.previousHash(), previous)) {
            return Breach.LINK;
        }
        if (stored == null) {
            return Breach.EVENT_MISSING;
        }
        byte[] hash = Chain.hash(previous, seal.position(), seal.event(), CanonicalJson.sha256(stored.body()));
        if (!MessageDigest.isEqual(seal.hash(), hash)) {
            return Breach.HASH;
        }
        return contents(Body.read(stored.body()), stored, seal.personal());
    }

    private static @Nullable Breach contents(Body body, Stored stored, Map<String, String> personal) {
        boolean columns = body.kind().equals(stored.kind())
                && body.subject().equals(stored.subject())
                && body.at().equals(stored.at());
        if (!columns) {
            return Breach.COLUMNS;
        }
        return body.personal().entrySet().containsAll(personal.entrySet()) ? null : Breach.PERSONAL;
    }

    /** The salted hashes of values that still exist; a value that does not open hashes to nothing that was ever sealed. */
    Map<String, String> hashes(TenantId tenant, List<Personal> values) {
        Map<String, String> hashes = new HashMap<>();
        for (Personal value : values) {
            hashes.merge(value.name(), hash(tenant, value), (one, other) -> "given twice");
        }
        return hashes;
    }

    private String hash(TenantId tenant, Personal value) {
        try {
            return Chain.hashOf(value.salt(), vault.open(Personal.place(tenant, value.id()), value.value()));
        } catch (CannotOpen e) {
            return "does not open";
        }
    }
}
