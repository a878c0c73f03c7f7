package io.latchkey.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plays the story of one ready recipe: raised, previewed, approved, done; and reads back what is true afterwards. */
public final class RecipeDemo {

    private static final List<String> GROUPS =
            List.of("All employees", "Engineering", "Sales", "Production", "GitHub users");
    private static final String READY = "Approving this request";

    private final RecipeStory recipe;
    private final Story story;
    private final Stage stage;
    private final Calls calls;
    private final URI webhooks;

    /**
     * A demonstration with this setup, which is not complete yet.
     *
     * @param name one of {@link RecipeStories#names}
     */
    public RecipeDemo(String name, Setup setup, URI jira, URI okta, URI webhooks) {
        this.recipe = RecipeStories.named(name).orElseThrow();
        this.story = new Story(jira);
        this.stage = new Stage(setup, jira, okta, webhooks);
        this.calls = new Calls(jira, okta);
        this.webhooks = webhooks;
    }

    /** The product connected, with this recipe saved, and whom it is about in Okta. */
    public void prepare() {
        stage.group("Production");
        stage.setup().ready(recipe.recipes(), GROUPS, webhooks);
        recipe.before().accept(stage);
    }

    /** Plays the story and reads everything back. */
    public Report play() {
        calls.forget();
        Map<String, Object> form = new LinkedHashMap<>(recipe.form().apply(stage));
        form.put("summary", recipe.asks());
        String issue = story.raise(recipe.requestType(), form);
        stage.checks()
                .holds(
                        Checks.await(() -> isPreviewed(issue)),
                        "the ticket says, before the approval, what it would do");
        List<String> preview = lines(story.readByApprover(issue));
        Instant approvedAt = Instant.now();
        story.approve(issue);
        recipe.meanwhile().accept(stage, issue);
        String id = story.issue(issue).path("id").asText();
        boolean ended = stage.awaitEnd(issue);
        List<JsonNode> asked = calls.all();
        stage.checks().holds(ended, "the request has come to its end");
        recipe.after().accept(stage);
        JsonNode told = stage.told(issue);
        readBack(issue, id, told);
        return new Report(
                issue,
                approvedAt,
                told,
                asked,
                preview,
                ticket(issue),
                stage.checks().right(),
                stage.checks().wrong());
    }

    private boolean isPreviewed(String issue) {
        return story.readByApprover(issue).toString().contains(READY);
    }

    private void readBack(String issue, String id, JsonNode told) {
        JsonNode decisions = told.path("decisions");
        JsonNode newest = decisions.path(decisions.size() - 1);
        stage.checks()
                .equal(
                        "the decision",
                        newest.path("outcome").asText() + ", "
                                + newest.path("code").asText(),
                        "admitted, request.approved");
        stage.checks().equal("the ticket's status", status(issue), "Done");
        List<String> kinds = new ArrayList<>();
        Http administrator = stage.setup().administrator();
        administrator
                .get("/api/audit?subject=" + id)
                .path("rows")
                .forEach(row -> kinds.add(row.path("kind").asText()));
        stage.checks()
                .holds(
                        kinds.containsAll(List.of("request.previewed", "request.admitted", "request.completed")),
                        "the trail has preview, admission and end: " + kinds);
        stage.checks()
                .holds(
                        administrator
                                .get("/api/audit/verification")
                                .path("firstBroken")
                                .isNull(),
                        "the trail verifies");
    }

    private String status(String issue) {
        return story.issue(issue).path("fields").path("status").path("name").asText();
    }

    private List<String> ticket(String issue) {
        List<String> lines = new ArrayList<>();
        for (JsonNode comment : story.readByAgent(issue)) {
            if (!comment.path("body").asText().startsWith(READY)) {
                lines.add(comment.path("public").asBoolean() ? "comment:" : "internal note, for agents only:");
                comment.path("body").asText().lines().map(line -> "  " + line).forEach(lines::add);
            }
        }
        lines.add("status: " + status(issue));
        return lines;
    }

    private static List<String> lines(JsonNode comments) {
        List<String> lines = new ArrayList<>();
        comments.forEach(comment -> comment.path("body").asText().lines().forEach(lines::add));
        return lines;
    }
}
