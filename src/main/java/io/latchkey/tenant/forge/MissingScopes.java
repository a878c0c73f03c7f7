package io.latchkey.tenant.forge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Tells a 401 of Atlassian's gateway about the token from one about a scope that the site has not granted: {@code
 * x-failure-category: FAILURE_CLIENT_SCOPE_CHECK}, {@code {"code":401,"message":"Unauthorized; scope does not match"}}. Code may
 * roll out before an administrator approves what a new version asks for, and then runs with what there was.
 */
final class MissingScopes {

    private static final String CATEGORY = "x-failure-category";
    private static final String OF_SCOPES = "FAILURE_CLIENT_SCOPE_CHECK";
    private static final String WORDS = "scope does not match";
    private static final int LONGEST = 4_096;

    private MissingScopes() {}

    /** The scope that the request most likely needs, when the answer says that one is missing. */
    static Optional<String> toldBy(ClientHttpResponse answer, HttpRequest request) throws IOException {
        boolean told = OF_SCOPES.equals(answer.getHeaders().getFirst(CATEGORY))
                || new String(answer.getBody().readNBytes(LONGEST), StandardCharsets.UTF_8).contains(WORDS);
        return told ? Optional.of(neededFor(request)) : Optional.empty();
    }

    /** Those of {@code frontend/manifest.yml}. */
    private static String neededFor(HttpRequest request) {
        String path = request.getURI().getPath();
        if (path.contains("/report-accounts")) {
            return "report:personal-data";
        }
        if (path.contains("/servicedeskapi/")) {
            return (isRead(request, path) ? "read" : "write") + ":servicedesk-request";
        }
        if (path.contains("/rest/api/3/user") || path.endsWith("/myself")) {
            return "read:jira-user";
        }
        return (isRead(request, path) ? "read" : "write") + ":jira-work";
    }

    /** A search and a question about permissions are sent as POST. */
    private static boolean isRead(HttpRequest request, String path) {
        return request.getMethod().equals(HttpMethod.GET)
                || path.contains("/search")
                || path.endsWith("/permissions/check");
    }
}
