package io.latchkey.sandbox.okta;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The org's paths: the management API's table, the token endpoint, the sign-in, 405 and 404 for the rest. */
final class Routes {

    private static final String TOKEN = "/oauth2/v1/token";
    private static final String SIGN_IN = "/api/v1/authn";

    private final Gate gate;
    private final List<Endpoint> endpoints;
    private final TokenEndpoint tokens;
    private final AuthnApi signIn;
    private final Org org;

    Routes(Gate gate, List<Endpoint> endpoints, TokenEndpoint tokens, AuthnApi signIn, Org org) {
        this.gate = gate;
        this.endpoints = endpoints;
        this.tokens = tokens;
        this.signIn = signIn;
        this.org = org;
    }

    RouterFunction<ServerResponse> build() {
        RouterFunctions.Builder routes = RouterFunctions.route();
        for (Endpoint endpoint : endpoints) {
            routes.route(
                    RequestPredicates.method(HttpMethod.valueOf(endpoint.method()))
                            .and(RequestPredicates.path(endpoint.pattern())),
                    request -> gate.management(request, endpoint));
        }
        routes.POST(TOKEN, request -> gate.open(request, Bucket.TOKEN, false, call -> token(call)));
        routes.POST(SIGN_IN, request -> gate.open(request, Bucket.AUTHN, true, signIn::signIn));
        String credentials = SIGN_IN + "/credentials/";
        routes.POST(
                credentials + "change_password",
                request -> gate.open(request, Bucket.AUTHN, true, signIn::changePassword));
        routes.POST(
                credentials + "reset_password",
                request -> gate.open(request, Bucket.AUTHN, true, signIn::resetPassword));
        for (String known : knownPaths()) {
            routes.route(RequestPredicates.path(known), request -> gate.refuse(wrongMethod()));
        }
        routes.route(RequestPredicates.path("/**").and(notSandbox()), request -> gate.refuse(unknownPath()));
        return routes.build();
    }

    private static org.springframework.web.servlet.function.RequestPredicate notSandbox() {
        return (ServerRequest request) -> !request.path().startsWith("/sandbox");
    }

    private Reply token(Call call) {
        return tokens.answer(
                call.act(),
                org.url().get() + TOKEN,
                call.text(),
                call.request().headers().firstHeader("DPoP"));
    }

    private Set<String> knownPaths() {
        Set<String> paths = new LinkedHashSet<>(Set.of(TOKEN, SIGN_IN));
        endpoints.forEach(endpoint -> paths.add(endpoint.pattern()));
        return paths;
    }

    private static Problem wrongMethod() {
        return Problem.of(405, "E0000022", "The endpoint does not support the provided HTTP method");
    }

    private static Problem unknownPath() {
        return Problem.of(404, "E0000008", "The requested path was not found");
    }
}
