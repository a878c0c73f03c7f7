package io.latchkey.sandbox.forge;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The classic scope that Atlassian's gateway asks of an app's token for a call ({@code security}, OAuth2, of Jira's and Jira Service
 * Management's OpenAPI documents). A call that is not in the list passes with any.
 */
final class GatewayScopes {

    private record Rule(Set<String> methods, String path, String scope) {

        Rule(String method, String path, String scope) {
            this(Set.of(method.split(" ")), path, scope);
        }

        boolean isOf(String method, String called) {
            return methods.contains(method) && called.matches(path);
        }
    }

    private static final String DESK = "/rest/servicedeskapi/";

    private static final List<Rule> RULES = List.of(
            new Rule("GET", "/rest/api/3/(user|users/search|myself|user/.+)", "read:jira-user"),
            new Rule("POST", "/rest/api/3/search/jql", "read:jira-work"),
            new Rule(
                    "GET",
                    "/rest/api/3/(issue|search|field|mypermissions|comment|project|status)(/.*)?",
                    "read:jira-work"),
            new Rule("POST PUT DELETE", "/rest/api/3/(issue|comment)(/.*)?", "write:jira-work"),
            new Rule("GET", "/jira/forms/cloud/.+", "read:jira-work"),
            new Rule("GET", DESK + ".+", "read:servicedesk-request"),
            new Rule("POST PUT DELETE", DESK + ".+", "write:servicedesk-request"));

    private static final Set<String> KNOWN = RULES.stream().map(Rule::scope).collect(Collectors.toUnmodifiableSet());

    private GatewayScopes() {}

    /** What a call below a site's address needs. */
    static Optional<String> neededFor(String method, String path) {
        return RULES.stream()
                .filter(rule -> rule.isOf(method, path))
                .map(Rule::scope)
                .findFirst();
    }

    /** Refuses to withhold what no call would miss: a test of it could not fail. */
    static void demandKnown(String scope) {
        if (!KNOWN.contains(scope)) {
            throw new IllegalArgumentException("no call needs " + scope + "; known are " + KNOWN);
        }
    }
}
