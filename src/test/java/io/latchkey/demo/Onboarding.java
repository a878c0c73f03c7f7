package io.latchkey.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The story, once: raised, approved, done. Afterwards everything is read back by plain HTTP from the vendors' endpoints,
 * and the trail through the administrator's API.
 */
public final class Onboarding {

    private static final String LOGIN = "nora.newcomer@example.com";

    private final Setup setup;
    private final Story story;
    private final Http okta;
    private final Http anybodyAtOkta;
    private final Calls calls;
    private final Checks checks = new Checks();

    /** A demonstration with this setup. */
    public Onboarding(Setup setup, URI jira, URI okta) {
        this.setup = setup;
        this.story = new Story(jira);
        this.okta = Http.at(okta).authorized("SSWS sandbox-admin");
        this.anybodyAtOkta = Http.at(okta);
        this.calls = new Calls(jira, okta);
    }

    /** Plays the story and reads everything back. */
    public Report play() {
        return play(raise());
    }

    /** Raises the request; tells its key. What that costs is not what an approval costs. */
    public String raise() {
        return story.raise("Nora", "Newcomer", LOGIN);
    }

    /** Plays the story of a request that was raised, from its approval on. */
    public Report play(String issue) {
        calls.forget();
        Instant approvedAt = Instant.now();
        story.approve(issue);
        String id = story.issue(issue).path("id").asText();
        boolean ended = Checks.await(() -> isEnded(id));
        List<JsonNode> asked = calls.all();
        checks.holds(ended, "the request has come to its end within " + Checks.PATIENCE.toSeconds() + " s");
        checkAccount();
        checkTicket(issue);
        checkTrail(id);
        return new Report(issue, approvedAt, read(id), asked, List.of(), List.of(), checks.right(), checks.wrong());
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
        checks.equal("the account's status in Okta", user.path("status").asText(), "PASSWORD_EXPIRED");
        Set<String> groups = new HashSet<>();
        okta.get("/api/v1/users/" + user.path("id").asText() + "/groups")
                .forEach(group -> groups.add(group.path("profile").path("name").asText()));
        Set<String> expected = new HashSet<>(Setup.GROUPS);
        expected.add("Everyone");
        checks.equal("the account's groups in Okta", groups, expected);
    }

    private void checkTicket(String issue) {
        JsonNode comments = story.comments(issue);
        checks.equal("the number of comments on the ticket", comments.size(), 1);
        String text = comments.path(0).path("body").toString();
        checks.holds(text.contains(LOGIN), "the comment names the login");
        String password = Credential.password(comments.path(0).path("body")).orElse("");
        JsonNode signIn =
                Http.json(anybodyAtOkta.send("POST", "/api/v1/authn", Map.of("username", LOGIN, "password", password)));
        checks.equal(
                "what Okta says to a first login with the password of the comment",
                signIn.path("status").asText(),
                "PASSWORD_EXPIRED");
        checks.equal(
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
        checks.equal(
                "the trail of the request",
                kinds,
                List.of("request.admitted", "step.done", "step.done", "step.done", "step.done", "request.completed"));
        boolean sealed = Checks.await(
                () -> admin.get("/api/audit/verification").path("notSealedYet").asInt(-1) == 0);
        checks.holds(sealed, "the trail is sealed");
        JsonNode verified = admin.get("/api/audit/verification");
        checks.holds(verified.path("firstBroken").isNull(), "the trail verifies: " + verified);
    }
}
