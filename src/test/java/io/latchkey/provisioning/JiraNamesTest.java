package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.demo.Setup;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.recipe.RecipeDocument;
import io.latchkey.recipe.RecipeReader;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.StepKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JiraNamesTest {

    private static final List<StepKind> KINDS = List.of(
            new StepKind(StepKinds.CREATE_USER, Set.of("userId", "login")),
            new StepKind(StepKinds.ENSURE_GROUPS, Set.of()),
            new StepKind(StepKinds.COMMENT, Set.of("commentId")),
            new StepKind(StepKinds.TRANSITION, Set.of()));

    /** All recipes of a site share it. */
    @Nested
    class TheFieldOfTheRequestType {

        @Test
        void isWhatTheNewestVersionFound() {
            List<RecipeVersion> current =
                    List.of(saved(1, "customfield_1"), saved(3, "customfield_3"), saved(2, "customfield_2"));

            assertThat(JiraNames.requestTypeField(current)).isEqualTo("customfield_3");
        }

        @Test
        void isKnownAlthoughAnOlderVersionDoesNotSay() {
            assertThat(JiraNames.requestTypeField(List.of(saved(1, null), saved(2, "customfield_2"))))
                    .isEqualTo("customfield_2");
        }

        @Test
        void isNotGuessedWhenTheNewestVersionDoesNotSay() {
            assertThatThrownBy(() -> JiraNames.requestTypeField(List.of(saved(1, "customfield_1"), saved(2, null))))
                    .isInstanceOf(RequestTypeFieldUnknown.class)
                    .hasMessageContaining("onboard")
                    .hasMessageContaining("save it again");
        }
    }

    private static RecipeVersion saved(int second, @Nullable String field) {
        RecipeDocument document =
                (RecipeDocument) new RecipeReader().read(Setup.exampleRecipe().getBytes(StandardCharsets.UTF_8), KINDS);
        ObjectNode resolved = JsonNodeFactory.instance.objectNode();
        if (field != null) {
            resolved.put("requestTypeField", field);
        }
        return new RecipeVersion(
                new UUID(0, second),
                1,
                document.recipe(),
                document.document(),
                CanonicalJson.of(resolved),
                "ada",
                Instant.ofEpochSecond(second));
    }
}
