package io.latchkey.tenant.forge;

import java.util.Optional;
import org.springframework.http.HttpMethod;

/**
 * Which scope of {@code frontend/manifest.yml} a call needs, as Atlassian's OpenAPI documents say ({@code security}, OAuth2). {@code
 * frontend/forge/scopes.ts} judges the same calls by the same documents; a test compares the two.
 */
final class NeededScope {

    private NeededScope() {}

    /** Empty for what any app may ask. */
    static Optional<String> of(HttpMethod method, String path) {
        if (path.endsWith("/permissions/check") || path.endsWith("/serverInfo")) {
            return Optional.empty();
        }
        if (path.contains("/report-accounts")) {
            return Optional.of("report:personal-data");
        }
        if (path.contains("/servicedeskapi/")) {
            return Optional.of((method.equals(HttpMethod.GET) ? "read" : "write") + ":servicedesk-request");
        }
        if (path.endsWith("/rest/api/3/user") || path.endsWith("/rest/api/3/myself")) {
            return Optional.of("read:jira-user");
        }
        // A search is sent as POST.
        boolean reads = method.equals(HttpMethod.GET) || path.endsWith("/rest/api/3/search/jql");
        return Optional.of((reads ? "read" : "write") + ":jira-work");
    }
}
