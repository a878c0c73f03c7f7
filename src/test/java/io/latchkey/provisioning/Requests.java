package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.jira.Person;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.jira.Status;
import io.latchkey.jira.StatusCategory;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Source;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request as Jira tells it, which Mia has raised at nine, and which tests vary. */
final class Requests {

    static final Instant NINE = Instant.parse("2026-11-21T09:00:00Z");
    static final Status APPROVED = new Status("10002", "Approved", StatusCategory.INDETERMINATE);

    private static final Person MIA = new Person("mia", "atlassian", true);

    private Requests() {}

    static ServiceRequest with(Map<String, JsonNode> fields) {
        return of(APPROVED, MIA, MIA, fields);
    }

    static ServiceRequest with(Status status, Map<String, JsonNode> fields) {
        return of(status, MIA, MIA, fields);
    }

    static ServiceRequest raisedBy(@Nullable Person reporter, @Nullable Person creator) {
        return of(APPROVED, reporter, creator, Map.of());
    }

    /** A recipe of which nothing was found when it was saved. */
    static RecipeVersion version(Recipe recipe) {
        return version(recipe, JsonNodeFactory.instance.objectNode());
    }

    /** One recipe with one input, and what was found when it was saved. */
    static RecipeVersion version(ObjectNode resolved) {
        Recipe recipe = new Recipe(
                "key",
                "Title",
                new Recipe.Match("1", List.of("25")),
                Map.of("name", new Input(new Source.Field("customfield_1"), InputType.TEXT, true, null, null)),
                null,
                "main",
                List.of(),
                new Recipe.Delivery(Recipe.DeliveryMethod.ACTIVATION, null),
                null,
                null,
                List.of(),
                null,
                null,
                "UTC");
        return version(recipe, resolved);
    }

    static RecipeVersion version(Recipe recipe, ObjectNode resolved) {
        return new RecipeVersion(
                UUID.fromString("018f0000-0000-7000-8000-000000000001"),
                1,
                recipe,
                CanonicalJson.of(JsonNodeFactory.instance.objectNode()),
                CanonicalJson.of(resolved),
                "ada",
                NINE);
    }

    private static ServiceRequest of(
            Status status, @Nullable Person reporter, @Nullable Person creator, Map<String, JsonNode> fields) {
        return new ServiceRequest(
                "10042", "ITH-42", "10000", "1", "25", "10010", status, reporter, creator, null, NINE, NINE, fields);
    }
}
