package io.latchkey.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.demo.Http;
import io.latchkey.demo.Setup;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Installation;
import io.latchkey.sandbox.jira.JiraSite;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.TwoSites;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Another tenant's administrator tries everything with the ids of this one. He gets what he would get for ids of nobody, and
 * nothing of this tenant's is read or changed.
 */
class ForeignIdsIT {

    private static final RunningProduct PRODUCT = TwoSites.shared().product();
    private static final JiraSite OTHER = TwoSites.shared().other();
    private static final Stored STORED = new Stored(PRODUCT);

    private static final Installation OTHER_SITE = OTHER.installation(RunningProduct.APP_KEY);

    /** What this tenant has and the other has not. */
    private static final String CONNECTION = "of-this-tenant-alone";

    private static String tenant = "";
    private static String issueKey = "";
    private static String issueId = "";
    private static String tokenId = "";
    private static String after = "";
    private static final String SECOND_ADMINISTRATOR = "557058:second";
    private static String othersToken = "";
    private static String kid = "";
    private static String proposal = "";
    private static String handover = "";

    /** What the other one sends, and the statuses that he may get. */
    private record Attempt(String path, @Nullable String body, Set<Integer> statuses) {}

    @BeforeAll
    static void haveSomething() {
        Http admin = PRODUCT.administrator();
        tenant = admin.get("/api/installation").path("tenant").asText();
        if (!admin.get("/api/okta-connections").toString().contains(CONNECTION)) {
            admin.post(
                    "/api/okta-connections",
                    Map.of("name", CONNECTION, "orgUrl", PRODUCT.okta().uri().toString()));
        }
        tokenId = admin.post("/api/automation-tokens", Map.of("name", CONNECTION))
                .path("id")
                .asText();
        admin.put(
                "/api/webhooks/" + CONNECTION,
                Map.of("url", PRODUCT.sandbox().webhooks().hook("mine").toString()));
        kid = admin.get("/api/okta-keys").path(0).path("kid").asText();
        proposal = proposed(admin);
        do {
            issueKey = PRODUCT.approved(RunningProduct.newcomer());
            issueId = PRODUCT.jira().idOf(issueKey);
            PRODUCT.awaitRun(issueKey, "done");
        } while (isIssueOfTheOther());
        handover = handedOver();
        after = admin.get("/api/audit?limit=1").path("next").asText();
        othersToken = TwoSites.shared()
                .otherSetup()
                .administrator()
                .post("/api/automation-tokens", Map.of("name", "Mine"))
                .path("token")
                .asText();
    }

    /** For whoever has the account of the one who tries, at this site. */
    private static String handedOver() {
        UUID id = UUID.randomUUID();
        inTenant(
                "insert into handover (tenant_id, id, issue_id, run_id, kind, renewal, connection, okta_user_id, recipient,"
                        + " state, made_at, offered_at, expires_at, valid_seconds) values ('" + tenant + "', '" + id
                        + "', '" + issueId
                        + "', '" + id + "', 'password', 'TEMPORARY_PASSWORD', '" + CONNECTION + "', '00u1', '"
                        + Cast.ADA.accountId() + "', 'ready', now(), now(), now() + interval '1 day', 86400)");
        inTenant("insert into handover_credential (tenant_id, id, sealed, sealed_key_id, sealed_version) values ('"
                + tenant + "', '" + id + "', 'x', '" + id + "', 1)");
        return id.toString();
    }

    private static void inTenant(String statement) {
        PRODUCT.context()
                .getBean(TenantTransactions.class)
                .writeOnly(
                        TenantId.of(tenant),
                        () -> PRODUCT.context()
                                .getBean(JdbcClient.class)
                                .sql(statement)
                                .update());
    }

