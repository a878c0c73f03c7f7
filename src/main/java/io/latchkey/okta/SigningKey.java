package io.latchkey.okta;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key pair for client assertions, without its private part.
 *
 * @param kid the key id that Okta sees
 * @param publicJwk the public part as JSON, to paste
 * @param state where it stands in its life
 * @param createdAt since when it has been published
 * @param signsFrom when it signs; null while it waits for an administrator
 * @param lastUsedAt when Okta last issued a token for it, or null; exact to a quarter of an hour
 * @param retiredAt when it was taken out of use, or null
 * @param neededBy the names of the connections that need it: those with a client id whose app Okta has issued no token for a
 *     newer key since. An older key is retired when nobody needs it
 */
public record SigningKey(
        UUID kid,
        String publicJwk,
        State state,
        Instant createdAt,
        @Nullable Instant signsFrom,
        @Nullable Instant lastUsedAt,
        @Nullable Instant retiredAt,
        List<String> neededBy) {

    /** A key's life, in its order. */
    public enum State {
        /** Published; signs once an administrator has pasted it into Okta and says so. */
        WAITING,
        /** Published; signs from a time that is known. */
        PUBLISHED,
        /** Its time to sign has come. The newest of these signs, an older one where Okta does not know the newest yet. */
        SIGNING,
        /** Of no use any more; its private part is erased. */
        RETIRED
    }
}
