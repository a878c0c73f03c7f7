package io.latchkey.sandbox.okta;

import java.util.Set;
import java.util.function.Supplier;
import org.springframework.web.servlet.function.ServerRequest;

/** Recognises callers by their access tokens. */
final class Callers {

    private final Apps apps;
    private final AccessTokens tokens;
    private final DPoPProofs proofs;
    private final Supplier<String> orgUrl;
    private final Supplier<Person> superAdmin;

    Callers(Apps apps, AccessTokens tokens, DPoPProofs proofs, Supplier<String> orgUrl, Supplier<Person> superAdmin) {
        this.apps = apps;
        this.tokens = tokens;
        this.proofs = proofs;
        this.orgUrl = orgUrl;
        this.superAdmin = superAdmin;
    }

    /** The person whose API token is the sandbox's own. */
    Caller superAdministrator() {
        Person person = superAdmin.get();
        return new Caller(
                person.id, "User", person.login(), person.fullName(), Set.of(), Set.of(AdminRole.SUPER_ADMIN));
    }

    Caller app(ServerRequest request, String authorization) {
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? authorization : authorization.substring(0, space);
        String value = space < 0 ? "" : authorization.substring(space + 1).strip();
        AccessTokens.Token token = tokens.find(value)
                .orElseThrow(() -> invalid("Bearer", "invalid_token", "The access token is invalid."));
        ServiceApp app = apps.find(token.clientId()).orElseThrow(Problem::invalidToken);
        String bound = token.thumbprint();
        if (bound == null && scheme.equalsIgnoreCase("Bearer")) {
            return app.caller(token.scopes());
        }
        if (bound == null || !scheme.equalsIgnoreCase("DPoP")) {
            throw invalid("DPoP", "invalid_token", "The access token's type does not fit the scheme.");
        }
        demandProof(request, value, bound);
        return app.caller(token.scopes());
    }

    private void demandProof(ServerRequest request, String token, String bound) {
        try {
            String url = orgUrl.get() + request.servletRequest().getRequestURI();
            proofs.atResource(
                    request.headers().firstHeader("DPoP"), request.method().name(), url, token, bound);
        } catch (OAuthProblem e) {
            Problem problem = invalid("DPoP", e.error(), e.description());
            throw e.error().equals("use_dpop_nonce") ? problem.withHeader("dpop-nonce", proofs.nonce()) : problem;
        }
    }

    private static Problem invalid(String scheme, String error, String description) {
        return Problem.invalidToken()
                .withHeader(
                        "WWW-Authenticate",
                        scheme + " error=\"" + error + "\", error_description=\"" + description + "\"");
    }
}