    /** A change that waits for a second administrator; withdrawing the requirement is one. */
    private static String proposed(Http admin) {
        Http.at(PRODUCT.jira().uri())
                .post(
                        "/sandbox/people",
                        Map.of("accountId", SECOND_ADMINISTRATOR, "displayName", "Bea Admin", "role", "ADMINISTRATOR"));
        admin.put("/api/guardrails/second-administrator", Map.of("required", true));
        return admin.put("/api/guardrails/second-administrator", Map.of("required", false))
                .path("id")
                .asText();
    }

    /** The requirement is switched off again, for the classes that share the product. */
    @AfterAll
    static void agree() {
        Http second = Http.at(PRODUCT.uri())
                .authorized("JWT " + PRODUCT.jira().contextToken(RunningProduct.APP_KEY, SECOND_ADMINISTRATOR));
        assertThat(second.send("POST", "/api/guardrails/proposals/" + proposal + "/confirm", null)
                        .statusCode())
                .isEqualTo(204);
        PRODUCT.administrator().send("DELETE", "/api/webhooks/" + CONNECTION, null);
        inTenant("delete from handover_credential where id = '" + handover + "'");
        inTenant("delete from handover where id = '" + handover + "'");
    }

    /** Two sites count their issues each for itself. */
    private static boolean isIssueOfTheOther() {
        return Http.at(OTHER.uri())
                        .as(Setup.ADMINISTRATOR, "sandbox")
                        .send("GET", "/rest/api/3/issue/" + issueId, null)
                        .statusCode()
                == 200;
    }

