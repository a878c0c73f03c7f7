package io.latchkey.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.demo.Setup;

/** The recipe that is shipped as an example, with another end. */
public final class ExampleRecipe {

    /** A public comment, which carries the password. */
    public static final String COMMENT =
            "{\"id\":\"comment\",\"uses\":\"jira.comment\",\"with\":{\"text\":\"It is ready.\"}}";

    private static final JsonMapper JSON = new JsonMapper();

    private ExampleRecipe() {}

    /** Makes the account and its memberships, and then takes these steps. */
    public static String endingWith(String... steps) {
        try {
            ObjectNode recipe = (ObjectNode) JSON.readTree(Setup.exampleRecipe());
            ArrayNode all = recipe.withArray("steps");
            while (all.size() > 2) {
                all.remove(2);
            }
            for (String step : steps) {
                all.add(JSON.readTree(step));
            }
            return recipe.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A transition by its numeric id. */
    public static String transition(String key, String id) {
        return "{\"id\":\"" + key + "\",\"uses\":\"jira.transition\",\"with\":{\"transition\":\"" + id + "\"}}";
    }
}
