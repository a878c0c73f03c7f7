package io.latchkey.faults.ready;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.demo.Http;
import io.latchkey.faults.ready.oracle.Deed;
import io.latchkey.sandbox.Sandbox;
import io.latchkey.sandbox.jira.Cast;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An agent and an administrator of Okta, who do what they think is right. */
final class People {

    private static final String COMPLETE = "31";

    private final Sandbox sandbox;
    private final Http okta;
    private final Http jira;
    private final String issue;
    private final Asked asked;

    /** Around this request. */
    People(Sandbox sandbox, String issue, Asked asked) {
        this.sandbox = sandbox;
        this.okta = Http.at(sandbox.okta().uri()).authorized("SSWS sandbox-admin");
        this.jira = Http.at(sandbox.jira().uri()).as(Cast.GUS.email(), Cast.PASSWORD);
        this.issue = issue;
        this.asked = asked;
    }

    /** Does it; what has no effect any more is nothing. */
    Deed act(Deed.Kind kind) {
        boolean done = switch (kind) {
            case NOTHING -> false;
            case CLOSED -> close();
            case STOPPED -> stop();
            case UNGROUPED -> ungroup();
        };
        return done ? new Deed(kind, kind == Deed.Kind.UNGROUPED ? asked.group() : "") : Deed.NOTHING;
    }

    private boolean close() {
        try {
            sandbox.jira().transition(issue, Cast.GUS, COMPLETE);
            return true;
        } catch (IllegalStateException closedAlready) {
            return false;
        }
    }

    private boolean stop() {
        return account()
                .filter(id -> is2xx(id, "suspend") || is2xx(id, "deactivate"))
                .isPresent();
    }

    private boolean is2xx(String id, String act) {
        return okta.send("POST", "/api/v1/users/" + id + "/lifecycle/" + act, Map.of())
                        .statusCode()
                == 200;
    }

    private boolean ungroup() {
        Optional<String> account = account();
        if (account.isEmpty() || !sandbox.okta().groupsOf(asked.login()).contains(asked.group())) {
            return false;
        }
        String path = "/api/v1/groups/" + sandbox.okta().groupId(asked.group()) + "/users/" + account.get();
        return okta.send("DELETE", path, null).statusCode() == 204;
    }

    private Optional<String> account() {
        return sandbox.okta().user(asked.login()).map(user -> user.path("id").asText());
    }

    /** Answers the task on the ticket, if there is one that nobody has answered. Tells whether it did. */
    boolean review() {
        String comments = "/rest/api/3/issue/" + issue + "/comment";
        List<String> texts =
                jira.get(comments + "?maxResults=100").path("comments").findValuesAsText("text");
        if (texts.stream().noneMatch(text -> text.startsWith("When this is done")) || texts.contains("Done.")) {
            return false;
        }
        JsonNode written = jira.post(
                comments,
                Map.of(
                        "body",
                        Map.of(
                                "type",
                                "doc",
                                "version",
                                1,
                                "content",
                                List.of(Map.of(
                                        "type",
                                        "paragraph",
                                        "content",
                                        List.of(Map.of("type", "text", "text", "Done."))))),
                        "properties",
                        List.of(Map.of("key", "sd.public.comment", "value", Map.of("internal", true)))));
        return written.has("id");
    }
}
