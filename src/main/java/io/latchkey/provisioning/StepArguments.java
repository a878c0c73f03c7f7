package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.DeliveryMethod;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.Recipe.Step;
import io.latchkey.recipe.Recipe.Ticket;
import io.latchkey.recipe.RecipeProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What steps must be given, checked when a recipe is saved: a new account its names, address and login from values that
 * are always there, and from nowhere else; memberships the account that an earlier step of the same recipe creates, never
 * one that a request names, since nobody has looked at whose it is; a comment a text. A password that is delivered on the
 * ticket needs a comment there that certainly carries it, since it is erased when the run is done.
 */
final class StepArguments {

    private static final List<String> OF_AN_ACCOUNT = List.of("firstName", "lastName", "email", "login");
    private static final Set<String> NOT_OF_A_PROFILE =
            Set.of("login", "email", "firstname", "lastname", "secondemail");
    private static final Set<InputType> TEXTS = Set.of(InputType.TEXT, InputType.EMAIL, InputType.OPTION);
    private static final Pattern INPUT = Pattern.compile("\\$\\{inputs\\.([A-Za-z][A-Za-z0-9_]*)}");
    private static final Pattern STEP =
            Pattern.compile("\\$\\{steps\\.([A-Za-z][A-Za-z0-9_]*)\\.[A-Za-z][A-Za-z0-9_]*}");
    private static final Pattern USER_ID = Pattern.compile("\\$\\{steps\\.([A-Za-z][A-Za-z0-9_]*)\\.userId}");

    private StepArguments() {}

    static void check(Recipe recipe, List<RecipeProblem> problems) {
        Set<String> accounts = new HashSet<>();
        Set<String> earlier = new HashSet<>();
        for (int i = 0; i < recipe.steps().size(); i++) {
            Step step = recipe.steps().get(i);
            String pointer = "/steps/" + i + "/with";
            switch (step.uses()) {
                case StepKinds.CREATE_USER -> {
                    OF_AN_ACCOUNT.forEach(name -> text(recipe, step, name, pointer, problems));
                    profile(step, pointer, problems);
                    accounts.add(step.id());
                }
                case StepKinds.ENSURE_GROUPS -> user(step, accounts, pointer, problems);
                case StepKinds.COMMENT -> comment(recipe, step, earlier, pointer, problems);
                default -> {}
            }
            earlier.add(step.id());
        }
        if (recipe.delivery().method() == DeliveryMethod.COMMENT) {
            delivery(recipe, problems);
        }
    }

    /** Whether a comment can be seen by the customer, whatever a request says. */
    static boolean isPublic(Step comment) {
        JsonNode internal = comment.with().path("internal");
        return internal.isMissingNode() || (internal.isBoolean() && !internal.booleanValue());
    }

    private static void delivery(Recipe recipe, List<RecipeProblem> problems) {
        List<Integer> accounts = new ArrayList<>();
        boolean delivered = false;
        for (int i = 0; i < recipe.steps().size(); i++) {
            Step step = recipe.steps().get(i);
            if (step.uses().equals(StepKinds.CREATE_USER)) {
                accounts.add(i);
            }
            delivered |= !accounts.isEmpty() && step.uses().equals(StepKinds.COMMENT) && isPublic(step);
        }
        if (accounts.size() != 1) {
            problems.add(new RecipeProblem(
                    "recipe.delivery-of-one-account",
                    accounts.isEmpty() ? "/delivery/method" : "/steps/" + accounts.get(1),
                    "With the delivery \"comment\" a recipe has exactly one step okta.create-user, since one comment"
                            + " carries one password; this one has " + accounts.size() + "."));
        } else if (!delivered) {
            problems.add(new RecipeProblem(
                    "recipe.delivery-without-comment",
                    "/steps/" + accounts.get(0),
                    "With the delivery \"comment\" a step jira.comment that is not internal has to follow this one, or"
                            + " the password reaches nobody."));
        }
    }

    private static void comment(
            Recipe recipe, Step step, Set<String> earlier, String pointer, List<RecipeProblem> problems) {
        JsonNode internal = step.with().path("internal");
        if (!internal.isMissingNode() && !internal.isBoolean()) {
            problems.add(new RecipeProblem(
                    "recipe.internal-not-fixed",
                    pointer + "/internal",
                    "Who sees a comment is said by the recipe, not by a request: internal is true or false."));
        }
        JsonNode own = step.with().path("text");
        if (own.isTextual() && !own.textValue().isBlank() && !mayBeLeftOut(recipe, own.textValue())) {
            return;
        }
        Ticket ticket = recipe.ticket();
        if (ticket == null || ticket.comment() == null || ticket.comment().isBlank()) {
            problems.add(new RecipeProblem(
                    "recipe.comment-without-text",
                    pointer + "/text",
                    "The comment needs a text that is always there, here or at /ticket/comment."));
            return;
        }
        Matcher references = STEP.matcher(ticket.comment());
        while (references.find()) {
            if (!earlier.contains(references.group(1))) {
                problems.add(new RecipeProblem(
                        "recipe.reference-unknown",
                        "/ticket/comment",
                        "The comment at " + pointer + " says this text before the step \"" + references.group(1)
                                + "\" is done."));
            }
        }
    }

    private static boolean mayBeLeftOut(Recipe recipe, String text) {
        Matcher reference = INPUT.matcher(text);
        Input input = reference.matches() ? recipe.inputs().get(reference.group(1)) : null;
        return input != null && !input.isRequired();
    }

    /** A second value for what the account is known by would win over the one that was checked. */
    private static void profile(Step step, String pointer, List<RecipeProblem> problems) {
        step.with().path("profile").fieldNames().forEachRemaining(name -> {
            if (NOT_OF_A_PROFILE.contains(name.toLowerCase(Locale.ROOT))) {
                problems.add(new RecipeProblem(
                        "recipe.profile-of-the-account",
                        pointer + "/profile/" + name,
                        "\"" + name + "\" is an argument of the step itself and cannot be set in its profile."));
            }
        });
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
