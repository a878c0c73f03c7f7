package io.latchkey.provisioning;

import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Match;
import io.latchkey.recipe.Recipe.Step;
import io.latchkey.recipe.RecipeProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds recipes whose requests raise each other in a round, which nothing but people who decline would end. Pure. */
final class RaisedRounds {

    private final Map<String, Recipe> recipes = new LinkedHashMap<>();

    private RaisedRounds(Collection<Recipe> all) {
        all.forEach(recipe -> recipes.put(recipe.key(), recipe));
    }

    /**
     * The steps of a recipe that begin such a round.
     *
     * @param others the current versions of all recipes; one with the same key is replaced by this one
     */
    static List<RecipeProblem> problems(Recipe recipe, Collection<Recipe> others) {
        RaisedRounds rounds = new RaisedRounds(others);
        rounds.recipes.put(recipe.key(), recipe);
        List<RecipeProblem> problems = new ArrayList<>();
        for (int i = 0; i < recipe.steps().size(); i++) {
            int index = i;
            rounds.raised(recipe.steps().get(i))
                    .flatMap(next -> rounds.way(next, recipe.key(), new HashSet<>()))
                    .ifPresent(way -> problems.add(new RecipeProblem(
                            "recipe.raises-itself",
                            "/steps/" + index,
                            "This request would be raised again by what it raises: " + recipe.key() + " → "
                                    + String.join(" → ", way) + ". A round of requests has no end.")));
        }
        return problems;
    }

    /** The keys on the way from one recipe to another. */
    private Optional<List<String>> way(Recipe from, String to, Set<String> seen) {
        if (from.key().equals(to)) {
            return Optional.of(List.of(to));
        }
        if (!seen.add(from.key())) {
            return Optional.empty();
        }
        for (Step step : from.steps()) {
            Optional<List<String>> rest = raised(step).flatMap(next -> way(next, to, seen));
            if (rest.isPresent()) {
                List<String> way = new ArrayList<>(List.of(from.key()));
                way.addAll(rest.get());
                return Optional.of(way);
            }
        }
        return Optional.empty();
    }

    private Optional<Recipe> raised(Step step) {
        String desk = step.with().path("serviceDeskId").asText();
        String type = step.with().path("requestTypeId").asText();
        return step.uses().equals(StepKinds.RAISE_REQUEST)
                ? recipes.values().stream()
                        .filter(recipe -> isFor(recipe.match(), desk, type))
                        .findFirst()
                : Optional.empty();
    }

    private static boolean isFor(Match match, String desk, String type) {
        return match.serviceDesk().equals(desk) && match.requestTypes().contains(type);
    }
}
