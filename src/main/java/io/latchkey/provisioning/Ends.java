package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Grant;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.Recipe.Step;
import io.latchkey.recipe.Recipe.Term;
import io.latchkey.recipe.Recipe.WhenWithdrawn;
import io.latchkey.recipe.RecipeProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which memberships of a recipe end, and when: each as its entry in {@code grants} says, else as the recipe's {@code
 * duration}. All groups of one step end together, so that the step is one thing to do. Pure.
 */
final class Ends {

    private static final Set<String> GIVE = Set.of(StepKinds.ENSURE_GROUPS, StepKinds.EXTEND);
    private static final Set<String> APPS = Set.of(StepKinds.ASSIGN_APP, StepKinds.ASSIGN_APP_TO_GROUP);
    private static final Set<InputType> ONE_VALUE = Set.of(InputType.OPTION, InputType.TEXT);

    private final Recipe recipe;
    private final List<RecipeProblem> problems;

    private Ends(Recipe recipe, List<RecipeProblem> problems) {
        this.recipe = recipe;
        this.problems = problems;
    }

    /** The term of a group by its name; empty when its membership has no end. */
    static Optional<Term> of(Recipe recipe, String group) {
        return Optional.ofNullable(recipe.grants().stream()
                .filter(grant -> grant.group().equals(group))
                .findFirst()
                .map(Grant::duration)
                .orElse(recipe.duration()));
    }

    /** The term of groups that end together. */
    static Optional<Term> of(Recipe recipe, List<String> groups) {
        return groups.isEmpty() ? Optional.ofNullable(recipe.duration()) : of(recipe, groups.get(0));
    }

    /** The terms that the memberships of a step may have; none where it gives none that ends. */
    static List<Term> of(Recipe recipe, Step step) {
        return GIVE.contains(step.uses())
                ? new Ends(recipe, List.of())
                        .names(step.with().path("groups")).stream()
                                .flatMap(group -> of(recipe, group).stream())
                                .distinct()
                                .toList()
                : List.of();
    }

    /** The groups, by name, whose access the recipe can let last longer. */
    static Set<String> extended(Recipe recipe) {
        Set<String> groups = new HashSet<>();
        recipe.steps().stream()
                .filter(step -> step.uses().equals(StepKinds.EXTEND))
                .forEach(step -> groups.addAll(
                        new Ends(recipe, List.of()).names(step.with().path("groups"))));
        return groups;
    }

    /** Every term of the recipe. */
    static List<Term> all(Recipe recipe) {
        Set<Term> all = new LinkedHashSet<>();
        Optional.ofNullable(recipe.duration()).ifPresent(all::add);
        recipe.grants().stream().map(Grant::duration).filter(Objects::nonNull).forEach(all::add);
        return List.copyOf(all);
    }

    /** Whether access ends at once when the request is withdrawn. */
    static boolean revokedWhenWithdrawn(Recipe recipe) {
        return all(recipe).stream().anyMatch(term -> term.whenWithdrawn() == WhenWithdrawn.REVOKE);
    }

    /** Adds what is wrong about the ends of a recipe that is to be saved. */
    static void check(Recipe recipe, List<RecipeProblem> problems) {
        new Ends(recipe, problems).check();
    }

    private void check() {
        terms();
        Set<String> given = new HashSet<>();
        for (int i = 0; i < recipe.steps().size(); i++) {
            Step step = recipe.steps().get(i);
            String pointer = "/steps/" + i + "/with/";
            if (GIVE.contains(step.uses())) {
                given.addAll(together(step, pointer + "groups"));
            } else if (step.uses().equals(StepKinds.CREATE_USER)) {
                lasting(step, "groups", pointer, "recipe.end-of-new-account", "after the account is made");
            } else if (step.uses().equals(StepKinds.CHANGE_ROLE)) {
                lasting(step, "add", pointer, "recipe.end-of-role", "beside this one");
            } else if (APPS.contains(step.uses()) && appSeemsToEnd(step)) {
                add(
                        "recipe.end-of-app",
                        "/steps/" + i + "/uses",
                        "An application that is assigned to somebody or to a group has no end; give it for a time by a"
                                + " membership of a group that has it.");
            }
        }
        if (recipe.duration() != null && given.isEmpty()) {
            add("recipe.end-of-nothing", "/duration", "No step of this recipe gives a membership that could end.");
        }
        for (int i = 0; i < recipe.grants().size(); i++) {
            if (!given.contains(recipe.grants().get(i).group())) {
                add(
                        "recipe.end-of-nothing",
                        "/grants/" + i + "/group",
                        "No step okta.ensure-groups or grants.extend of this recipe names this group.");
            }
        }
    }

