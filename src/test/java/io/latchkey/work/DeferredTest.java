package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeferredTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<String, JsonNode> results =
            Map.of("account", JSON.objectNode().put("id", "00u1").put("login", "mia@example.com"));

    @Test
    void replacesValuesHoweverDeepTheyAre() {
        ObjectNode input = JSON.objectNode().put("plain", "as it is");
        input.putObject("deep")
                .putArray("list")
                .add(Deferred.output("account", "id"))
                .add(7);
        input.set(
                "note",
                Deferred.text(
                        List.of(JSON.textNode("Created "), Deferred.output("account", "login"), JSON.textNode("."))));

        JsonNode resolved = Deferred.resolve(input, results);

        ObjectNode expected = JSON.objectNode().put("plain", "as it is");
        expected.putObject("deep").putArray("list").add("00u1").add(7);
        expected.put("note", "Created mia@example.com.");
        assertThat(resolved).isEqualTo(expected);
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThatThrownBy(() -> Deferred.resolve(Deferred.output("group", "id"), results))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("group");
        assertThatThrownBy(() -> Deferred.resolve(Deferred.output("account", "password"), results))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("password");
    }
}
