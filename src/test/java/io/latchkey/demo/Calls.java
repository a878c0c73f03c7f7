package io.latchkey.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** What the app asks of both vendors, as the sandbox has recorded it. */
final class Calls {

    private static final String TRAFFIC = "/sandbox/traffic";

    private final Http jira;
    private final Http okta;

    Calls(URI jira, URI okta) {
        this.jira = Http.at(jira);
        this.okta = Http.at(okta);
    }

    void forget() {
        jira.send("DELETE", TRAFFIC, null);
        okta.send("DELETE", TRAFFIC, null);
    }

    /**
     * In Jira the app signs with a JWT, in Okta it is the only one with a token. Tokens are left out, and so is whether
     * whoever calls our API is an administrator.
     */
    List<JsonNode> all() {
        List<JsonNode> calls = new ArrayList<>();
        jira.get(TRAFFIC).forEach(call -> {
            if (authorization(call).startsWith("JWT ") && !path(call).endsWith("/permissions/check")) {
                calls.add(call);
            }
        });
        okta.get(TRAFFIC).forEach(call -> {
            if (authorization(call).matches("(Bearer|DPoP) .*") && !path(call).endsWith("/token")) {
                calls.add(call);
            }
        });
        return calls;
    }

    private static String path(JsonNode call) {
        return call.path("path").asText();
    }

    private static String authorization(JsonNode call) {
        return call.path("requestHeaders").path("authorization").path(0).asText();
    }
}
