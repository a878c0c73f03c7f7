package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.jira.Person;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The hash of what was approved: who gets what, how they get it, by which version of the recipe, on which approvals. It is
 * recorded with an admission, and made anew from what Jira says before the first effect. A salt keeps anybody from
 * confirming a guess by it.
 */
final class ApprovedContent {

    /** Where the basis of a plan holds it. */
    static final String HASH = "approvedHash";

    private ApprovedContent() {}

    /** The same plan with its hash in its basis; it must be salted. */
    static Plan pinned(RecipeVersion version, ServiceRequest request, Plan salted) {
        ObjectNode basis = salted.basis().deepCopy();
        return new Plan(basis.put(HASH, hash(version, request, salted)), salted.steps());
    }

    /** SHA-256 of the canonical form (RFC 8785), in lower-case hexadecimal. */
    static String hash(RecipeVersion version, ServiceRequest request, Plan salted) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.set("salt", salted.basis().path("salt"));
        content.putObject("recipe")
                .put("id", version.recipeId().toString())
                .put("version", version.number())
                .put("hash", version.hash());
        content.putObject("request")
                .put("id", request.issueId())
                .put("serviceDesk", request.serviceDeskId())
                .put("type", request.requestTypeId())
                .put("reporter", account(request.reporter()))
                .put("creator", account(request.creator()));
        sorted(content.putArray("approvals"), salted.basis().path("approvals"));
        ArrayNode beneficiaries = content.putArray("beneficiaries");
        ArrayNode groups = content.putArray("groups");
        ArrayNode steps = content.putArray("steps");
        for (PlannedStep step : salted.steps()) {
            if (step.kind().equals(StepKinds.CREATE_USER)) {
                beneficiaries.add(step.input().path("login"));
            }
            sorted(groups.addArray(), step.input().path("groupIds"));
            steps.addObject().put("key", step.key()).put("kind", step.kind()).set("input", whatIsDone(step));
        }
        Recipe.Delivery delivery = version.recipe().delivery();
        content.putObject("recipient").put("method", delivery.method().name()).put("whom", delivery.recipient());
        content.set("duration", ends(salted));
        return CanonicalJson.of(content).sha256Hex();
    }

    /**
     * Without what follows from the recipe, and was not in every plan that is still under way: the language and the zone in which
     * it is told, and how a password is taken out of a comment again.
     */
    private static JsonNode whatIsDone(PlannedStep step) {
        ObjectNode input = step.input().deepCopy();
        if (input.path("credential") instanceof ObjectNode credential) {
            credential.remove(List.of("connection", "user", "removeAfter"));
        }
        return input.without(List.of("locale", "zone"));
    }

    /** When access ends, step by step; null when nothing does. */
    private static JsonNode ends(Plan plan) {
        ArrayNode ends = JsonNodeFactory.instance.arrayNode();
        plan.steps().stream()
                .map(step -> step.input().path("ends"))
                .filter(end -> !end.isMissingNode())
                .forEach(ends::add);
        return ends.isEmpty() ? NullNode.instance : ends;
    }

    private static @Nullable String account(@Nullable Person person) {
        return person == null ? null : person.accountId();
    }

    private static void sorted(ArrayNode into, JsonNode texts) {
        TreeSet<String> sorted = new TreeSet<>();
        texts.forEach(text -> sorted.add(text.asText()));
        List.copyOf(sorted).forEach(into::add);
    }
}
