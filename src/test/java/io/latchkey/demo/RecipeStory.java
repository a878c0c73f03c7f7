package io.latchkey.demo;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The story of one ready recipe.
 *
 * @param name of the recipe, as its file and its page are called
 * @param asks what Mia asks for, in words for a summary
 * @param requestType Jira's id of the request's type
 * @param recipes the ready recipes that are saved for it, in this order
 * @param before what there has to be in Okta, before the request is raised
 * @param form what the form holds beside its summary
 * @param meanwhile what people do with the request, by its key, after it was approved and before it ends
 * @param after what is looked at afterwards
 */
record RecipeStory(
        String name,
        String asks,
        String requestType,
        List<String> recipes,
        Consumer<Stage> before,
        Function<Stage, Map<String, Object>> form,
        BiConsumer<Stage, String> meanwhile,
        Consumer<Stage> after) {

    RecipeStory(
            String name,
            String asks,
            String requestType,
            Consumer<Stage> before,
            Function<Stage, Map<String, Object>> form,
            Consumer<Stage> after) {
        this(name, asks, requestType, List.of(name), before, form, (stage, issue) -> {}, after);
    }
}
