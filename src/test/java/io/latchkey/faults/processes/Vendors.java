package io.latchkey.faults.processes;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.demo.Http;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads, as a person does, what is true at the vendors. */
final class Vendors {

    private Vendors() {}

    static Okta okta(URI org) {
        return new Okta(Http.at(org).authorized("SSWS sandbox-admin"), Http.at(org));
    }

    static Jira jira(URI site) {
        return new Jira(Http.at(site).as("gus.agent@example.com", "sandbox"));
    }

    /** The org, by its own endpoints. */
    record Okta(Http admin, Http anybody) {

        Optional<JsonNode> user(String login) {
            HttpResponse<String> answer = admin.send("GET", "/api/v1/users/" + login, null);
            if (answer.statusCode() != 200 && answer.statusCode() != 404) {
                throw new IllegalStateException("Okta answered " + answer.statusCode());
            }
            return answer.statusCode() == 404 ? Optional.empty() : Optional.of(Http.json(answer));
        }

        List<String> groups(String userId) {
            List<String> names = new ArrayList<>();
            admin.get("/api/v1/users/" + userId + "/groups")
                    .forEach(group -> names.add(group.at("/profile/name").asText()));
            return names;
        }

        /** What Okta says to these credentials. */
        String signIn(String login, String password) {
            return Http.json(anybody.send("POST", "/api/v1/authn", Map.of("username", login, "password", password)))
                    .path("status")
                    .asText("refused");
        }

        /** Takes a member out of a group; the answer is nothing. */
        JsonNode ungroup(String login, String group) {
            JsonNode groups = admin.get("/api/v1/groups?q=" + group);
            String user = user(login).orElseThrow().path("id").asText();
            String path = "/api/v1/groups/" + groups.path(0).path("id").asText() + "/users/" + user;
            return Http.json(admin.send("DELETE", path, null));
        }

        JsonNode state() {
            return anybody.get("/sandbox/state");
        }

        JsonNode log() {
            return anybody.get("/sandbox/log");
        }
    }

    /** The site, as the agent sees it. */
    record Jira(Http agent) {

        String status(String key) {
            return agent.get("/rest/api/3/issue/" + key)
                    .at("/fields/status/name")
                    .asText();
        }

        List<JsonNode> comments(String key) {
            List<JsonNode> comments = new ArrayList<>();
            agent.get("/rest/api/3/issue/" + key + "/comment?maxResults=100")
                    .path("comments")
                    .forEach(comments::add);
            return comments;
        }

        /** Who moved it to this status, once for each time. */
        List<String> movedTo(String key, String status) {
            List<String> authors = new ArrayList<>();
            agent.get("/rest/api/3/issue/" + key + "/changelog?maxResults=100")
                    .path("values")
                    .forEach(history -> history.path("items").forEach(item -> {
                        if (item.path("field").asText().equals("status")
                                && item.path("toString").asText().equals(status)) {
                            authors.add(history.at("/author/accountId").asText());
                        }
                    }));
            return authors;
        }
    }
}