    /** An endpoint that has no case here fails: say which of another tenant's ids it could be given. */
    private static List<Attempt> attempts(Route route) {
        String connection = "/api/okta-connections/" + CONNECTION;
        return switch (route.toString()) {
            case "GET /api/okta-connections",
                    "GET /api/recipes",
                    "GET /api/automation-tokens",
                    "GET /api/installation" -> List.of(new Attempt(route.path(), null, Set.of(200)));
            case "GET /api/installation/departure",
                    "GET /api/installation/held",
                    "GET /api/okta-keys",
                    "GET /api/guardrails" -> List.of(new Attempt(route.path(), null, Set.of(200)));
            // It takes no id: whoever calls erases keys of their own.
            case "DELETE /api/okta-keys" -> List.of();
            // Nor does this: the code is of the caller's own tenant (ForgeMoveIT tries it at another site).
            case "POST /api/installation/move-code" -> List.of();
            case "POST /api/okta-keys", "PUT /api/guardrails/breaker", "PUT /api/guardrails/second-administrator" ->
                // They take no id; what is sent is refused, so that nothing of the caller's own changes either.
                List.of(new Attempt(
                        route.path(), "{\"delivery\":null,\"required\":null,\"accountsPerHour\":-1}", Set.of(400)));
            case "POST /api/okta-keys/{kid}/activation" ->
                List.of(new Attempt("/api/okta-keys/" + kid + "/activation", "{}", Set.of(409)));
            case "PUT /api/guardrails/connections/{name}/breaker" ->
                List.of(new Attempt("/api/guardrails/connections/" + CONNECTION + "/breaker", "{}", Set.of(404)));
            case "PUT /api/guardrails/connections/{name}/email-domains" ->
                List.of(new Attempt("/api/guardrails/connections/" + CONNECTION + "/email-domains", "{}", Set.of(404)));
            case "PUT /api/guardrails/connections/{name}/protected-groups" ->
                List.of(new Attempt(
                        "/api/guardrails/connections/" + CONNECTION + "/protected-groups",
                        "{\"ids\":[]}",
                        Set.of(404)));
            case "PUT /api/guardrails/connections/{name}/protected-people" ->
                List.of(new Attempt(
                        "/api/guardrails/connections/" + CONNECTION + "/protected-people",
                        "{\"ids\":[]}",
                        Set.of(404)));
            case "PUT /api/guardrails/connections/{name}/separate-duties" ->
                List.of(new Attempt(
                        "/api/guardrails/connections/" + CONNECTION + "/separate-duties",
                        "{\"pairs\":[]}",
                        Set.of(404)));
            case "POST /api/guardrails/proposals/{id}/confirm", "POST /api/guardrails/proposals/{id}/reject" ->
                List.of(new Attempt(route.path().replace("{id}", proposal), "{}", Set.of(404)));
            case "POST /api/guardrails/tripped/{id}/reset" ->
                List.of(new Attempt(route.path().replace("{id}", proposal), "{}", Set.of(404)));
            case "GET /api/okta-connections/{name}/approver-accounts" ->
                List.of(new Attempt(connection + "/approver-accounts", null, Set.of(404)));
            case "PUT /api/okta-connections/{name}/approver-accounts/{accountId}" ->
                List.of(new Attempt(
                        connection + "/approver-accounts/" + Cast.PAUL.accountId(),
                        "{\"oktaUserId\":\"00u1\"}",
                        Set.of(404)));
            case "DELETE /api/okta-connections/{name}/approver-accounts/{accountId}" ->
                List.of(new Attempt(connection + "/approver-accounts/" + Cast.PAUL.accountId(), null, Set.of(404)));
            case "POST /api/automation-tokens/{id}/rotation" ->
                List.of(new Attempt(
                        "/api/automation-tokens/" + tokenId + "/rotation", "{\"overlapMinutes\":1}", Set.of(404)));
            case "PUT /api/automation-tokens/{id}/sources" ->
                List.of(new Attempt("/api/automation-tokens/" + tokenId + "/sources", "{\"sources\":[]}", Set.of(404)));
            case "POST /api/okta-connections", "POST /api/automation-tokens" ->
                // They take no id of anything that exists; a name is each tenant's own.
                List.of(new Attempt(route.path(), "{\"name\":\"\"}", Set.of(400)));
            case "PUT /api/okta-connections/{name}/client-id" ->
                List.of(new Attempt(connection + "/client-id", "{\"clientId\":\"0oaForeign\"}", Set.of(404)));
            case "PUT /api/okta-connections/{name}/allowed-groups" ->
                List.of(new Attempt(connection + "/allowed-groups", "{\"groups\":[]}", Set.of(404)));
            case "PUT /api/okta-connections/{name}/allowed-apps" ->
                List.of(new Attempt(connection + "/allowed-apps", "{\"apps\":[]}", Set.of(404)));
            case "POST /api/okta-connections/{name}/test" ->
                List.of(new Attempt(connection + "/test", "{}", Set.of(404)));
            case "POST /api/recipes" ->
                List.of(new Attempt(
                        route.path(),
                        Setup.exampleRecipe().replace("\"main\"", "\"" + CONNECTION + "\""),
                        Set.of(422)));
            case "GET /api/recipes/{key}" -> List.of(new Attempt("/api/recipes/onboard-employee", null, Set.of(200)));
            case "GET /api/recipes/{key}/versions/{number}" ->
                List.of(new Attempt("/api/recipes/onboard-employee/versions/1", null, Set.of(200)));
            case "GET /api/recipes/{key}/diff" ->
                List.of(new Attempt("/api/recipes/onboard-employee/diff?from=1&to=1", null, Set.of(200)));
            case "GET /api/grants" -> List.of(new Attempt("/api/grants?issue=" + issueId, null, Set.of(200)));
            // It takes no id; without a reason it is refused, so that nothing of the caller's own changes either.
            case "POST /api/grants/end" -> List.of(new Attempt(route.path(), "{}", Set.of(400)));
            case "POST /api/grants/{id}/end" ->
                List.of(new Attempt("/api/grants/" + tokenId + "/end", "{\"why\":\"x\"}", Set.of(404)));
            case "POST /api/grants/{id}/settlement" ->
                List.of(new Attempt("/api/grants/" + tokenId + "/settlement", "{}", Set.of(404)));
            case "POST /api/requests/{issueId}/dry-run" ->
                List.of(new Attempt("/api/requests/" + issueId + "/dry-run", null, Set.of(409)));
            case "DELETE /api/automation-tokens/{id}" ->
                List.of(new Attempt("/api/automation-tokens/" + tokenId, null, Set.of(404)));
            case "GET /api/webhooks" -> List.of(new Attempt(route.path(), null, Set.of(200)));
            case "PUT /api/webhooks/{name}" ->
                // A name is each tenant's own; what is sent is refused, so that nothing of the caller's own changes
                // either.
                List.of(new Attempt("/api/webhooks/" + CONNECTION, "{\"url\":\"\"}", Set.of(400)));
            case "POST /api/webhooks/{name}/secret" ->
                List.of(new Attempt("/api/webhooks/" + CONNECTION + "/secret", "{\"overlapMinutes\":1}", Set.of(404)));
            case "POST /api/webhooks/{name}/test" ->
                List.of(new Attempt("/api/webhooks/" + CONNECTION + "/test", "{}", Set.of(404)));
            case "DELETE /api/webhooks/{name}" ->
                List.of(new Attempt("/api/webhooks/" + CONNECTION, null, Set.of(404)));
            case "GET /api/service-desks", "GET /api/service-desks/fields" ->
                List.of(new Attempt(route.path(), null, Set.of(200)));
            case "GET /api/service-desks/{id}/request-types" ->
                List.of(new Attempt("/api/service-desks/1/request-types", null, Set.of(200)));
            case "POST /api/service-desks/{id}/check" ->
                List.of(
                        new Attempt("/api/service-desks/1/check", "{}", Set.of(200)),
                        new Attempt("/api/service-desks/1/check", "{\"noteOn\":\"" + issueId + "\"}", Set.of(422)));
            case "GET /api/audit" ->
                List.of(
                        new Attempt("/api/audit?subject=" + issueId, null, Set.of(200)),
                        new Attempt("/api/audit?subject=" + tenant, null, Set.of(200)),
                        new Attempt("/api/audit?limit=500&after=" + after, null, Set.of(200)));
            case "GET /api/audit/export" ->
                List.of(new Attempt(
                        "/api/audit/export?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z", null, Set.of(200)));
            // A document of the caller's own; nothing in it is anybody else's, and nothing is saved.
            case "POST /api/recipes/check" -> List.of(new Attempt(route.path(), "{}", Set.of(422)));
            case "GET /api/ready-recipes" -> List.of(new Attempt(route.path(), null, Set.of(200)));
            case "GET /api/overview" -> List.of(new Attempt(route.path(), null, Set.of(200)));
            case "GET /api/requests" ->
                List.of(
                        new Attempt(route.path(), null, Set.of(200)),
                        new Attempt("/api/requests?search=" + issueKey.substring(4), null, Set.of(200)));
            case "GET /api/tickets/{issueId}", "GET /api/portal/requests/{issueId}" ->
                List.of(new Attempt(route.path().replace("{issueId}", issueId), null, Set.of(404)));
            case "POST /api/tickets/{issueId}/retry" ->
                List.of(new Attempt("/api/tickets/" + issueId + "/retry", "{}", Set.of(404)));
            case "POST /api/tickets/{issueId}/cancel" ->
                List.of(new Attempt("/api/tickets/" + issueId + "/cancel", "{\"why\":\"x\"}", Set.of(404)));
            case "POST /api/tickets/{issueId}/grants/{id}/end" ->
                List.of(new Attempt(
                        "/api/tickets/" + issueId + "/grants/" + tokenId + "/end", "{\"why\":\"x\"}", Set.of(404)));
            case "POST /api/tickets/{issueId}/handovers/{id}/withdraw" ->
                List.of(new Attempt(
                        "/api/tickets/" + issueId + "/handovers/" + handover + "/withdraw",
                        "{\"why\":\"x\"}",
                        Set.of(404)));
            case "GET /api/audit/verification" -> List.of(new Attempt(route.path(), null, Set.of(200)));
            case "GET /api/requests/{issueId}" -> List.of(new Attempt("/api/requests/" + issueId, null, Set.of(200)));
            case "POST /api/requests/{issueId}/retry" ->
                List.of(new Attempt("/api/requests/" + issueId + "/retry", "{}", Set.of(404)));
            case "POST /connect/enabled", "POST /connect/disabled" ->
                List.of(new Attempt(route.path(), lifecycle(route), Set.of(403)));
            case "POST /connect/webhooks/issue-created", "POST /connect/webhooks/issue-updated" ->
                List.of(new Attempt(route.path(), "{\"issue\":{\"id\":\"" + issueId + "\"}}", Set.of(204)));
            case "POST /automation/signals" ->
                List.of(new Attempt(route.path(), "{\"issueId\":\"" + issueId + "\"}", Set.of(202)));
            case "POST /api/portal/requests/{issueId}/handovers/{id}/reveal",
                    "POST /api/portal/requests/{issueId}/handovers/{id}/reissue" ->
                List.of(new Attempt(
                        route.path()
                                .replace("{issueId}", issueId)
                                .replaceFirst("handovers/[^/]+", "handovers/" + handover),
                        route.body(),
                        Set.of(404)));
            default -> throw new IllegalStateException(route + " has no case");
        };
    }

