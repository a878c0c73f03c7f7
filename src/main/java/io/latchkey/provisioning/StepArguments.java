package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.Recipe.Step;
import io.latchkey.recipe.RecipeProblem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What steps on accounts must be given, checked when a recipe is saved: a new account its names, address and login from
 * values that are always there; memberships the account that an earlier step of the same recipe creates, never one that a
 * request names, since nobody has looked at whose it is.
 */
final class StepArguments {

    private static final List<String> OF_AN_ACCOUNT = List.of("firstName", "lastName", "email", "login");
    private static final Set<InputType> TEXTS = Set.of(InputType.TEXT, InputType.EMAIL, InputType.OPTION);
    private static final Pattern INPUT = Pattern.compile("\\$\\{inputs\\.([A-Za-z][A-Za-z0-9_]*)}");
    private static final Pattern USER_ID = Pattern.compile("\\$\\{steps\\.([A-Za-z][A-Za-z0-9_]*)\\.userId}");

    private StepArguments() {}

    static void check(Recipe recipe, List<RecipeProblem> problems) {
        Set<String> accounts = new HashSet<>();
        for (int i = 0; i < recipe.steps().size(); i++) {
            Step step = recipe.steps().get(i);
            String pointer = "/steps/" + i + "/with";
            if (step.uses().equals(StepKinds.CREATE_USER)) {
                OF_AN_ACCOUNT.forEach(name -> text(recipe, step, name, pointer, problems));
                accounts.add(step.id());
            }
            if (step.uses().equals(StepKinds.ENSURE_GROUPS)) {
                user(step, accounts, pointer, problems);
            }
        }
    }

    private static void text(Recipe recipe, Step step, String name, String pointer, List<RecipeProblem> problems) {
        JsonNode value = step.with().path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            problems.add(new RecipeProblem(
                    "recipe.argument-missing", pointer + "/" + name, "A new account needs a text for " + name + "."));
            return;
        }
        Matcher references = INPUT.matcher(value.textValue());
        while (references.find()) {
            Input input = recipe.inputs().get(references.group(1));
            if (input != null && (!input.isRequired() || !TEXTS.contains(input.type()))) {
                problems.add(new RecipeProblem(
                        "recipe.argument-not-a-text",
                        pointer + "/" + name,
                        "The input \"" + references.group(1) + "\" must be required and a text, since " + name
                                + " of a new account is made of it."));
            }
        }
    }

    private static void user(Step step, Set<String> accounts, String pointer, List<RecipeProblem> problems) {
        Matcher reference = USER_ID.matcher(step.with().path("user").asText());
        if (!reference.matches() || !accounts.contains(reference.group(1))) {
            problems.add(new RecipeProblem(
                    "recipe.account-not-ours",
                    pointer + "/user",
                    "Groups are given only to an account that an earlier step of this recipe creates, as in"
                            + " ${steps.account.userId}."));
        }
    }
}
