package io.latchkey.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** What people do in the service desk, by Jira's own REST. */
public final class Story {

    private final Http mia;
    private final Http paul;
    private final Http gus;

    /** The people of this site. */
    public Story(URI jira) {
        this.mia = Http.at(jira).as("mia.manager@example.com", Setup.PASSWORD);
        this.paul = Http.at(jira).as("paul.approver@example.com", Setup.PASSWORD);
        this.gus = Http.at(jira).as("gus.agent@example.com", Setup.PASSWORD);
    }

    /** Mia, a manager, asks for an account; tells the issue's key. */
    public String raise(String firstName, String lastName, String email) {
        Map<String, Object> values = Map.of(
                "summary", "Onboard " + firstName + " " + lastName,
                "customfield_10101", firstName,
                "customfield_10102", lastName,
                "customfield_10103", email,
                "customfield_10104", Map.of("value", "Engineering"));
        return raise("25", values);
    }

    /** Mia raises a request of this type; tells the issue's key. */
    String raise(String requestTypeId, Map<String, Object> values) {
        return mia.post(
                        "/rest/servicedeskapi/request",
                        Map.of("serviceDeskId", "1", "requestTypeId", requestTypeId, "requestFieldValues", values))
                .path("issueKey")
                .asText();
    }

    /** The comments that Paul, who approves and is no agent, reads in the portal. */
    JsonNode readByApprover(String issueKey) {
        return paul.get("/rest/servicedeskapi/request/" + issueKey + "/comment").path("values");
    }

    /** All comments, as the agent Gus reads them in the portal. */
    JsonNode readByAgent(String issueKey) {
        return gus.get("/rest/servicedeskapi/request/" + issueKey + "/comment").path("values");
    }

    /** Gus writes an internal note. */
    public void note(String issueKey, String text) {
        Map<String, Object> words = Map.of("type", "text", "text", text);
        Map<String, Object> paragraph = Map.of("type", "paragraph", "content", List.of(words));
        gus.post(
                "/rest/api/3/issue/" + issueKey + "/comment",
                Map.of(
                        "body",
                        Map.of("type", "doc", "version", 1, "content", List.of(paragraph)),
                        "properties",
                        List.of(Map.of("key", "sd.public.comment", "value", Map.of("internal", true)))));
    }

    /** Paul approves. */
    public void approve(String issueKey) {
        for (JsonNode approval : paul.get("/rest/servicedeskapi/request/" + issueKey + "/approval")
                .path("values")) {
            if (approval.path("finalDecision").asText().equals("pending")) {
                paul.post(
                        "/rest/servicedeskapi/request/" + issueKey + "/approval/"
                                + approval.path("id").asText(),
                        Map.of("decision", "approve"));
                return;
            }
        }
        throw new IllegalStateException(issueKey + " has no approval that waits");
    }

    /** Gus, an agent, moves it to Approved around the approval. */
    public void force(String issueKey) {
        gus.post("/rest/api/3/issue/" + issueKey + "/transitions", Map.of("transition", Map.of("id", "61")));
    }

    /** The issue, as the agent Gus sees it. */
    public JsonNode issue(String issueKey) {
        return gus.get("/rest/api/3/issue/" + issueKey);
    }

    /** Its comments, as the agent Gus sees them. */
    public JsonNode comments(String issueKey) {
        return gus.get("/rest/api/3/issue/" + issueKey + "/comment").path("comments");
    }
}
