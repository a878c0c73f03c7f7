package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.http.Rules;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /oauth2/v1/token} of the org authorization server: client_credentials with private_key_jwt only. */
final class TokenEndpoint {

    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private final ClientAssertions assertions;
    private final DPoPProofs proofs;
    private final AccessTokens tokens;
    private final SystemLog log;
    private final Rules rules;

    TokenEndpoint(ClientAssertions assertions, DPoPProofs proofs, AccessTokens tokens, SystemLog log, Rules rules) {
        this.assertions = assertions;
        this.proofs = proofs;
        this.tokens = tokens;
        this.log = log;
        this.rules = rules;
    }

    Reply answer(Act act, String tokenUrl, String body, @Nullable String proof) {
        try {
            return grant(act, tokenUrl, form(body), proof);
        } catch (OAuthProblem e) {
            if (e.error().equals("invalid_client")) {
                log.failure(
                        act,
                        "app.oauth2.invalid_client_credentials",
                        "OAuth2 invalid client credentials",
                        e.description());
            }
            Reply reply = e.reply();
            return e.error().equals("use_dpop_nonce") ? reply.header("dpop-nonce", proofs.nonce()) : reply;
        }
    }

    private Reply grant(Act act, String tokenUrl, Map<String, String> form, @Nullable String proof)
            throws OAuthProblem {
        if (!"client_credentials".equals(form.get("grant_type"))) {
            throw form.containsKey("grant_type")
                    ? OAuthProblem.badRequest("unsupported_grant_type", "The grant type is not supported.")
                    : OAuthProblem.badRequest("invalid_request", "The grant type is missing.");
        }
        String assertion = form.get("client_assertion");
        if (assertion == null || !ASSERTION_TYPE.equals(form.get("client_assertion_type"))) {
            throw OAuthProblem.invalidClient("Only private_key_jwt is accepted for Okta's own scopes.");
        }
        ClientAssertions.Checked checked = assertions.check(assertion, tokenUrl, form.get("client_id"));
        boolean bound = checked.app().dpop() || proof != null && rules.isOn(OktaRules.PROOFS_BIND);
        // Before the assertion's id is used up: clients repeat the same assertion with the nonce they were told.
        String thumbprint = bound ? proofs.atToken(proof, tokenUrl) : null;
        assertions.use(checked);
        Set<String> scopes = scopes(checked.app(), form.get("scope"));
        String token = tokens.issue(checked.app().clientId(), scopes, thumbprint);
        log.success(
                act.by(checked.app().caller(scopes)),
                "app.oauth2.token.grant.access_token",
                "OAuth2 access token is granted",
                new SystemLog.Target(Ids.secret("", 20), "access_token", "unknown", "Access Token"));
        return reply(token, scopes, bound);
    }

    private Reply reply(String token, Set<String> scopes, boolean bound) {
        ObjectNode body = Json.object();
        body.put("token_type", bound ? "DPoP" : "Bearer");
        body.put("expires_in", AccessTokens.LIFE.toSeconds());
        body.put("access_token", token);
        body.put("scope", String.join(" ", scopes));
        Reply reply = Reply.ok(body);
        return bound ? reply.header("dpop-nonce", proofs.nonce()) : reply;
    }

    private static Set<String> scopes(ServiceApp app, @Nullable String wanted) throws OAuthProblem {
        if (wanted == null || wanted.isBlank()) {
            throw OAuthProblem.badRequest("invalid_scope", "The scope is missing.");
        }
        Set<String> scopes = new LinkedHashSet<>(Arrays.asList(wanted.strip().split("\\s+")));
        if (!app.scopes().containsAll(scopes)) {
            throw OAuthProblem.badRequest(
                    "invalid_scope", "One or more scopes are not configured for the client or were not granted to it.");
        }
        return scopes;
    }

    private static Map<String, String> form(String body) throws OAuthProblem {
        try {
            return pairs(body);
        } catch (IllegalArgumentException e) {
            throw OAuthProblem.badRequest("invalid_request", "The request body is malformed.");
        }
    }

    private static Map<String, String> pairs(String body) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
