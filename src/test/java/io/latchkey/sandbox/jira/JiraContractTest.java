package io.latchkey.sandbox.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.contracts.Contract;
import io.latchkey.contracts.VendorDocument;
import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.http.SandboxClock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the site answers, against the vendor's OpenAPI documents. */
class JiraContractTest {

    private final JiraSite jira = JiraSite.start("localhost", 0, new SandboxClock());
    private final Rest rest = new Rest(jira.uri());

    @AfterEach
    void close() {
        jira.close();
    }

    @Test
    void answersInTheShapesOfTheDocuments() throws Exception {
        VendorDocument.assumeNamed();

        speak();

        assertThat(answersOf(VendorDocument.JIRA_PLATFORM)).hasSizeGreaterThan(20);
        assertThat(answersOf(VendorDocument.JIRA_SERVICE_MANAGEMENT)).hasSizeGreaterThan(10);
    }

    /** The exchanges that the document describes, none of whose answers may be wrong. */
    private List<Exchange> answersOf(VendorDocument document) {
        Contract contract = Contract.of(document);
        List<Exchange> described = jira.server().traffic().matching(document::covers);
        assertThat(described.stream().flatMap(exchange -> contract.wrongInAnswer(exchange).stream()))
                .isEmpty();
        return described;
    }

    private void speak() throws Exception {
        String key = jira.raise(Onboarding.newcomer(1));
        String issue = "/rest/api/3/issue/" + key;
        String request = "/rest/servicedeskapi/request/" + key;
        get("/rest/api/3/myself", "/rest/api/3/field", "/rest/api/3/status", "/rest/api/3/serverInfo");
        get("/rest/api/3/user?accountId=" + Cast.CORA.accountId(), "/rest/api/3/project/ITH");
        get("/rest/api/3/mypermissions?permissions=BROWSE_PROJECTS,ADMINISTER&projectKey=ITH");
        get("/rest/servicedeskapi/servicedesk", "/rest/servicedeskapi/servicedesk/1");
        get(
                "/rest/servicedeskapi/servicedesk/1/requesttype",
                "/rest/servicedeskapi/servicedesk/1/requesttype/29",
                "/rest/servicedeskapi/servicedesk/1/requesttype/25/field");
        get(request, request + "/approval", request + "/approval/1", request + "/transition", request + "/comment");
        get(request + "/participant");
        say("POST", request + "/approval/1", "{\"decision\":\"approve\"}");
        say("POST", request + "/approval/1", "{\"decision\":\"approve\"}");
        jira.edit(key, Cast.GUS, SiteFields.FIRST_NAME, TextNode.valueOf("Other"));
        get(issue, issue + "?fields=status&expand=changelog,names,transitions&properties=*all");
        get(issue + "/changelog?maxResults=1", issue + "/changelog", issue + "/transitions", "/rest/api/3/issue/NO-1");
        ObjectNode comment = Json.object();
        comment.set("body", Adf.of("Hello\nthere"));
        comment.putArray("properties").addObject().put("key", "step").put("value", "1");
        say("POST", issue + "/comment", comment.toString());
        say("POST", issue + "/comment", "{\"body\":\"plain\"}");
        get(issue + "/comment?expand=properties", issue + "/comment/10300", request + "/comment");
        get("/rest/api/3/comment/10300/properties", "/rest/api/3/comment/10300/properties/step");
        say("PUT", "/rest/api/3/comment/10300/properties/step", "\"2\"");
        say("PUT", issue + "/comment/10300?notifyUsers=false", comment.toString());
        say("PUT", issue + "/comment/10300", "{\"body\":\"plain\"}");
        say("PUT", issue + "/comment/1", comment.toString());
        get(issue + "/comment/10300?expand=properties");
        say("DELETE", issue + "/comment/10300", null);
        say("PUT", issue, "{\"fields\":{\"customfield_10101\":\"Third\"}}");
        say("POST", issue + "/transitions", "{\"transition\":{\"id\":\"99\"}}");
        say("POST", issue + "/transitions", "{\"transition\":{\"id\":\"31\"}}");
        say("POST", "/rest/api/3/search/jql", "{\"jql\":\"project = ITH\",\"fields\":[\"*all\"]}");
        say("POST", "/rest/api/3/search/jql", "{\"jql\":\"project = ITH\"}");
        say("POST", "/rest/api/3/search/jql", "{\"jql\":\"nonsense = 1\"}");
        say(
                "POST",
                "/rest/api/3/permissions/check",
                "{\"globalPermissions\":[\"ADMINISTER\"],\"projectPermissions\":[{\"projects\":[10000],"
                        + "\"issues\":[10101],\"permissions\":[\"EDIT_ISSUES\"]}]}");
        ObjectNode raise = Json.object().put("serviceDeskId", "1").put("requestTypeId", "26");
        raise.putObject("requestFieldValues").put("summary", "Where?");
        say("POST", "/rest/servicedeskapi/request", raise.toString());
        get("/rest/servicedeskapi/request", "/rest/servicedeskapi/request/NO-1");
        speakOfOtherRequests();
    }

    private void speakOfOtherRequests() throws Exception {
        String createMeta = "/rest/api/3/issue/createmeta/ITH/issuetypes";
        get(createMeta, createMeta + "/10010");
        get("/rest/servicedeskapi/servicedesk/1/requesttype/36/field");
        String key = jira.raise(
                "Create a group",
                Map.of(
                        SiteFields.OWNER,
                        JiraSite.people(Cast.OLGA).get(0),
                        SiteFields.MEMBERS,
                        JiraSite.people(Cast.GUS),
                        SiteFields.REASON,
                        TextNode.valueOf("For the audit")));
        get("/rest/api/3/issue/" + key, "/rest/servicedeskapi/request/" + key);
    }

    private void get(String... paths) throws Exception {
        for (String path : paths) {
            say("GET", path, null);
        }
    }

    /** As the approver where an approval is answered, else as the administrator. */
    private void say(String method, String path, @org.jspecify.annotations.Nullable String body) throws Exception {
        Person who = method.equals("POST") && path.contains("/approval/") ? Cast.PAUL : Cast.ADA;
        JsonNode json = body == null ? null : Json.MAPPER.readTree(body);
        rest.as(who, method, path, json);
    }
}
