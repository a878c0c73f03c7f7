package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.jira.Field;
import io.latchkey.jira.JiraSite;
import io.latchkey.jira.JiraWorkflow;
import io.latchkey.jira.JiraWorkflow.StatusExits;
import io.latchkey.jira.RequestType;
import io.latchkey.jira.ServiceDesk;
import io.latchkey.jira.Transition;
import io.latchkey.platform.TenantId;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.RecipeProblem;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Finds, when a recipe is saved, the service desk, request types, fields and transitions that it names, and the field that
 * holds the type of a request.
 */
@Component
class JiraNames {

    private static final String REQUEST_TYPE_FIELD = "requestTypeField";
    private static final String APPROVALS_FIELD = "approvalsField";
    private static final String TRANSITIONS = "transitions";
    private static final Pattern NUMERIC = Pattern.compile("[1-9][0-9]{0,17}");

    private final JiraSite site;
    private final JiraWorkflow workflow;

    JiraNames(JiraSite site, JiraWorkflow workflow) {
        this.site = site;
        this.workflow = workflow;
    }

    /**
     * The fields that hold the request type and the approvals, and which fields hold groups, so that no request has to ask
     * for them, the transitions by step, and the one back to the approval:
     * {@code {"requestTypeField","approvalsField","groupFields":[id],"otherFields":[id],
     * "transitions":{"close":{"transitionId","statusId"}},"backToApproval":{"transitionId","statusId"}}}; what cannot be
     * found becomes a problem. A transition that was given by its id and cannot be seen now has an empty statusId.
     */
    ObjectNode resolve(TenantId tenant, Recipe recipe, List<RecipeProblem> problems) {
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        fields(tenant, recipe, resolved, problems);
        transitions(tenant, recipe, resolved, problems);
        return resolved;
    }

    /**
     * The site's field that holds the request type, as the newest of these versions found it: a site has one for all its
     * recipes.
     *
     * @param current at least one version
     * @throws RequestTypeFieldUnknown when that version does not say
     */
    static String requestTypeField(Collection<RecipeVersion> current) {
        RecipeVersion newest = current.stream()
                .max(Comparator.comparing(RecipeVersion::savedAt))
                .orElseThrow();
        String field = newest.resolved().tree().path(REQUEST_TYPE_FIELD).asText();
        if (field.isEmpty()) {
            throw new RequestTypeFieldUnknown(newest.recipe().key());
        }
        return field;
    }

    /** The site's field that repeats a request's approvals, as the newest of these versions found it. */
    static Optional<String> approvalsField(Collection<RecipeVersion> current) {
        return current.stream()
                .max(Comparator.comparing(RecipeVersion::savedAt))
                .map(newest -> newest.resolved().tree().path(APPROVALS_FIELD).asText())
                .filter(field -> !field.isEmpty());
    }

    private void transitions(TenantId tenant, Recipe recipe, ObjectNode resolved, List<RecipeProblem> problems) {
        ObjectNode transitions = resolved.putObject(TRANSITIONS);
        Optional<ServiceDesk> desk = site.serviceDesks(tenant).stream()
                .filter(one -> one.id().equals(recipe.match().serviceDesk()))
                .findFirst();
        if (desk.isEmpty()) {
            problems.add(new RecipeProblem(
                    "recipe.service-desk-unknown",
                    "/match/serviceDesk",
                    "Jira shows no service desk " + recipe.match().serviceDesk()
                            + " to the app; check its id and the app's permissions in the project."));
            return;
        }
        List<RequestType> types = requestTypes(tenant, recipe, problems);
        if (!types.isEmpty()) {
            List<Transition> known = known(tenant, desk.get(), types);
            steps(recipe, known, transitions, problems);
            back(recipe, known, problems).ifPresent(found -> resolved.set(Back.NAME, found));
        }
    }

    private void fields(TenantId tenant, Recipe recipe, ObjectNode resolved, List<RecipeProblem> problems) {
        List<Field> fields = site.fields(tenant);
        fields.stream()
                .filter(Field::holdsRequestType)
                .findFirst()
                .ifPresentOrElse(
                        field -> resolved.put(REQUEST_TYPE_FIELD, field.id()),
                        () -> problems.add(new RecipeProblem(
                                "recipe.request-type-field-unknown",
                                "/match/requestTypes",
                                "Jira shows the app no field that holds the type of a request; check that Service"
                                        + " Management is there and the app's permissions in the project.")));
        fields.stream()
                .filter(Field::holdsApprovals)
                .findFirst()
                .ifPresent(field -> resolved.put(APPROVALS_FIELD, field.id()));
        GroupFields.resolve(fields, resolved);
        FieldNames.resolve(recipe, fields, resolved);
        Set<String> known = fields.stream().map(Field::id).collect(Collectors.toSet());
        String approvers = recipe.approvalRule().field();
        if (approvers != null && !known.contains(approvers)) {
            problems.add(new RecipeProblem(
                    "recipe.field-unknown", "/approval/field", "Jira shows no field " + approvers + " to the app."));
        }
        recipe.inputs().forEach((name, input) -> {
            if (input.source() instanceof Source.Field field && !known.contains(field.id())) {
                problems.add(new RecipeProblem(
                        "recipe.field-unknown",
                        "/inputs/" + name + "/source/field",
                        "Jira shows no field " + field.id() + " to the app."));
            }
        });
    }

