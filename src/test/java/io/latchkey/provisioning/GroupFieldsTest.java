package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.jira.Field;
import io.latchkey.provisioning.GroupFields.Holds;
import io.latchkey.recipe.RecipeVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupFieldsTest {

    @Test
    void knowsTheFieldsThatWereShownWhenTheRecipeWasSaved() {
        var resolved = JsonNodeFactory.instance.objectNode();
        GroupFields.resolve(
                List.of(
                        field("customfield_8", "array", "group"),
                        field("customfield_7", "group", null),
                        field("customfield_9", "array", "user"),
                        new Field("summary", "Summary", false, new Field.Type("string", null, "summary", null))),
                resolved);
        GroupFields known = GroupFields.of(Requests.version(resolved));

        assertThat(known.holds("customfield_7")).isEqualTo(Holds.GROUPS);
        assertThat(known.holds("customfield_8")).isEqualTo(Holds.GROUPS);
        assertThat(known.holds("customfield_9")).isEqualTo(Holds.OTHERS);
        assertThat(known.holds("customfield_10")).isEqualTo(Holds.UNKNOWN);
    }

    /** Versions that were saved before nobody asked. */
    @Test
    void knowsNothingWhenNobodyAsked() {
        RecipeVersion old = Requests.version(JsonNodeFactory.instance.objectNode());

        assertThat(GroupFields.of(old).holds("customfield_9")).isEqualTo(Holds.UNKNOWN);
    }

    private static Field field(String id, String type, @Nullable String items) {
        return new Field(id, "Field", true, new Field.Type(type, items, null, null));
    }
}
