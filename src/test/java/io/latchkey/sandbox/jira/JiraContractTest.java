package io.latchkey.sandbox.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.http.SandboxClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the site answers, against the vendor's OpenAPI documents in the directory of the system property {@code contracts}.
 * Where the vendor breaks its own documents it is let pass: times without a colon in the offset, null for an absent value,
 * bodies of errors that the document leaves out, and 204 with a schema.
 */
class JiraContractTest {

    private static final String CONTRACTS = System.getProperty("contracts", "");

    private final JiraSite jira = JiraSite.start("localhost", 0, new SandboxClock());
    private final Rest rest = new Rest(jira.uri());

    @AfterEach
    void close() {
        jira.close();
    }

    @Test
    void answersInTheShapesOfTheDocuments() throws Exception {
        assumeTrue(!CONTRACTS.isEmpty(), "no OpenAPI documents were named with -Dcontracts");
        speak();

        List<String> wrong = new ArrayList<>();
        int checked = check("jira-platform-v3.json", "/rest/api/3/", wrong)
                + check("jira-service-management.json", "/rest/servicedeskapi/", wrong);

        assertThat(wrong).isEmpty();
        assertThat(checked).isGreaterThan(30);
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
                "/rest/servicedeskapi/servicedesk/1/requesttype/25/field");
        get(request, request + "/approval", request + "/approval/1", request + "/transition", request + "/comment");
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

    /** The document without operation ids: Service Management's repeats some, which no validator takes. */
    private static String read(String document) throws IOException {
        JsonNode spec = Json.MAPPER.readTree(Path.of(CONTRACTS, document).toFile());
        spec.path("paths")
                .forEach(path -> path.forEach(operation -> {
                    if (operation instanceof ObjectNode object) {
                        object.remove("operationId");
                    }
                }));
        return spec.toString();
    }

    private int check(String document, String root, List<String> wrong) throws IOException {
        var validator = OpenApiInteractionValidator.createForInlineApiSpecification(read(document))
                .withLevelResolver(LevelResolver.create()
                        .withLevel("validation.response.body.schema.format.date-time", ValidationReport.Level.IGNORE)
                        .withLevel("validation.response.body.unexpected", ValidationReport.Level.IGNORE)
                        .build())
                .build();
        List<Exchange> said = jira.server().traffic().matching(one -> one.path().startsWith(root));
        for (Exchange one : said) {
            ValidationReport report =
                    validator.validateResponse(one.path(), Request.Method.valueOf(one.method()), response(one));
            report.getMessages().stream()
                    .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                    .filter(message -> one.status() != 204)
                    .forEach(message -> wrong.add(one.method() + " " + one.path() + " " + one.status() + ": "
                            + message.getKey() + " " + message.getMessage()));
        }
        return said.size();
    }

    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.removeIf(JsonNode::isNull);
        }
        node.forEach(JiraContractTest::dropNulls);
    }

    private static SimpleResponse response(Exchange one) throws IOException {
        var builder = SimpleResponse.Builder.status(one.status());
        if (one.responseBody().length > 0) {
            JsonNode body = Json.MAPPER.readTree(one.responseBody());
            dropNulls(body);
            builder.withContentType("application/json").withBody(body.toString());
        }
        return builder.build();
    }
}
