package io.latchkey.sandbox.jira;

import io.latchkey.sandbox.http.Rules;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What every REST call passes: the caller is recognised, its scope and the rate limits are checked, the handler runs under
 * the {@link Tracker}'s lock, refusals become answers, and answers to apps get the rate-limit headers.
 */
final class Gate implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private final Site site;
    private final Callers callers;
    private final Limits limits;
    private final Rules rules;

    Gate(Site site, Callers callers, Limits limits) {
        this.site = site;
        this.callers = callers;
        this.limits = limits;
        this.rules = site.rules();
    }

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        try {
            Caller caller = callers.recognise(request);
            return pass(caller, request, next);
        } catch (Refusal e) {
            return e.on(request);
        }
    }

    private ServerResponse pass(Caller caller, ServerRequest request, HandlerFunction<ServerResponse> next)
            throws Exception {
        request.attributes().put(Site.CALLER, caller);
        String method = request.method().name();
        String endpoint = request.attribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE)
                .map(Object::toString)
                .orElse(request.path());
        limits.admit(caller, method, endpoint, written(request, method));
        ServerResponse answer;
        try {
            checkScope(caller, method, endpoint);
            synchronized (site.tracker()) {
                answer = next.handle(request);
            }
        } catch (Refusal e) {
            answer = e.on(request);
        }
        ConnectApp app = caller.app();
        if (app == null) {
            return answer;
        }
        long more = request.attribute(Site.POINTS).map(points -> (Long) points).orElse(0L);
        limits.book(app, method.equals("GET") || isQuestion(endpoint) ? 1 + more : 1);
        return new WithHeaders(answer, limits.headers(app));
    }

    /** The issue that the request writes to, by its number. */
    private @Nullable String written(ServerRequest request, String method) {
        String named = request.pathVariables().get("issue");
        if (method.equals("GET") || named == null) {
            return null;
        }
        return site.tracker().find(named).map(Issue::id).orElse(named);
    }

    private void checkScope(Caller caller, String method, String endpoint) {
        ConnectApp app = caller.app();
        if (app == null || !rules.isOn(JiraRules.ENFORCE_SCOPES)) {
            return;
        }
        String needed =
                method.equals("DELETE") ? "DELETE" : method.equals("GET") || isQuestion(endpoint) ? "READ" : "WRITE";
        if (!app.hasScope(needed)) {
            throw new Refusal(403, "The app does not have the scope " + needed + " that this operation requires.");
        }
    }

    /** POSTs that only ask. */
    private static boolean isQuestion(String endpoint) {
        return endpoint.contains("/search") || endpoint.endsWith("/permissions/check");
    }

    /** An answer with more headers. */
    private record WithHeaders(ServerResponse answer, Map<String, String> more) implements ServerResponse {

        @Override
        public HttpStatusCode statusCode() {
            return answer.statusCode();
        }

        @Override
        @SuppressWarnings("removal")
        public int rawStatusCode() {
            return answer.statusCode().value();
        }

        @Override
        public HttpHeaders headers() {
            return answer.headers();
        }

        @Override
        public MultiValueMap<String, Cookie> cookies() {
            return answer.cookies();
        }

        @Override
        public @Nullable ModelAndView writeTo(HttpServletRequest request, HttpServletResponse response, Context context)
                throws ServletException, IOException {
            more.forEach(response::setHeader);
            return answer.writeTo(request, response, context);
        }
    }
}
