package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.RecipeDocument;
import io.latchkey.recipe.RecipeReader;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.StepKind;
import io.latchkey.work.Plan;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Everything that plan and preview of a recipe with many steps compute beside what is read, for those who measure it. */
public final class MeasuredPreview {

    private static final List<StepKind> KINDS = List.of(
            new StepKind(StepKinds.CREATE_USER, Set.of("userId", "login")),
            new StepKind(StepKinds.ENSURE_GROUPS, Set.of()),
            new StepKind(StepKinds.ASSIGN_APP, Set.of()),
            new StepKind(StepKinds.COMMENT, Set.of("commentId")));

    private final RecipeVersion version;
    private final ServiceRequest request = Requests.with(Map.of(
            "customfield_1", TextNode.valueOf("Nora"),
            "customfield_2", TextNode.valueOf("Newcomer"),
            "customfield_3", option("Engineering"),
            "customfield_4", TextNode.valueOf("olga@example.com"),
            "customfield_5", TextNode.valueOf("2030-01-31")));

    /**
     * Of a recipe with so many steps: one makes an account, the others change one that exists, every third under a
     * condition of its own, beside a computed input and a guardrail.
     */
    public MeasuredPreview(int steps) {
        var yaml = new StringBuilder("""
                key: many
                title: Many steps
                match: { serviceDesk: "1", requestTypes: ["25"] }
                connection: main
                delivery: { method: activation }
                zone: Europe/Berlin
                duration: { input: until }
                guardrails:
                  conditions: [ { deny: 'inputs.firstName == "root"', because: No roots. } ]
                inputs:
                  firstName: { source: { field: customfield_1 }, type: text }
                  lastName: { source: { field: customfield_2 }, type: text }
                  group: { source: { field: customfield_3 }, type: option, choices: { Engineering: Engineering, Sales: Sales } }
                  who: { source: { field: customfield_4 }, type: account }
                  until: { source: { field: customfield_5 }, type: date }
                  email: { source: { expression: 'inputs.firstName + "." + inputs.lastName + "@example.com"' }, type: email }
                steps:
                  - id: account
                    uses: okta.create-user
                    with: { firstName: "${inputs.firstName}", lastName: "${inputs.lastName}", email: "${inputs.email}", login: "${inputs.email}" }
                """);
        for (int i = 1; i < steps; i++) {
            String when =
                    i % 3 == 0 ? ", when: 'inputs.firstName != \"n%d\" && inputs.until > \"2026\"'".formatted(i) : "";
            String what = i % 4 == 3
                    ? "uses: jira.comment, with: { text: \"Step %d for ${inputs.who} and ${inputs.email}.\" }"
                            .formatted(i)
                    : "uses: okta.ensure-groups, with: { user: \"${inputs.who}\", groups: [\"${inputs.group}\", Team %d] }"
                            .formatted(i);
            yaml.append("  - { id: step%d, %s%s }\n".formatted(i, what, when));
        }
        var document =
                (RecipeDocument) new RecipeReader().readYaml(yaml.toString().getBytes(StandardCharsets.UTF_8), KINDS);
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        ObjectNode groups =
                resolved.putObject("groups").put("Engineering", "g0").put("Sales", "g00");
        for (int i = 1; i < steps; i++) {
            groups.put("Team " + i, "g" + i);
        }
        version = new RecipeVersion(
                new UUID(0, 1),
                1,
                document.recipe(),
                document.document(),
                CanonicalJson.of(resolved),
                "ada",
                Requests.NINE);
    }

    /** Reads the inputs, judges dates and conditions, plans, and writes the preview; tells how long the text is. */
    public int planAndPreview() {
        Recipe recipe = version.recipe();
        InputReading read = InputReading.beforeApproval(version, request, List.of(), "…");
        Map<String, JsonNode> inputs = new LinkedHashMap<>(read.values());
        inputs.replaceAll((name, value) ->
                TargetAccount.isOne(value) ? TargetAccount.found(value, "00u1", "olga@example.com") : value);
        boolean fits = read.problems().isEmpty()
                && Term.problem(version, inputs, Requests.NINE).isEmpty()
                && Conditions.problem(recipe, inputs).isEmpty();
        if (!fits) {
            throw new IllegalStateException("the request would be refused: " + read.problems());
        }
        Plan plan = Planner.plan(version, request, new Outcome.Admitted(inputs, List.of(), List.of()));
        Map<String, List<String>> apps = new LinkedHashMap<>();
        PreviewText.given(plan.steps()).forEach(group -> apps.put(group, List.of("App of " + group)));
        var known = new PreviewText.Known("olga@example.com", Set.of("g1"));
        return new PreviewText(
                        recipe,
                        Map.of("g0", "Engineering"),
                        new PreviewText.Sight(Map.of("00u1", known), Optional.of(apps), Set.of()))
                .of(plan.steps())
                .length();
    }

    private static JsonNode option(String value) {
        return JsonNodeFactory.instance.objectNode().put("value", value);
    }
}
