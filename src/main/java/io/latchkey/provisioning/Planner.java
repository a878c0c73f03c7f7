package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.jira.Person;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.recipe.Expression;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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

    private static final Set<String> GROUPS_ALONE =
            Set.of(StepKinds.ENSURE_GROUPS, StepKinds.EXTEND, StepKinds.REMOVE_FROM_GROUPS);

    /** Where the basis of a plan keeps who approved, when the recipe asks for it. */
    static final String APPROVERS = "approvers";

    /** Where the basis of a plan says that access it gave ends when the request is withdrawn. */
    static final String REVOKE = "revokeWhenWithdrawn";

    private final RecipeVersion version;
    private final ServiceRequest request;
    private final Map<String, JsonNode> inputs;
    private final Map<String, JsonNode> values = new LinkedHashMap<>();
    private final Set<String> optional;

    private Planner(RecipeVersion version, ServiceRequest request, Map<String, JsonNode> inputs) {
        this.version = version;
        this.request = request;
        this.inputs = inputs;
        TargetAccount.texts(inputs).forEach((name, value) -> values.put("inputs." + name, value));
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
        if (InputReading.asksForApprovers(version.recipe())) {
            admitted.approverIds().forEach(basis.putArray(APPROVERS)::add);
        }
        List<String> named = version.recipe().approvalRule().steps();
        if (!named.isEmpty()) {
            named.forEach(basis.putArray("approvalSteps")::add);
        }
        Back.of(version).ifPresent(transition -> basis.set(Back.NAME, transition));
        if (Ends.revokedWhenWithdrawn(version.recipe())) {
            basis.put(REVOKE, true);
        }
        inputs.forEach((name, value) -> {
            if (TargetAccount.isOne(value)) {
                basis.withObject("/" + TargetAccount.PINNED).set(name, value);
            }
        });
        List<PlannedStep> steps = new ArrayList<>();
        for (Step step : version.recipe().steps()) {
            String when = step.when();
            boolean holds = when == null
                    || Expression.condition(when, version.recipe().inputsBeforeApproval())
                            .holds(TargetAccount.texts(inputs));
            if (holds && !choosesNothing(step)) {
                handedOver(step).ifPresent(made -> steps.addAll(HandedOver.offer(version.recipe(), made, offer())));
                steps.add(new PlannedStep(step.id(), kind(step), input(step)));
            }
        }
        return new Plan(basis, steps);
    }

    /** Whether the request has chosen none of the groups that the step is about. */
    private boolean choosesNothing(Step step) {
        JsonNode groups = step.with().path("groups");
        return GROUPS_ALONE.contains(step.uses())
                && !groups.isEmpty()
                && groupsOf(step).isEmpty();
    }

    private List<String> groupsOf(Step step) {
        List<String> groups = new ArrayList<>();
        step.with().path("groups").forEach(name -> groups.addAll(chosen(name.asText())));
        return groups;
    }

    /** The groups of a plan, those it takes away included. */
    static Set<String> groupIds(List<PlannedStep> steps) {
        Set<String> ids = new LinkedHashSet<>();
        for (PlannedStep step : steps) {
            StepShape.GROUP_LISTS.forEach(list -> step.input().path(list).forEach(id -> ids.add(id.asText())));
            Optional.ofNullable(step.input().path(StepShape.GROUP_ID).textValue())
                    .ifPresent(ids::add);
        }
        return ids;
    }

    /** Memberships with an end are grants. */
    private String kind(Step step) {
        boolean ends = step.uses().equals(StepKinds.ENSURE_GROUPS) && term(step).isPresent();
        return ends ? StepKinds.GIVE : step.uses();
    }

    private ObjectNode input(Step step) {
        ObjectNode input = filled(step.with());
        StepShape.of(step.uses()).ifPresent(shape -> {
            if (StepKinds.isInOkta(step.uses())) {
                input.put("connection", version.recipe().connection());
            }
            if (shape.user()) {
                user(step, input);
            }
            shape.groups().forEach((argument, planned) -> groups(step, argument, planned, input));
            shape.names().forEach((argument, planned) -> oneName(step, argument, planned, input));
        });
        if (step.uses().equals(StepKinds.RAISE_REQUEST)) {
            onBehalf(input);
        }
        if (step.uses().startsWith(StepKinds.STEPS_IN_JIRA) && !step.uses().equals(StepKinds.WAIT_FOR_REQUEST)) {
            // Of the request that was approved, whatever a document or a request says.
            input.put("issueId", request.issueId());
        }
        HandedOver.wantLink(version.recipe(), step, input);
        switch (step.uses()) {
            case StepKinds.CREATE_USER -> {
                input.remove(StepShape.STAGED);
                input.put("delivery", HandedOver.deliveryOfNewAccount(version.recipe(), step));
            }
            case StepKinds.ENSURE_GROUPS, StepKinds.EXTEND -> term(step).ifPresent(term -> end(term, input));
            case StepKinds.DELETE_USER -> {
                String notBefore = Term.deletion(version.recipe(), input).toString();
                input.remove(List.of("date", "afterDays"));
                input.put("notBefore", notBefore);
            }
            case StepKinds.CREATE_GROUP -> {
                input.remove("owner");
                References.onlyInput(step.with().path("owner").asText())
                        .map(inputs::get)
                        .flatMap(TargetAccount::oktaUserId)
                        .ifPresent(id -> input.put("ownerUser", id));
            }
            case StepKinds.WAIT_UNTIL -> {
                String until = Term.begin(version.recipe(), input).toString();
                input.removeAll();
                input.put("until", until);
            }
            case StepKinds.CALL_WEBHOOK -> {
                input.putObject("request").put("id", request.issueId()).put("key", request.key());
                input.putObject("recipe").put("key", version.recipe().key()).put("version", version.number());
            }
            case StepKinds.COMMENT -> {
                text(input);
                credential(step).ifPresent(credential -> {
                    input.set("credential", credential);
                    language(input);
                });
                handedOver(step).ifPresent(made -> input.set("text", HandedOver.withNotice(input.path("text"), made)));
            }
            case StepKinds.WAIT_FOR_PERSON -> language(input);
            case StepKinds.TRANSITION -> {
                input.remove(List.of("transition", "status"));
                input.setAll((ObjectNode)
                        version.resolved().tree().path("transitions").path(step.id()));
            }
            default -> {}
        }
        return input;
    }

    /** The step whose credential is offered before this comment, which tells of it. */
    private Optional<Step> handedOver(Step step) {
        return step.uses().equals(StepKinds.COMMENT)
                        && version.recipe().delivery().isHandedOver()
                ? HandedOver.toldBy(version.recipe(), step)
                : Optional.empty();
    }

    /** Whom the credential is for, as the request says now, and how the ticket is told. */
    private ObjectNode offer() {
        ObjectNode offer = JsonNodeFactory.instance
                .objectNode()
                .put("issueId", request.issueId())
                .put(
                        "recipient",
                        Recipient.of(version.recipe(), request, inputs).orElse(null));
        language(offer);
        zone(offer);
        return offer;
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

    /** An account that the request names becomes the one that was found; one that a step makes stays to be filled in. */
    private void user(Step step, ObjectNode input) {
        References.onlyInput(step.with().path("user").asText())
                .map(inputs::get)
                .flatMap(TargetAccount::oktaUserId)
                .ifPresent(id -> input.put("user", id));
    }

    /** Group names, and choices that stand for them, become the ids that were found when the recipe was saved. */
    private void groups(Step step, String argument, String planned, ObjectNode input) {
        JsonNode resolved = version.resolved().tree().path("groups");
        var ids = input.putArray(planned);
        for (JsonNode name : step.with().path(argument)) {
            chosen(name.asText()).forEach(one -> ids.add(resolved.path(one).asText()));
        }
        if (!argument.equals(planned)) {
            input.remove(argument);
        }
    }

    /** The name of one group or application becomes its id. */
    private void oneName(Step step, String argument, String planned, ObjectNode input) {
        JsonNode resolved = version.resolved().tree().path(argument + "s");
        String name = chosen(step.with().path(argument).asText()).get(0);
        input.remove(argument);
        input.put(planned, resolved.path(name).asText());
    }

    private List<String> chosen(String name) {
        Optional<String> input = References.onlyInput(name);
        if (input.isEmpty()) {
            return List.of(name);
        }
        JsonNode value = inputs.get(input.get());
        Map<String, String> choices = Objects.requireNonNull(
                        version.recipe().inputs().get(input.get()))
                .choices();
        List<String> names = new ArrayList<>();
        if (value != null) {
            (value.isArray() ? value : List.of(value))
                    .forEach(one -> names.add(Objects.requireNonNull(choices.get(one.asText()))));
        }
        return names;
    }

    /** Whoever raised the first request counts as who raised the second, so that they do not approve it. */
    private void onBehalf(ObjectNode input) {
        Person reporter = request.reporter();
        if (!input.has("onBehalfOf") && reporter != null) {
            input.put("onBehalfOf", reporter.accountId());
        }
    }

    private Optional<Recipe.Term> term(Step step) {
        return Ends.of(version.recipe(), groupsOf(step));
    }

    private void end(Recipe.Term term, ObjectNode input) {
        input.set("ends", Term.end(version.recipe(), term, inputs));
        input.put("issueId", request.issueId());
        language(input);
        zone(input);
    }

    private void zone(ObjectNode input) {
        if (!version.recipe().zone().equals(Recipe.UTC)) {
            input.put("zone", version.recipe().zone());
        }
    }

    /** Of what a step says by itself; English is not named. */
    private void language(ObjectNode input) {
        if (!version.recipe().locale().equals(Locale.ENGLISH)) {
            input.put("locale", version.recipe().locale().toLanguageTag());
        }
    }

    /** The first public comment after the password was set carries it, when the recipe delivers so. */
    private Optional<ObjectNode> credential(Step comment) {
        Recipe recipe = version.recipe();
        return recipe.delivery().method() == DeliveryMethod.COMMENT
                ? HandedOver.toldBy(recipe, comment).map(made -> HandedOver.onTicket(recipe, made))
                : Optional.empty();
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
