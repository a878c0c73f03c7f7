package io.latchkey.sandbox.okta;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Opaque access tokens; each lives for one hour of the org's clock, which Okta fixes, or until it is revoked. */
final class AccessTokens {

    static final Duration LIFE = Duration.ofHours(1);

    /** What a token stands for; {@code thumbprint} is that of the DPoP key, or null for a Bearer token. */
    record Token(
            String clientId, Set<String> scopes, @Nullable String thumbprint, Instant expires) {}

    private final Clock clock;
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();

    AccessTokens(Clock clock) {
        this.clock = clock;
    }

    String issue(String clientId, Set<String> scopes, @Nullable String thumbprint) {
        String token = Ids.secret("", 86);
        tokens.put(
                token,
                new Token(
                        clientId,
                        Set.copyOf(scopes),
                        thumbprint,
                        clock.instant().plus(LIFE)));
        return token;
    }

    Optional<Token> find(String token) {
        return Optional.ofNullable(tokens.get(token))
                .filter(known -> known.expires().isAfter(clock.instant()));
    }

    /** Revokes the tokens of a client, or all; answers how many. */
    int revoke(@Nullable String clientId) {
        int before = tokens.size();
        tokens.values().removeIf(token -> clientId == null || token.clientId().equals(clientId));
        return before - tokens.size();
    }
}
