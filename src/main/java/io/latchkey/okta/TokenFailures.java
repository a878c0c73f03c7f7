package io.latchkey.okta;

import io.latchkey.platform.failure.FailureKind;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the token endpoint's refusals mean: OAuth's error codes, not Okta's. */
final class TokenFailures {

    static final String KEY_NOT_ACCEPTED = "okta.key-not-accepted";

    private final Clock clock;

    TokenFailures(Clock clock) {
        this.clock = clock;
    }

    /**
     * Why there is no token.
     *
     * @param scopes that were asked for
     */
    OktaFailure of(Answer answer, List<String> scopes) {
        String error = OktaError.oauthCode(answer);
        String where = " (token: HTTP %d%s, request %s)"
                .formatted(answer.status(), error.isEmpty() ? "" : " " + error, answer.requestId());
        int status = answer.status();
        if (status == 429) {
            return new OktaFailure.RateLimited(
                    "Okta's rate limit for tokens is reached" + where, RetryTimes.after(answer, clock));
        }
        if (status >= 500 || status == 408) {
            return new OktaFailure.Unavailable("Okta issued no token" + where);
        }
        return switch (error) {
            case "invalid_client" -> client(answer, where);
            case "invalid_scope", "access_denied" ->
                new OktaFailure.Setup(
                        "okta.scope-missing",
                        "the app has not been granted a scope" + where + "; grant " + String.join(", ", scopes)
                                + " under Okta API Scopes");
            case "invalid_dpop_proof", "use_dpop_nonce" -> proofRefused(where);
            case "unauthorized_client", "unsupported_grant_type" ->
                new OktaFailure.Setup(
                        "okta.client-not-service-app",
                        "the client id does not belong to an API Services app" + where
                                + "; create an app of that type and enter its client id");
            case "" ->
                new OktaFailure.Setup(
                        "okta.not-okta",
                        "the token endpoint does not answer as Okta does" + where + "; check the organisation's URL");
            default ->
                new OktaFailure.Refused(
                        "okta.token-request-refused", FailureKind.OURS, "Okta refused the token request" + where);
        };
    }

    /**
     * Okta answers 401 invalid_client for a client that it does not know as well as for a key or signature that it does
     * not accept; only the description tells them apart.
     */
    private static OktaFailure client(Answer answer, String where) {
        String description = OktaError.oauthDescription(answer).toLowerCase(Locale.ROOT);
        if (description.contains("client_id")
                || description.contains("client id")
                || description.contains("invalid client")) {
            return new OktaFailure.Setup(
                    "okta.client-unknown",
                    "Okta does not know this client id or the app is inactive" + where
                            + "; copy it from the app's General tab");
        }
        return new OktaFailure.Setup(
                KEY_NOT_ACCEPTED,
                "Okta did not accept our signature" + where
                        + "; give the app our key address (jwks_uri) or paste our public key, with the method"
                        + " \"Public key / Private key\"");
    }

    /** A proof that is signed, fresh and for this address is refused for the time in it. */
    static OktaFailure proofRefused(String where) {
        return new OktaFailure.Setup(
                "okta.proof-refused",
                "Okta did not accept our proof of possession (DPoP)" + where
                        + "; the clock of this machine may be off by more than five minutes: compare it with the"
                        + " Date of Okta's answers");
    }

    OktaFailure unknownType(Answer answer) {
        return new OktaFailure.Setup(
                "okta.token-type-unknown",
                "Okta issued a token that is neither Bearer nor DPoP (token: request " + answer.requestId()
                        + "); set the app's token to one of them");
    }

    OktaFailure unanswered(@Nullable Throwable cause) {
        if (cause instanceof IOException) {
            return new OktaFailure.Unavailable("Okta could not be reached or cut the connection (token: "
                    + cause.getClass().getSimpleName() + ")");
        }
        throw new IllegalStateException("the token request failed before it was sent", cause);
    }
}
