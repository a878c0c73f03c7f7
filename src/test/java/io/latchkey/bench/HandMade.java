package io.latchkey.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.demo.Http;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The process that was there before: a script that a scheduler starts every minute. It lists all open requests page by
 * page and handles them one after the other, as an agent in Jira and with an API token in Okta. It keeps no record, proves
 * nothing and survives nothing.
 */
final class HandMade {

    private static final int PAGE = 50;

    private final Http jira;
    private final Http okta;
    private final List<String> groups;
    private int calls;

    HandMade(URI jira, URI okta, List<String> groups) {
        this.jira = Http.at(jira).as("gus.agent@example.com", "sandbox");
        this.okta = Http.at(okta).authorized("SSWS sandbox-admin");
        this.groups = groups;
    }

    /** How many remote calls it has made. */
    int calls() {
        return calls;
    }

    /** One round of the scheduler; tells of each request that it has closed. */
    void poll(Consumer<String> closed) {
        for (String key : openRequests()) {
            handle(key);
            closed.accept(key);
        }
    }

    private List<String> openRequests() {
        List<String> keys = new ArrayList<>();
        String page = "";
        do {
            Map<String, Object> search = new HashMap<>();
            search.put("jql", "project = ITH AND status = Approved ORDER BY created");
            search.put("maxResults", PAGE);
            search.put("fields", List.of("key"));
            if (!page.isEmpty()) {
                search.put("nextPageToken", page);
            }
            JsonNode found = post(jira, "/rest/api/3/search/jql", search);
            found.path("issues").forEach(issue -> keys.add(issue.path("key").asText()));
            page = found.path("nextPageToken").asText();
        } while (!page.isEmpty());
        return keys;
    }

    private void handle(String key) {
        String path = "/rest/api/3/issue/" + key;
        JsonNode fields = get(path).path("fields");
        String login = fields.path("customfield_10103").asText();
        String password = "Welcome-" + key + "-Sesame-1";
        Map<String, Object> profile = Map.of(
                "firstName",
                fields.path("customfield_10101").asText(),
                "lastName",
                fields.path("customfield_10102").asText(),
                "email",
                login,
                "login",
                login);
        String user = post(
                        okta,
                        "/api/v1/users?activate=true",
                        Map.of("profile", profile, "credentials", Map.of("password", Map.of("value", password))))
                .path("id")
                .asText();
        for (String group : groups) {
            calls++;
            okta.put("/api/v1/groups/" + group + "/users/" + user, Map.of());
        }
        post(jira, path + "/comment", Map.of("body", document("Your account is " + login + ", " + password)));
        for (JsonNode transition : get(path + "/transitions").path("transitions")) {
            if (transition.path("to").path("name").asText().equals("Done")) {
                String id = transition.path("id").asText();
                post(jira, path + "/transitions", Map.of("transition", Map.of("id", id)));
                return;
            }
        }
        throw new IllegalStateException(key + " cannot be closed");
    }

    private static Map<String, Object> document(String text) {
        Map<String, Object> words = Map.of("type", "text", "text", text);
        return Map.of(
                "type",
                "doc",
                "version",
                1,
                "content",
                List.of(Map.of("type", "paragraph", "content", List.of(words))));
    }

    private JsonNode get(String path) {
        calls++;
        return jira.get(path);
    }

    private JsonNode post(Http vendor, String path, Object body) {
        calls++;
        return vendor.post(path, body);
    }
}
