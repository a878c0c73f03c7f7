package io.latchkey.sandbox.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.nimbusds.jwt.SignedJWT;
import io.latchkey.sandbox.http.SandboxClock;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JiraSiteTest {

    private final SandboxClock clock = new SandboxClock();
    private final JiraSite jira = JiraSite.start("localhost", 0, clock);
    private final Rest rest = new Rest(jira.uri());
    private StubApp app;

    @BeforeEach
    void startApp() throws Exception {
        app = new StubApp();
        app.trust(jira);
    }

    @AfterEach
    void close() {
        jira.close();
        app.close();
    }

    private void install() throws Exception {
        jira.installApp(app.descriptorUrl());
        assertThat(app.next().path()).isEqualTo("/installed");
        assertThat(app.next().path()).isEqualTo("/enabled");
    }

    private Rest.Answer asApp(String method, String path, @Nullable JsonNode body) throws Exception {
        return rest.asApp("stub", app.sharedSecret(), method, path, body);
    }

    private Rest.Answer asApp(String path) throws Exception {
        return asApp("GET", path, null);
    }

    private static JsonNode json(String text) throws Exception {
        return Json.MAPPER.readTree(text);
    }

    private String raiseByRest() throws Exception {
        ObjectNode values = Json.object();
        values.setAll(Onboarding.newcomer(1).fieldValues());
        ObjectNode body = Json.object().put("serviceDeskId", "1").put("requestTypeId", "25");
        body.set("requestFieldValues", values);
        Rest.Answer raised = rest.as(Cast.MIA, "POST", "/rest/servicedeskapi/request", body);
        assertThat(raised.status()).isEqualTo(201);
        return raised.body().path("issueKey").asText();
    }

    private JsonNode newestApproval(String key) throws Exception {
        JsonNode all = rest.as(Cast.GUS, "GET", "/rest/servicedeskapi/request/" + key + "/approval", null)
                .body()
                .path("values");
        return all.get(all.size() - 1);
    }

    private Rest.Answer answerApproval(String key, Person person, String decision) throws Exception {
        String id = newestApproval(key).path("id").asText();
        return rest.as(
                person,
                "POST",
                "/rest/servicedeskapi/request/" + key + "/approval/" + id,
                Json.object().put("decision", decision));
    }

    @Test
    void playsTheStory() throws Exception {
        install();
        String key = raiseByRest();

        assertThat(answerApproval(key, Cast.PAUL, "approve").status()).isEqualTo(200);

        StubApp.Call hook = app.next();
        assertThat(hook.body().path("webhookEvent").asText()).isEqualTo("jira:issue_updated");
        assertThat(hook.body().path("issue").path("key").asText()).isEqualTo(key);
        JsonNode item = hook.body().path("changelog").path("items").path(0);
        assertThat(item.path("fieldId").asText()).isEqualTo("status");
        assertThat(item.path("to").asText()).isEqualTo("10002");
        assertThat(hook.header("X-atlassian-webhook-flow")).isEqualTo("Primary");

        JsonNode issue = asApp("/rest/api/3/issue/" + key).body();
        assertThat(issue.at("/fields/status/name").asText()).isEqualTo("Approved");
        assertThat(issue.at("/fields/customfield_10104/value").asText()).isEqualTo("Engineering");
        assertThat(issue.at("/fields/customfield_10010/requestType/id").asText())
                .isEqualTo("25");
        assertThat(newestApproval(key).path("finalDecision").asText()).isEqualTo("approved");

        Rest.Answer comment = asApp("POST", "/rest/api/3/issue/" + key + "/comment", json("""
                        {"body":{"type":"doc","version":1,"content":[{"type":"paragraph","content":[{"type":"text","text":"Done"}]}]},
                         "properties":[{"key":"sd.public.comment","value":{"internal":true}},{"key":"step","value":"7"}]}
                        """));
        assertThat(comment.status()).isEqualTo(201);
        assertThat(comment.body().path("jsdPublic").asBoolean()).isFalse();
        assertThat(comment.body().at("/author/accountType").asText()).isEqualTo("app");
        String commentId = comment.body().path("id").asText();
        assertThat(asApp("/rest/api/3/comment/" + commentId + "/properties/step")
                        .body()
                        .path("value")
                        .asText())
                .isEqualTo("7");

        assertThat(transition(key, "31").status()).isEqualTo(204);
        assertThat(jira.status(key)).isEqualTo("Done");
        assertThat(app.next().body().at("/comment/body").asText()).isEqualTo("Done");
        assertThat(app.next().body().at("/user/accountType").asText()).isEqualTo("app");
    }

    private Rest.Answer transition(String key, String id) throws Exception {
        return asApp(
                "POST", "/rest/api/3/issue/" + key + "/transitions", json("{\"transition\":{\"id\":\"" + id + "\"}}"));
    }

    @Test
    void uninstallsWithASignedCall() throws Exception {
        install();

        assertThat(jira.uninstallApp("stub")).containsOnly(Map.entry("disabled", 204), Map.entry("uninstalled", 204));

        assertThat(app.next().path()).isEqualTo("/disabled");
        assertThat(app.next().path()).isEqualTo("/uninstalled");
        assertThat(asApp("/rest/api/3/myself").status()).isEqualTo(401);
    }

    @Test
    void installsAgainWithTheSameClientKeyAndANewSecret() throws Exception {
        install();
        Installation first = jira.installation("stub");
        jira.uninstallApp("stub");

        Installation second = jira.installApp(app.descriptorUrl());

        assertThat(second.clientKey()).isEqualTo(first.clientKey());
        assertThat(second.sharedSecret()).isNotEqualTo(first.sharedSecret());
    }

    @Nested
    class Refuses {

        @Test
        void anAnswerByWhoeverIsNoApprover() throws Exception {
            String key = raiseByRest();

            Rest.Answer refused = answerApproval(key, Cast.MIA, "approve");

            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body().path("errorMessage").asText()).isNotEmpty();
            assertThat(newestApproval(key).path("finalDecision").asText()).isEqualTo("pending");
        }

        @Test
        void aSecondAnswer() throws Exception {
            String key = raiseByRest();
            answerApproval(key, Cast.PAUL, "decline");

            assertThat(jira.status(key)).isEqualTo("Declined");
            assertThat(answerApproval(key, Cast.PAUL, "approve").status()).isEqualTo(409);
        }

        @Test
        void aTokenForAnotherRequest() throws Exception {
            install();
            String token = Rest.token("stub", app.sharedSecret(), Qsh.of("GET", "/rest/api/3/field", null));

            assertThat(rest.call("JWT " + token, "GET", "/rest/api/3/field", null)
                            .status())
                    .isEqualTo(200);
            assertThat(rest.call("JWT " + token, "GET", "/rest/api/3/field?a=1", null)
                            .status())
                    .isEqualTo(401);
            assertThat(rest.call("JWT " + token, "GET", "/rest/api/3/status", null)
                            .status())
                    .isEqualTo(401);
            String forged = Rest.token("stub", "x".repeat(40), Qsh.of("GET", "/rest/api/3/field", null));
            assertThat(rest.call("JWT " + forged, "GET", "/rest/api/3/field", null)
                            .status())
                    .isEqualTo(401);
        }

        @Test
        void aTransitionThatTheStatusDoesNotHave() throws Exception {
            install();
            String key = jira.raise(Onboarding.newcomer(1));

            Rest.Answer refused = transition(key, "31");

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body().at("/errorMessages/0").asText())
                    .isEqualTo("Transition id '31' is not valid for this issue.");
        }

        @Test
        void whatTheAppMayNotSeeAsIfItWereNotThere() throws Exception {
            install();
            String key = jira.raise(Onboarding.newcomer(1));
            assertThat(asApp("/rest/api/3/issue/" + key).status()).isEqualTo(200);

            jira.hideFromApps(key, true);

            Rest.Answer hidden = asApp("/rest/api/3/issue/" + key);
            assertThat(hidden.status()).isEqualTo(404);
            assertThat(hidden.body())
                    .isEqualTo(asApp("/rest/api/3/issue/ITH-999").body());
            assertThat(asApp("/rest/servicedeskapi/request/" + key).status()).isEqualTo(404);
        }

        @Test
        void whatPermissionsWereTakenFor() throws Exception {
            install();
            String key = jira.raise(Onboarding.newcomer(1));
            jira.denyApp("stub", Permissions.COMMENT);

            Rest.Answer refused = asApp(
                    "POST",
                    "/rest/api/3/issue/" + key + "/comment",
                    Json.object().set("body", Adf.of("no")));

            assertThat(refused.status()).isEqualTo(400);
            assertThat(jira.comments(key)).isEmpty();
            JsonNode check = asApp(
                            "POST",
                            "/rest/api/3/permissions/check",
                            json(
                                    "{\"projectPermissions\":[{\"projects\":[10000],\"permissions\":[\"ADD_COMMENTS\",\"TRANSITION_ISSUES\"]}]}"))
                    .body();
            assertThat(check.path("projectPermissions").findValuesAsText("permission"))
                    .containsExactly("TRANSITION_ISSUES");
        }

        @Test
        void theOldSearchAndUnboundedAndUnknownQueries() throws Exception {
            install();

            assertThat(asApp("/rest/api/3/search?jql=project%20%3D%20ITH").status())
                    .isEqualTo(410);
            assertThat(search("order by created", "").status()).isEqualTo(400);
            assertThat(search("project = ITH and nonsense = 1", "")
                            .body()
                            .at("/errorMessages/0")
                            .asText())
                    .contains("nonsense");
        }
    }

    private Rest.Answer search(String jql, String token) throws Exception {
        ObjectNode body = Json.object().put("jql", jql).put("maxResults", 2);
        if (!token.isEmpty()) {
            body.put("nextPageToken", token);
        }
        return asApp("POST", "/rest/api/3/search/jql", body);
    }

    @Nested
    class Pages {

        @Test
        void theSearchByToken() throws Exception {
            install();
            for (int i = 0; i < 5; i++) {
                jira.approve(jira.raise(Onboarding.newcomer(i)), Cast.PAUL);
            }
            jira.raise(Onboarding.newcomer(6));
            String jql = "project in (ITH) AND approvals = approved() AND statusCategory != Done AND updated >= -5m"
                    + " AND \"Request Type\" = \"Onboard a new employee\" ORDER BY updated ASC";

            List<String> ids = new ArrayList<>();
            String token = "";
            boolean last = false;
            while (!last) {
                JsonNode page = search(jql, token).body();
                page.path("issues").forEach(issue -> ids.add(issue.path("id").asText()));
                assertThat(page.path("issues").path(0).size()).isEqualTo(1);
                token = page.path("nextPageToken").asText();
                last = page.path("isLast").asBoolean();
            }

            assertThat(ids).containsExactly("10101", "10102", "10103", "10104", "10105");
        }

        @Test
        void theChangelog() throws Exception {
            install();
            String key = jira.raise(Onboarding.newcomer(1));
            for (int i = 0; i < 250; i++) {
                jira.edit(key, Cast.GUS, SiteFields.FIRST_NAME, TextNode.valueOf("Nora" + i));
            }

            List<String> seen = new ArrayList<>();
            String path = "/rest/api/3/issue/" + key + "/changelog?maxResults=500";
            while (!path.isEmpty()) {
                JsonNode page = asApp(path).body();
                assertThat(page.path("values").size()).isLessThanOrEqualTo(100);
                page.path("values")
                        .forEach(one -> seen.add(one.at("/items/0/toString").asText()));
                path = page.path("nextPage").asText().replace(jira.uri().toString(), "");
            }

            assertThat(seen).hasSize(250).startsWith("Nora0").endsWith("Nora249");
        }
    }

    @Nested
    class Webhook {

        @Test
        void comesAgainWithTheSameIdentifier() throws Exception {
            install();
            String key = jira.raise(Onboarding.newcomer(1));
            app.answer(503);

            jira.approve(key, Cast.PAUL);
            StubApp.Call first = app.next();
            awaitWebhookIn("WAITING");
            assertThat(app.isQuiet()).isTrue();
            clock.advance(Duration.ofMinutes(5));
            StubApp.Call second = app.next();

            String identifier = "X-atlassian-webhook-identifier";
            assertThat(first.header(identifier)).isNotEmpty().isEqualTo(second.header(identifier));
            assertThat(first.headers()).doesNotContainKey("X-atlassian-webhook-retry");
            assertThat(second.header("X-atlassian-webhook-retry")).isEqualTo("1");
            assertThat(second.body()).isEqualTo(first.body());
            awaitWebhookIn("DELIVERED");
        }

        private void awaitWebhookIn(String state) {
            await().until(() -> jira.webhooks().get(0).path("state").asText().equals(state)
                    && !jira.webhooks().get(0).path("attempts").isEmpty());
        }

        @Test
        void isHeldDoubledAndDroppedWhenToldTo() throws Exception {
            install();
            String key = jira.raise(Onboarding.newcomer(1));
            jira.holdWebhooks();
            jira.edit(key, Cast.GUS, SiteFields.FIRST_NAME, TextNode.valueOf("One"));
            jira.edit(key, Cast.GUS, SiteFields.FIRST_NAME, TextNode.valueOf("Two"));

            assertThat(jira.releaseWebhooks(true)).isEqualTo(2);
            assertThat(app.next().body().at("/issue/fields/customfield_10101").asText())
                    .isEqualTo("Two");
            assertThat(app.next().body().at("/issue/fields/customfield_10101").asText())
                    .isEqualTo("One");

            jira.dropWebhooks(true);
            jira.edit(key, Cast.GUS, SiteFields.FIRST_NAME, TextNode.valueOf("Three"));
            jira.repeatWebhooks(2);
            jira.edit(key, Cast.GUS, SiteFields.FIRST_NAME, TextNode.valueOf("Four"));
            assertThat(app.next().body().at("/issue/fields/customfield_10101").asText())
                    .isEqualTo("Four");
            assertThat(app.next().body().at("/issue/fields/customfield_10101").asText())
                    .isEqualTo("Four");
        }
    }

    @Nested
    class Limits {

        @Test
        void pointsOfTheHour() throws Exception {
            install();
            jira.rules().set(JiraRules.QUOTA_POINTS, 2);

            Rest.Answer fine = asApp("/rest/api/3/field");
            asApp("/rest/api/3/field");
            Rest.Answer refused = asApp("/rest/api/3/field");

            assertThat(fine.header("X-RateLimit-Remaining")).isEqualTo("1");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("RateLimit-Reason")).isEqualTo("jira-quota-global-based");
            assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 3_600L);
            clock.advance(Duration.ofHours(1));
            assertThat(asApp("/rest/api/3/field").status()).isEqualTo(200);
        }

        @Test
        void writesToOneIssue() throws Exception {
            install();
            jira.rules().set(JiraRules.ISSUE_WRITES_SHORT, 1);
            String key = jira.raise(Onboarding.newcomer(1));
            JsonNode comment = Json.object().set("body", Adf.of("Hello"));

            asApp("POST", "/rest/api/3/issue/" + key + "/comment", comment);
            Rest.Answer refused = asApp("POST", "/rest/api/3/issue/" + jira.idOf(key) + "/comment", comment);

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("RateLimit-Reason")).isEqualTo("jira-per-issue-on-write");
            clock.advance(Duration.ofSeconds(3));
            assertThat(asApp("POST", "/rest/api/3/issue/" + key + "/comment", comment)
                            .status())
                    .isEqualTo(201);
        }
    }

    @Nested
    class Approvals {

        @Test
        void beginANewRoundAtEachEntry() throws Exception {
            String key = jira.raise(Onboarding.newcomer(1));
            jira.approve(key, Cast.PAUL);

            jira.transition(key, Cast.GUS, "51");

            JsonNode approvals = rest.as(Cast.GUS, "GET", "/rest/servicedeskapi/request/" + key + "/approval", null)
                    .body()
                    .path("values");
            assertThat(approvals.findValuesAsText("finalDecision")).containsExactly("approved", "pending");
        }

        @Test
        void needBothPeopleInTwoSteps() {
            jira.useTwoApprovals();
            String key = jira.raise(Onboarding.newcomer(1));

            jira.approve(key, Cast.PAUL);
            assertThat(jira.status(key)).isEqualTo("Waiting for second approval");
            jira.approve(key, Cast.OLGA);

            assertThat(jira.status(key)).isEqualTo("Approved");
        }

        @Test
        void recordNothingWhenAnAgentForcesTheWayAround() throws Exception {
            String key = jira.raise(Onboarding.newcomer(1));

            jira.transition(key, Cast.GUS, "61");

            assertThat(jira.status(key)).isEqualTo("Approved");
            assertThat(newestApproval(key).path("finalDecision").asText()).isEqualTo("pending");
        }
    }

    @Test
    void sendsAutomationsWebRequestOnceApproved() throws Exception {
        String key = jira.raise(Onboarding.newcomer(1));
        jira.automate(
                URI.create(app.baseUrl() + "/automation"),
                Map.of("Authorization", "Bearer token"),
                "{\"issue\":\"{{issue.key}}\",\"id\":{{issue.id}}}");

        jira.approve(key, Cast.PAUL);

        StubApp.Call call = app.next();
        assertThat(call.header("Authorization")).isEqualTo("Bearer token");
        assertThat(call.body().path("issue").asText()).isEqualTo(key);
        assertThat(call.body().path("id").asText()).isEqualTo(jira.idOf(key));
    }

    @Test
    void isDrivenByItsControlApi() throws Exception {
        Rest.Answer installed = rest.call(
                "none",
                "POST",
                "/sandbox/apps",
                Json.object().put("descriptorUrl", app.descriptorUrl().toString()));
        assertThat(installed.status()).isEqualTo(201);
        assertThat(installed.body().at("/statuses/installed").asInt()).isEqualTo(204);

        JsonNode listed = rest.call("none", "GET", "/sandbox/apps", null).body();
        assertThat(listed.at("/0/sharedSecret").asText()).isEqualTo(app.sharedSecret());
        String token = rest.call("none", "GET", "/sandbox/apps/stub/context-token?accountId=a", null)
                .body()
                .path("jwt")
                .asText();
        assertThat(SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("qsh"))
                .isEqualTo("context-qsh");
        assertThat(rest.call(
                                "none",
                                "PUT",
                                "/sandbox/rules/quota-points",
                                Json.object().put("value", "many"))
                        .status())
                .isEqualTo(400);
        assertThat(rest.call("none", "GET", "/rest/api/3/nothing", null).status())
                .isEqualTo(404);
        assertThat(rest.text("/sandbox/")).contains("Onboard a new employee");
    }

    @Test
    void keepsTheNumberWhenTheKeyChanges() throws Exception {
        String key = jira.raise(Onboarding.newcomer(1));
        String id = jira.idOf(key);

        Rest.Answer moved = rest.as(
                Cast.ADA,
                "POST",
                "/sandbox/issues/" + key + "/move",
                Json.object().put("project", "OPS"));

        assertThat(moved.body().path("id").asText()).isEqualTo(id);
        assertThat(moved.body().path("key").asText()).isEqualTo("OPS-1");
        assertThat(rest.as(Cast.GUS, "GET", "/rest/api/3/issue/" + key, null)
                        .body()
                        .path("key")
                        .asText())
                .isEqualTo("OPS-1");
    }
}