    private void terms() {
        Term duration = recipe.duration();
        if (duration != null) {
            date("/duration/input", duration);
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < recipe.grants().size(); i++) {
            Grant grant = recipe.grants().get(i);
            String pointer = "/grants/" + i;
            if (!names.add(grant.group())) {
                add("recipe.grant-twice", pointer + "/group", "Another entry says already when this group ends.");
            }
            if (grant.duration() == null && duration == null) {
                add(
                        "recipe.grant-without-end",
                        pointer,
                        "The membership needs an end: a duration here, or one of the whole recipe.");
            }
            if (grant.duration() != null) {
                date(pointer + "/duration/input", grant.duration());
            }
        }
        if (all(recipe).stream().map(Ends::withdrawal).distinct().count() > 1) {
            add(
                    "recipe.withdrawal-differs",
                    "/grants",
                    "What becomes of access when the request is withdrawn is the same for all of it: whenWithdrawn has to"
                            + " be the same in every duration.");
        }
    }

    private static WhenWithdrawn withdrawal(Term term) {
        return term.whenWithdrawn() == null ? WhenWithdrawn.KEEP : term.whenWithdrawn();
    }

    private void date(String pointer, Term term) {
        String name = term.input();
        Input input = name == null ? null : recipe.inputs().get(name);
        if (name != null && (input == null || input.type() != InputType.DATE || !input.isRequired())) {
            add(
                    "recipe.end-not-a-date",
                    pointer,
                    "Access ends on a date of the request: a required input of the type date.");
        }
    }

    /** The groups that a step may give; a problem when some of them would end at another time than others. */
    private List<String> together(Step step, String pointer) {
        JsonNode named = step.with().path("groups");
        List<String> groups = names(named);
        boolean isOne = named.size() == 1
                && References.onlyInput(named.path(0).asText())
                        .map(recipe.inputs()::get)
                        .filter(input -> ONE_VALUE.contains(input.type()))
                        .isPresent();
        List<Optional<Term>> terms =
                groups.stream().map(group -> of(recipe, group)).distinct().toList();
        if (terms.size() > 1 && !isOne) {
            add(
                    "recipe.ends-differ",
                    pointer,
                    "All groups of one step end together; those with another end have a step of their own.");
        }
        if (step.uses().equals(StepKinds.EXTEND) && terms.contains(Optional.<Term>empty())) {
            add("recipe.extension-without-end", "/duration", "A recipe that extends access says until when.");
        }
        return groups;
    }

    private boolean appSeemsToEnd(Step step) {
        return recipe.duration() != null
                || names(JsonNodeFactory.instance
                                .arrayNode()
                                .add(step.with().path(StepShape.GROUP).asText()))
                        .stream()
                        .anyMatch(group -> of(recipe, group).isPresent());
    }

    /** What ends is given by a step of its own. */
    private void lasting(Step step, String argument, String pointer, String code, String where) {
        boolean ends = names(step.with().path(argument)).stream()
                .anyMatch(group -> of(recipe, group).isPresent());
        if (ends) {
            add(
                    code,
                    pointer + argument,
                    "Access that ends is given by a step okta.ensure-groups of its own, " + where + ".");
        }
    }

    private List<String> names(JsonNode groups) {
        List<String> names = new ArrayList<>();
        groups.forEach(group -> {
            String text = group.asText();
            Input input = References.onlyInput(text).map(recipe.inputs()::get).orElse(null);
            names.addAll(input == null ? List.of(text) : input.choices().values());
        });
        return names;
    }

    private void add(String code, String pointer, String sentence) {
        problems.add(new RecipeProblem(code, pointer, sentence));
    }
}
