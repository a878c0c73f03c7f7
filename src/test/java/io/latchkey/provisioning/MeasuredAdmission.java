package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.demo.Setup;
import io.latchkey.jira.Approval;
import io.latchkey.jira.Change;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.recipe.Guardrail;
import io.latchkey.recipe.RecipeDocument;
import io.latchkey.recipe.RecipeReader;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.StepKind;
import io.latchkey.work.Plan;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Everything that an admission computes between what was read and what is stored, for those who measure it. */
public final class MeasuredAdmission {

    private final SecureRandom random = new SecureRandom();
    private final RecipeVersion version = version();
    private final Reading first;
    private final List<Change> changes;
    private final List<ApproverFacts> approvers = List.of(ApproverFacts.ofHistory("paul", "atlassian"));
    private final List<Guardrail.Group> groups = List.of(
            new Guardrail.Group("g1", "All employees", true, Guardrail.Administration.NONE),
            new Guardrail.Group("g2", "Engineering", true, Guardrail.Administration.NONE));

    /** Of a request by the example recipe whose history has so many entries, none of which matters. */
    public MeasuredAdmission(int entries) {
        Map<String, JsonNode> fields = Map.of(
                "customfield_10101", TextNode.valueOf("Nora"),
                "customfield_10102", TextNode.valueOf("Newcomer"),
                "customfield_10103", TextNode.valueOf("nora.newcomer@example.com"),
                "customfield_10104", JsonNodeFactory.instance.objectNode().put("value", "Engineering"),
                "customfield_10105", TextNode.valueOf("nora@home.example"));
        var approver = new Approval.Approver("paul", true, Approval.Decision.APPROVED);
        var approval = new Approval(
                "1",
                "Waiting for approval",
                Approval.Decision.APPROVED,
                Requests.NINE,
                Requests.NINE.plusSeconds(60),
                List.of(approver));
        first = new Reading(
                Requests.NINE,
                version,
                Requests.with(fields),
                List.of(approval),
                Optional.of("app"),
                "customfield_10010");
        changes = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            String field = i % 2 == 0 ? "status" : "customfield_2" + i;
            changes.add(new Change(
                    String.valueOf(i),
                    "gus",
                    "atlassian",
                    Requests.NINE.plusSeconds(i),
                    field,
                    "Field " + i,
                    "a",
                    "b",
                    "A",
                    "B"));
        }
    }

    /** Decides, as a look does over its readings. */
    public boolean decide() {
        return admitted(reading()) instanceof Outcome.Admitted;
    }

    /** Decides, plans, and makes everything that is stored and hashed; tells how many bytes. */
    public int decidePlanAndStore() {
        Reading reading = reading();
        Outcome.Admitted admitted = (Outcome.Admitted) admitted(reading);
        Plan plan = Planner.plan(version, reading.request(), admitted).salted(random);
        Plan pinned = ApprovedContent.pinned(version, reading.request(), plan);
        return pinned.toJson().bytes().length
                + reading.asked().bytes().length
                + reading.canonical().bytes().length;
    }

    private Reading reading() {
        return first.withChanges(changes).withApprovers(approvers).withGroups(groups);
    }

    private static Outcome admitted(Reading reading) {
        InputReading inputs = InputReading.beforeApproval(reading.version(), reading.request(), reading.forms(), "…");
        return Admission.beforeHistory(reading, Set.of("0"))
                .or(() -> Admission.beforeApprovers(reading, inputs))
                .or(() -> Admission.beforeGuardrails(reading, inputs.values()))
                .orElseGet(() -> Admission.decide(reading, inputs.values()));
    }

    private static RecipeVersion version() {
        List<StepKind> kinds = List.of(
                new StepKind(StepKinds.CREATE_USER, Set.of("userId", "login")),
                new StepKind(StepKinds.ENSURE_GROUPS, Set.of()),
                new StepKind(StepKinds.COMMENT, Set.of("commentId")),
                new StepKind(StepKinds.TRANSITION, Set.of()));
        RecipeDocument document =
                (RecipeDocument) new RecipeReader().read(Setup.exampleRecipe().getBytes(StandardCharsets.UTF_8), kinds);
        var resolved = JsonNodeFactory.instance.objectNode();
        resolved.putObject("groups").put("All employees", "g1").put("Engineering", "g2");
        resolved.putObject("transitions")
                .putObject("close")
                .put("transitionId", "31")
                .put("statusId", "10003");
        return new RecipeVersion(
                new UUID(0, 1),
                1,
                document.recipe(),
                document.document(),
                CanonicalJson.of(resolved),
                "ada",
                Requests.NINE);
    }
}
