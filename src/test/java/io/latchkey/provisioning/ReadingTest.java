package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.jira.Status;
import io.latchkey.jira.StatusCategory;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReadingTest {

    /** A note is written once per reason and content, however often a request that is held is moved about. */
    @Test
    void asksForTheSameInAnyStatus() {
        Reading approved = reading("Nora", Requests.APPROVED);
        Reading waiting = reading("Nora", new Status("10009", "Waiting", StatusCategory.INDETERMINATE));

        assertThat(waiting.asked()).isEqualTo(approved.asked());
        assertThat(waiting.canonical()).isNotEqualTo(approved.canonical());
        assertThat(waiting.canonical().tree().at("/request/status").asText()).isEqualTo("10009");
        assertThat(reading("Dora", Requests.APPROVED).asked()).isNotEqualTo(approved.asked());
    }

    private static Reading reading(String name, Status status) {
        ServiceRequest request = Requests.with(status, Map.of("customfield_1", TextNode.valueOf(name)));
        return new Reading(Requests.NINE, version(), request, List.of(), Optional.of("app"), "customfield_2");
    }

    private static RecipeVersion version() {
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
                null);
        CanonicalJson none = CanonicalJson.of(JsonNodeFactory.instance.objectNode());
        return new RecipeVersion(
                UUID.fromString("018f0000-0000-7000-8000-000000000001"), 1, recipe, none, none, "ada", Requests.NINE);
    }
}