    private List<RequestType> requestTypes(TenantId tenant, Recipe recipe, List<RecipeProblem> problems) {
        List<RequestType> known = site.requestTypes(tenant, recipe.match().serviceDesk());
        List<RequestType> found = new ArrayList<>();
        List<String> wanted = recipe.match().requestTypes();
        for (int i = 0; i < wanted.size(); i++) {
            String id = wanted.get(i);
            Optional<RequestType> type =
                    known.stream().filter(one -> one.id().equals(id)).findFirst();
            type.ifPresent(found::add);
            if (type.isEmpty()) {
                problems.add(new RecipeProblem(
                        "recipe.request-type-unknown",
                        "/match/requestTypes/" + i,
                        "Jira shows no request type " + id + " in the portal of this service desk."));
            }
        }
        return found;
    }

    private List<Transition> known(TenantId tenant, ServiceDesk desk, List<RequestType> types) {
        return types.stream()
                .map(RequestType::issueTypeId)
                .distinct()
                .flatMap(type -> workflow.exits(tenant, desk.projectId(), type).stream())
                .map(StatusExits::transitions)
                .flatMap(List::stream)
                .toList();
    }

    private static void steps(
            Recipe recipe, List<Transition> known, ObjectNode resolved, List<RecipeProblem> problems) {
        for (int i = 0; i < recipe.steps().size(); i++) {
            Recipe.Step step = recipe.steps().get(i);
            if (step.uses().equals(StepKinds.TRANSITION)) {
                transition(recipe, step, "/steps/" + i + "/with", known, problems)
                        .ifPresent(found -> resolved.set(step.id(), found));
            }
        }
    }

    private static Optional<ObjectNode> back(Recipe recipe, List<Transition> known, List<RecipeProblem> problems) {
        Recipe.Ticket ticket = recipe.ticket();
        return ticket == null || ticket.backToApproval() == null
                ? Optional.empty()
                : transition(ticket.backToApproval(), "", "/ticket/" + Back.NAME, known, problems);
    }

    private static Optional<ObjectNode> transition(
            Recipe recipe, Recipe.Step step, String pointer, List<Transition> known, List<RecipeProblem> problems) {
        Recipe.Ticket ticket = recipe.ticket();
        String name = step.with().path("transition").asText(ticket == null ? null : ticket.transition());
        if (name == null) {
            problems.add(new RecipeProblem(
                    "recipe.transition-missing", pointer, "The step does not say which transition to take."));
            return Optional.empty();
        }
        return transition(name, step.with().path("status").asText(""), pointer + "/transition", known, problems);
    }

    private static Optional<ObjectNode> transition(
            String name, String status, String pointer, List<Transition> known, List<RecipeProblem> problems) {
        Set<Transition> found = known.stream()
                .filter(one -> one.id().equals(name) || one.name().equals(name))
                .filter(one -> status.isEmpty() || one.to().name().equals(status))
                .collect(Collectors.toMap(one -> one.id() + "/" + one.to().id(), one -> one, (a, b) -> a))
                .values()
                .stream()
                .collect(Collectors.toSet());
        if (found.isEmpty() && NUMERIC.matcher(name).matches()) {
            // An administrator who gives an id by hand is believed; a wrong one parks the first request with its
            // reason.
            return Optional.of(JsonNodeFactory.instance
                    .objectNode()
                    .put("transitionId", name)
                    .put("statusId", ""));
        }
        if (found.size() != 1) {
            problems.add(new RecipeProblem(
                    found.isEmpty() ? "recipe.transition-unknown" : "recipe.transition-ambiguous",
                    pointer,
                    found.isEmpty()
                            ? "None of the newest requests of this type has a transition \"" + name
                                    + "\"; raise and approve one request first, so that Latchkey can see it, or give"
                                    + " the transition's numeric id."
                            : "Several transitions are called \"" + name + "\"; name the status it leads to as well."));
            return Optional.empty();
        }
        Transition only = found.iterator().next();
        return Optional.of(JsonNodeFactory.instance
                .objectNode()
                .put("transitionId", only.id())
                .put("statusId", only.to().id()));
    }
}
