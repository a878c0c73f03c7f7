package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.DeliveryMethod;
import io.latchkey.recipe.Recipe.Step;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Template;
import io.latchkey.work.Deferred;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns a recipe and what was read from a request into typed steps with resolved inputs. Pure: the same recipe version
 * and the same inputs give the same plan, byte for byte.
 */
final class Planner {

    private static final Pattern STEP_OUTPUT =
            Pattern.compile("\\$\\{steps\\.([A-Za-z][A-Za-z0-9_]*)\\.([A-Za-z][A-Za-z0-9_]*)}");

    private final RecipeVersion version;
    private final ServiceRequest request;
    private final Map<String, JsonNode> values = new LinkedHashMap<>();
    private final Set<String> optional;

    private Planner(RecipeVersion version, ServiceRequest request, Map<String, JsonNode> inputs) {
        this.version = version;
        this.request = request;
        inputs.forEach((name, value) -> values.put("inputs." + name, value));
        this.optional = version.recipe().inputs().entrySet().stream()
                .filter(input -> !input.getValue().isRequired())
                .map(input -> "inputs." + input.getKey())
                .collect(Collectors.toSet());
    }

    /** The plan of an admitted request. */
    static Plan plan(RecipeVersion version, ServiceRequest request, Outcome.Admitted admitted) {
        return new Planner(version, request, admitted.inputs()).plan(admitted);
    }

    /** The plan of a note that only agents see, and that sends the request back to its approval where there is a way. */
    static Plan note(String issueId, String text, Optional<JsonNode> back) {
        ObjectNode input = JsonNodeFactory.instance
                .objectNode()
                .put("issueId", issueId)
                .put("internal", true)
                .put("text", text);
        ObjectNode basis = JsonNodeFactory.instance.objectNode().put("issueId", issueId);
        List<PlannedStep> steps = new ArrayList<>();
        steps.add(new PlannedStep("note", StepKinds.COMMENT, input));
        back.ifPresent(transition -> steps.add(Back.step(issueId, transition)));
        return new Plan(basis, steps);
    }

    private Plan plan(Outcome.Admitted admitted) {
        ObjectNode basis = JsonNodeFactory.instance
                .objectNode()
                .put("issueId", request.issueId())
                .put("recipe", version.recipeId().toString())
                .put("recipeVersion", version.number())
                .put("recipeHash", version.hash());
        admitted.approvalIds().forEach(basis.putArray("approvals")::add);
        List<String> named = version.recipe().approvalRule().steps();
        if (!named.isEmpty()) {
            named.forEach(basis.putArray("approvalSteps")::add);
        }
        Back.of(version).ifPresent(transition -> basis.set(Back.NAME, transition));
        List<PlannedStep> steps = new ArrayList<>();
        for (Step step : version.recipe().steps()) {
            steps.add(new PlannedStep(step.id(), step.uses(), input(step)));
        }
        return new Plan(basis, steps);
    }

    private ObjectNode input(Step step) {
        ObjectNode input = filled(step.with());
        switch (step.uses()) {
            case StepKinds.CREATE_USER -> {
                input.put("connection", version.recipe().connection());
                input.put(
                        "delivery",
                        version.recipe().delivery().method() == DeliveryMethod.COMMENT ? "comment" : "activation");
                groups(input);
            }
            case StepKinds.ENSURE_GROUPS -> {
                input.put("connection", version.recipe().connection());
                groups(input);
            }
            case StepKinds.COMMENT -> {
                input.put("issueId", request.issueId());
                text(input);
                credential(step).ifPresent(credential -> input.set("credential", credential));
            }
            case StepKinds.TRANSITION -> {
                input.put("issueId", request.issueId());
                input.remove(List.of("transition", "status"));
                input.setAll((ObjectNode)
                        version.resolved().tree().path("transitions").path(step.id()));
            }
            default -> {}
        }
        return input;
    }

    private ObjectNode filled(ObjectNode arguments) {
        return Template.fill(deferring(arguments), values, optional);
    }

    /** A comment that brings no text says the recipe's. */
    private void text(ObjectNode input) {
        Recipe.Ticket ticket = version.recipe().ticket();
        if (!input.has("text") && ticket != null && ticket.comment() != null) {
            input.setAll(filled(JsonNodeFactory.instance.objectNode().put("text", ticket.comment())));
        }
    }

    /** Group names become the ids that were found when the recipe was saved. */
    private void groups(ObjectNode input) {
        JsonNode resolved = version.resolved().tree().path("groups");
        var ids = input.putArray("groupIds");
        input.path("groups")
                .forEach(name -> ids.add(resolved.path(name.asText()).asText()));
        input.remove("groups");
    }

    /** The first public comment after the account was created carries its credential, when the recipe delivers so. */
    private Optional<ObjectNode> credential(Step comment) {
        Recipe recipe = version.recipe();
        if (recipe.delivery().method() != DeliveryMethod.COMMENT) {
            return Optional.empty();
        }
        Optional<String> account = Optional.empty();
        for (Step step : recipe.steps()) {
            if (step.uses().equals(StepKinds.CREATE_USER)) {
                account = Optional.of(step.id());
            }
            boolean isPublic = step.uses().equals(StepKinds.COMMENT) && StepArguments.isPublic(step);
            if (isPublic && account.isPresent()) {
                return step.id().equals(comment.id()) ? account.map(Planner::credentialOf) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static ObjectNode credentialOf(String account) {
        ObjectNode credential = JsonNodeFactory.instance.objectNode().put("step", account);
        credential.set("userName", Deferred.output(account, "login"));
        return credential;
    }

    /**
     * Replaces references to outputs of steps, which do not exist yet, before any value is filled in: what a person typed
     * can thus never become such a reference.
     */
    private ObjectNode deferring(ObjectNode arguments) {
        ObjectNode deferred = JsonNodeFactory.instance.objectNode();
        arguments.properties().forEach(argument -> deferred.set(argument.getKey(), deferring(argument.getValue())));
        return deferred;
    }

    private JsonNode deferring(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return deferring(object);
        }
        if (value.isArray()) {
            var deferred = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> deferred.add(deferring(element)));
            return deferred;
        }
        String text = value.textValue();
        return text == null || !STEP_OUTPUT.matcher(text).find() ? value : deferring(text);
    }

    private JsonNode deferring(String text) {
        List<JsonNode> parts = new ArrayList<>();
        Matcher matcher = STEP_OUTPUT.matcher(text);
        int end = 0;
        while (matcher.find()) {
            literal(parts, text.substring(end, matcher.start()));
            parts.add(Deferred.output(matcher.group(1), matcher.group(2)));
            end = matcher.end();
        }
        literal(parts, text.substring(end));
        return parts.size() == 1 ? parts.get(0) : Deferred.text(parts);
    }

    /** Left as it is; its references to inputs are filled in with the rest. */
    private static void literal(List<JsonNode> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(TextNode.valueOf(text));
        }
    }
}
