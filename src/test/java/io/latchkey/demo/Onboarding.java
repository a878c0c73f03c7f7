package io.latchkey.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The story, once: raised, approved, done. Afterwards everything is read back by plain HTTP from the vendors' endpoints,
 * and the trail through the administrator's API.
 */
public final class Onboarding {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LOGIN = "nora.newcomer@example.com";

    private final Setup setup;
    private final Story story;
    private final Http okta;
    private final Http sandboxJira;
    private final Http sandboxOkta;
    private final List<String> wrong = new ArrayList<>();

    /** A demonstration with this setup. */
    public Onboarding(Setup setup, URI jira, URI okta) {
        this.setup = setup;
        this.story = new Story(jira);
        this.okta = Http.at(okta).authorized("SSWS sandbox-admin");
        this.sandboxJira = Http.at(jira);
        this.sandboxOkta = Http.at(okta);
    }

    /**
     * What happened.
     *
     * @param issueKey the request
     * @param approvedAt when the approver pressed the button
     * @param story signals, decisions and runs, as the administrator's API tells them
     * @param remoteCalls what the product asked of Jira and Okta, tokens left out
     * @param wrong what was not as expected; empty when all is well
     */
    public record Report(
            String issueKey, Instant approvedAt, JsonNode story, List<JsonNode> remoteCalls, List<String> wrong) {}

    /** Plays the story and reads everything back. */
    public Report play() {
        String issue = story.raise("Nora", "Newcomer", LOGIN);
        sandboxJira.send("DELETE", "/sandbox/traffic", null);
        sandboxOkta.send("DELETE", "/sandbox/traffic", null);
        Instant approvedAt = Instant.now();
        story.approve(issue);
        String id = story.issue(issue).path("id").asText();
        boolean ended = await(() -> isEnded(id));
        List<JsonNode> calls = remoteCalls();
        check(ended, "the request was not completed within " + PATIENCE.toSeconds() + " s");
        checkAccount();
        checkTicket(issue);
        checkTrail(id);
        return new Report(issue, approvedAt, read(id), calls, List.copyOf(wrong));
    }

    private JsonNode read(String id) {
        return setup.administrator().get("/api/requests/" + id);
    }

    private boolean isEnded(String id) {
        JsonNode runs = read(id).path("runs");
        return !runs.isEmpty() && !runs.path(0).path("state").asText().equals("waiting");
    }

    private void checkAccount() {
        JsonNode user = okta.get("/api/v1/users/" + LOGIN);
        equal("the account's status in Okta", user.path("status").asText(), "PASSWORD_EXPIRED");
        Set<String> groups = new HashSet<>();
        okta.get("/api/v1/users/" + user.path("id").asText() + "/groups")
                .forEach(group -> groups.add(group.path("profile").path("name").asText()));
        Set<String> expected = new HashSet<>(Setup.GROUPS);
        expected.add("Everyone");
        equal("the account's groups in Okta", groups, expected);
    }

    private void checkTicket(String issue) {
        JsonNode comments = story.comments(issue);
        equal("the number of comments on the ticket", comments.size(), 1);
        String text = comments.path(0).path("body").toString();
        check(text.contains(LOGIN), "the comment does not name the login");
        String password = Credential.password(comments.path(0).path("body")).orElse("");
        JsonNode signIn =
                Http.json(sandboxOkta.send("POST", "/api/v1/authn", Map.of("username", LOGIN, "password", password)));
        equal(
                "what Okta says to a first login with the password of the comment",
                signIn.path("status").asText(),
                "PASSWORD_EXPIRED");
        equal(
                "the ticket's status",
                story.issue(issue).path("fields").path("status").path("name").asText(),
                "Done");
    }

    private void checkTrail(String id) {
        Http admin = setup.administrator();
        List<String> kinds = new ArrayList<>();
        admin.get("/api/audit?subject=" + id)
                .path("rows")
                .forEach(row -> kinds.add(row.path("kind").asText()));
        equal(
                "the trail of the request",
                kinds,
                List.of("request.admitted", "step.done", "step.done", "step.done", "step.done", "request.completed"));
        boolean sealed = await(
                () -> admin.get("/api/audit/verification").path("notSealedYet").asInt(-1) == 0);
        check(sealed, "the trail was not sealed within " + PATIENCE.toSeconds() + " s");
        JsonNode verified = admin.get("/api/audit/verification");
        check(verified.path("firstBroken").isNull(), "the trail does not verify: " + verified);
    }

    /** What the app asked: in Jira it signs with a JWT, in Okta it is the only one with an OAuth token. */
    private List<JsonNode> remoteCalls() {
        List<JsonNode> calls = new ArrayList<>();
        sandboxJira.get("/sandbox/traffic").forEach(call -> {
            if (authorization(call).startsWith("JWT ")) {
                calls.add(call);
            }
        });
        sandboxOkta.get("/sandbox/traffic").forEach(call -> {
            if (authorization(call).startsWith("Bearer ")
                    && !call.path("path").asText().endsWith("/token")) {
                calls.add(call);
            }
        });
        return calls;
    }

    private static String authorization(JsonNode call) {
        return call.path("requestHeaders").path("authorization").path(0).asText();
    }

    private void equal(String what, Object found, Object expected) {
        check(found.equals(expected), what + " should be " + expected + ", found " + found);
    }

    private void check(boolean holds, String sentence) {
        if (!holds) {
            wrong.add(sentence);
        }
    }

    private static boolean await(Callable<Boolean> condition) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .atMost(PATIENCE)
                    .until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }
}
