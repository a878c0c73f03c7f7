package io.latchkey.sandbox.okta;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.latchkey.sandbox.http.Rules;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Checks a {@code private_key_jwt} assertion as Okta documents it: audience is the full token URL, issuer and subject
 * are the client id, expiry at most an hour ahead, signed with a key of the app. Clocks may differ by five minutes.
 */
final class ClientAssertions {

    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** An assertion whose signature and claims hold, but whose id is not used up yet. */
    record Checked(ServiceApp app, @Nullable String jti, Instant expires) {}

    private final Apps apps;
    private final KeySets keys;
    private final Clock clock;
    private final Rules rules;
    private final Once used = new Once();

    ClientAssertions(Apps apps, KeySets keys, Clock clock, Rules rules) {
        this.apps = apps;
        this.keys = keys;
        this.clock = clock;
        this.rules = rules;
    }

    Checked check(String assertion, String tokenUrl, @Nullable String clientId) throws OAuthProblem {
        try {
            SignedJWT jwt = SignedJWT.parse(assertion);
            return check(jwt, jwt.getJWTClaimsSet(), tokenUrl, clientId);
        } catch (ParseException e) {
            throw OAuthProblem.invalidClient("The client_assertion token is malformed.");
        }
    }

    private Checked check(SignedJWT jwt, JWTClaimsSet claims, String tokenUrl, @Nullable String clientId)
            throws OAuthProblem {
        String subject = claims.getSubject();
        if (subject == null || !subject.equals(claims.getIssuer())) {
            throw OAuthProblem.invalidClient("The issuer and the subject of client_assertion must be the client id.");
        }
        if (clientId != null && !clientId.equals(subject)) {
            throw OAuthProblem.invalidClient("The client_id does not match the subject of client_assertion.");
        }
        ServiceApp app = apps.find(subject)
                .orElseThrow(() -> OAuthProblem.invalidClient("Invalid value for 'client_id' parameter."));
        if (!Signatures.allows(jwt)) {
            throw OAuthProblem.invalidClient("The algorithm of client_assertion is not supported.");
        }
        if (!Signatures.verifies(jwt, keys.key(app, jwt.getHeader().getKeyID()))) {
            throw OAuthProblem.invalidClient("The client_assertion signature is invalid.");
        }
        if (!claims.getAudience().contains(tokenUrl)) {
            throw OAuthProblem.invalidClient(
                    "The audience claim for client_assertion must be the endpoint invoked for the request.");
        }
        return new Checked(app, claims.getJWTID(), demandTimes(claims));
    }

    private Instant demandTimes(JWTClaimsSet claims) throws OAuthProblem {
        Instant now = clock.instant();
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw OAuthProblem.invalidClient("The client_assertion token must have an expiration.");
        }
        if (expires.toInstant().isBefore(now.minus(SKEW))) {
            throw OAuthProblem.invalidClient("The client_assertion token is expired.");
        }
        if (expires.toInstant().isAfter(now.plus(LONGEST).plus(SKEW))) {
            throw OAuthProblem.invalidClient("The client_assertion token has an expiration too far into the future.");
        }
        Date issued = claims.getIssueTime();
        if (issued != null && issued.toInstant().isAfter(now.plus(SKEW))) {
            throw OAuthProblem.invalidClient("The client_assertion token was issued in the future.");
        }
        return expires.toInstant();
    }

    /** Uses up the assertion's id; Okta's guard against replay works only for assertions that have one. */
    void use(Checked checked) throws OAuthProblem {
        String jti = checked.jti();
        if (jti == null || !rules.isOn(OktaRules.JTI_REPLAY)) {
            return;
        }
        String key = checked.app().clientId() + " " + jti;
        if (!used.use(key, clock.instant(), checked.expires().plus(SKEW))) {
            throw OAuthProblem.invalidClient("The client_assertion token has already been used.");
        }
    }
}
