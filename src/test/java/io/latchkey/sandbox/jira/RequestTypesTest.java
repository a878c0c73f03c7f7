package io.latchkey.sandbox.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.sandbox.http.SandboxClock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestTypesTest {

    private static final String REQUEST = "/rest/servicedeskapi/request";

    private final JiraSite jira = JiraSite.start("localhost", 0, new SandboxClock());
    private final Rest rest = new Rest(jira.uri());

    @AfterAll
    void close() {
        jira.close();
    }

    private Rest.Answer raise(Person person, RequestType type, JsonNode values, String onBehalfOf) throws Exception {
        ObjectNode body = Json.object().put("serviceDeskId", "1").put("requestTypeId", type.id());
        body.set("requestFieldValues", values);
        if (!onBehalfOf.isEmpty()) {
            body.put("raiseOnBehalfOf", onBehalfOf);
        }
        return rest.as(person, "POST", REQUEST, body);
    }

    private JsonNode fieldsOf(String key) throws Exception {
        return rest.as(Cast.ADA, "GET", "/rest/api/3/issue/" + key, null).body().path("fields");
    }

    /** A value for each field of the form, as its schema wants it. */
    private ObjectNode filled(RequestType type) throws Exception {
        String path = "/rest/servicedeskapi/servicedesk/1/requesttype/" + type.id() + "/field";
        ObjectNode values = Json.object();
        for (JsonNode field : rest.as(Cast.MIA, "GET", path, null).body().path("requestTypeFields")) {
            String id = field.path("fieldId").asText();
            if (!id.equals(SiteFields.APPROVERS) && !id.equals(SiteFields.SECOND_APPROVERS)) {
                values.set(id, value(field));
            }
        }
        return values;
    }

    private static JsonNode value(JsonNode field) {
        JsonNode schema = field.path("jiraSchema");
        JsonNode person = Json.object().put("accountId", Cast.GUS.accountId());
        JsonNode option = Json.object().set("id", field.at("/validValues/0/value"));
        return switch (schema.path("type").asText() + "/" + schema.path("items").asText()) {
            case "string/" -> TextNode.valueOf("A word");
            case "date/" -> TextNode.valueOf("2026-12-24");
            case "number/" -> Json.object().numberNode(4);
            case "option/" -> option;
            case "user/" -> person;
            case "array/option" -> Json.array().add(option);
            case "array/user" -> Json.array().add(person);
            default -> throw new AssertionError("no value for " + field);
        };
    }

    @ParameterizedTest
    @EnumSource
    void isRaisedApprovedAndDone(RequestType type) throws Exception {
        Rest.Answer raised = raise(Cast.MIA, type, filled(type), "");

        assertThat(raised.status()).as(raised.body().toString()).isEqualTo(201);
        String key = raised.body().path("issueKey").asText();
        assertThat(raised.body().path("requestFieldValues"))
                .hasSizeGreaterThanOrEqualTo(type.fields().size() - 2);
        JsonNode fields = fieldsOf(key);
        assertThat(fields.at("/" + SiteFields.REQUEST_TYPE + "/requestType/name")
                        .asText())
                .isEqualTo(type.label());
        if (type.isApproved()) {
            jira.approve(key, Cast.PAUL);
        }
        assertThat(jira.status(key)).isEqualTo("Approved");
        jira.transition(key, Cast.GUS, Transition.COMPLETE.id());
        assertThat(jira.status(key)).isEqualTo("Done");
    }

    @Test
    void holdsItsFieldsInTheVendorsShapes() throws Exception {
        String key = jira.raise(
                "Access to an application or group for a time",
                Map.of(
                        SiteFields.ACCOUNT,
                        JiraSite.people(Cast.CORA),
                        SiteFields.APPLICATION,
                        JiraSite.option("GitHub"),
                        SiteFields.UNTIL,
                        TextNode.valueOf("2026-12-24"),
                        SiteFields.REASON,
                        TextNode.valueOf("To help out.")));

        JsonNode fields = fieldsOf(key);
        assertThat(fields.path(SiteFields.ACCOUNT)).hasSize(1);
        assertThat(fields.at("/" + SiteFields.ACCOUNT + "/0/accountId").asText())
                .isEqualTo(Cast.CORA.accountId());
        assertThat(fields.at("/" + SiteFields.APPLICATION + "/value").asText()).isEqualTo("GitHub");
        assertThat(fields.path(SiteFields.UNTIL).asText()).isEqualTo("2026-12-24");
        assertThat(fields.path(SiteFields.REASON)).isEqualTo(Adf.of("To help out."));
        assertThat(rest.as(Cast.MIA, "GET", REQUEST + "/" + key, null)
                        .body()
                        .path("requestFieldValues")
                        .findParents("fieldId"))
                .anySatisfy(value -> {
                    assertThat(value.path("fieldId").asText()).isEqualTo(SiteFields.REASON);
                    assertThat(value.path("value").asText()).isEqualTo("To help out.");
                });
    }

    @Test
    void showsTheOwnerAndTheMembersOfAGroup() throws Exception {
        String key = jira.raise(
                "Create a group",
                Map.of(
                        SiteFields.OWNER,
                        JiraSite.people(Cast.OLGA).get(0),
                        SiteFields.MEMBERS,
                        JiraSite.people(Cast.GUS, Cast.MIA)));

        assertThat(fieldsOf(key).at("/" + SiteFields.OWNER + "/displayName").asText())
                .isEqualTo("Olga Owner");
        assertThat(fieldsOf(key).path(SiteFields.MEMBERS).findValuesAsText("displayName"))
                .containsExactly("Gus Agent", "Mia Manager");
    }

    @Test
    void isRaisedOnBehalfOfSomebodyByAgentsAlone() throws Exception {
        ObjectNode values = filled(RequestType.OFFBOARD);

        Rest.Answer byAgent = raise(Cast.GUS, RequestType.OFFBOARD, values, Cast.CORA.accountId());

        assertThat(raise(Cast.MIA, RequestType.OFFBOARD, values, Cast.CORA.accountId())
                        .status())
                .isEqualTo(403);
        JsonNode fields = fieldsOf(byAgent.body().path("issueKey").asText());
        assertThat(fields.at("/reporter/accountId").asText()).isEqualTo(Cast.CORA.accountId());
        assertThat(fields.at("/creator/accountId").asText()).isEqualTo(Cast.GUS.accountId());
    }

    @Test
    void wantsWhatItsFormRequires() throws Exception {
        ObjectNode values = filled(RequestType.CREATE_GROUP);
        values.remove(SiteFields.OWNER);

        assertThat(raise(Cast.MIA, RequestType.CREATE_GROUP, values, "").status())
                .isEqualTo(400);
    }

    @Test
    void takesOnePersonWhereAFieldIsForOne() throws Exception {
        ObjectNode values = filled(RequestType.UNLOCK);
        values.set(SiteFields.ACCOUNT, JiraSite.people(Cast.GUS, Cast.MIA));

        assertThat(raise(Cast.MIA, RequestType.UNLOCK, values, "").status()).isEqualTo(400);
    }

    @Test
    void takesParagraphsAsDocumentsOnThePlatform() throws Exception {
        String key = jira.raise("Unlock an account", Map.of());
        String issue = "/rest/api/3/issue/" + key;
        ObjectNode plain = Json.object();
        plain.putObject("fields").put(SiteFields.REASON, "Plain");
        ObjectNode document = Json.object();
        document.putObject("fields").set(SiteFields.REASON, Adf.of("Typed it wrong"));

        assertThat(rest.as(Cast.GUS, "PUT", issue, plain).status()).isEqualTo(400);
        assertThat(rest.as(Cast.GUS, "PUT", issue, document).status()).isEqualTo(204);
        assertThat(rest.as(Cast.GUS, "GET", issue + "/changelog", null)
                        .body()
                        .at("/values/0/items/0/toString")
                        .asText())
                .isEqualTo("Typed it wrong");
    }

    @Test
    void hasNoHistoryOfItsIssueTypeWhenAnotherRequestTypeSharesIt() throws Exception {
        String key = jira.raise("Unlock an account", Map.of());

        rest.as(
                Cast.GUS,
                "PUT",
                "/sandbox/issues/" + key + "/type",
                Json.object().put("requestType", "34"));

        assertThat(rest.as(Cast.GUS, "GET", "/rest/api/3/issue/" + key + "/changelog", null)
                        .body()
                        .findValuesAsText("field"))
                .containsExactly("Request Type");
    }
}
