package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.demo.Setup;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughConnect;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The recipes of a site may depend together on more fields than one reading of Jira takes. */
@UsuallyThroughConnect
class ManyFieldsIT {

    private static final int MOST = 100;
    private static final RunningProduct PRODUCT = RunningProduct.setUp(Map.of());

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @Test
    void aRequestIsReadTwiceAndDone() throws IOException {
        PRODUCT.administrator().post("/api/recipes", withManyFields(MOST));
        PRODUCT.forgetTraffic();

        String key = PRODUCT.approved(RunningProduct.newcomer());
        PRODUCT.awaitRun(key, "done");

        String issue = "/rest/api/3/issue/" + PRODUCT.jira().idOf(key);
        assertThat(PRODUCT.remoteCalls("GET", issue))
                .hasSizeGreaterThanOrEqualTo(2)
                .noneMatch(call -> call.toString().contains("customfield_20000"));
    }

    @Test
    void aRecipeThatAloneDependsOnTooManyIsRefused() throws IOException {
        var answer = PRODUCT.administrator().send("POST", "/api/recipes", withManyFields(MOST + 1));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("/inputs");
    }

    /** A recipe for another request type, each input of which has a field of its own. */
    private static String withManyFields(int count) throws IOException {
        var json = new JsonMapper();
        var recipe = (ObjectNode) json.readTree(Setup.exampleRecipe());
        recipe.put("key", "many-fields");
        ((ObjectNode) recipe.path("match")).putArray("requestTypes").add("26");
        ((ObjectNode) recipe.at("/steps/3/with")).put("transition", "999").remove("status");
        var inputs = (ObjectNode) recipe.path("inputs");
        int known = inputs.size();
        for (int i = 0; i < count; i++) {
            String field = "customfield_" + (20_000 + i);
            PRODUCT.jira().addTextField(field, "Extra " + i);
            if (i >= known) {
                inputs.putObject("extra" + i).put("type", "text").put("required", false);
            }
        }
        int next = 20_000;
        for (var input : inputs) {
            ((ObjectNode) input).putObject("source").put("field", "customfield_" + next++);
        }
        return json.writeValueAsString(recipe);
    }
}