    private static String lifecycle(Route route) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("key", RunningProduct.APP_KEY)
                .put(
                        "clientKey",
                        PRODUCT.jira().installation(RunningProduct.APP_KEY).clientKey())
                .put("baseUrl", PRODUCT.jira().uri().toString())
                .put("eventType", route.path().substring("/connect/".length()))
                .toString();
    }

    static Stream<Route> closed() {
        return Route.of(
                Route.Callers.SITE,
                Route.Callers.ADMINISTRATOR,
                Route.Callers.AGENT,
                Route.Callers.CUSTOMER,
                Route.Callers.RECIPIENT,
                Route.Callers.AUTOMATION)
                .stream();
    }

    @ParameterizedTest
    @MethodSource("closed")
    void readNothingAndChangeNothing(Route route) {
        noPasswordIsLookedAt();
        PRODUCT.awaitQuiet();
        PRODUCT.transactions().awaitQuiet();
        Map<String, String> before = STORED.of(tenant);
        PRODUCT.jira().server().traffic().clear();

        for (Attempt attempt : attempts(route)) {
            Wire.Request request = Wire.request(route.verb(), attempt.path());
            if (attempt.body() != null) {
                request.json(attempt.body());
            }
            Wire.Answer answer =
                    request.header("Authorization", credentials(route)).send(PRODUCT.uri());

            assertThat(answer.status())
                    .as("%s: %s", attempt.path(), answer.body())
                    .isIn(attempt.statuses());
            assertThat(answer.body()).doesNotContain(tenant, issueKey, tokenId);
            if (attempt.body() == null || !attempt.body().contains(CONNECTION)) {
                assertThat(answer.body()).doesNotContain(CONNECTION);
            }
        }

        PRODUCT.awaitQuiet();
        assertThat(STORED.of(tenant)).isEqualTo(before);
        assertThat(PRODUCT.jira().server().traffic().all()).isEmpty();
    }

    /** Each look at whether a password in a comment was used moves the next one, whoever calls meanwhile. */
    private static void noPasswordIsLookedAt() {
        inTenant("update handover_comment set due_at = now() + interval '1 day' where due_at is not null");
    }

    private static String credentials(Route route) {
        if (route.callers() == Route.Callers.AUTOMATION) {
            return "Bearer " + othersToken;
        }
        return "JWT "
                + Tokens.hs256(
                        Tokens.claims(OTHER_SITE, route, route.path(), Cast.ADA.accountId())
                                .build(),
                        OTHER_SITE.sharedSecret());
    }
}
