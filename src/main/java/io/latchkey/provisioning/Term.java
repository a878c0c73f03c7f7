package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Step;
import io.latchkey.recipe.RecipeVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Begin and end of access, from the dates of a request in the time zone of its recipe. Pure. */
final class Term {

    /** As the schema bounds a number of days. */
    private static final Duration LONGEST = Duration.ofDays(3_650);

    private Term() {}

    /**
     * When access that is given ends, as the step that gives it takes it: {@code {"days":n}} counts from when it is given, or
     * an instant, the end of the day that the request names.
     */
    static JsonNode end(Recipe recipe, Recipe.Term term, Map<String, JsonNode> inputs) {
        Integer days = term.days();
        if (days != null) {
            return JsonNodeFactory.instance.objectNode().put("days", days);
        }
        Integer hours = term.hours();
        if (hours != null) {
            return JsonNodeFactory.instance.objectNode().put("hours", hours);
        }
        LocalDate last = date(inputs, Objects.requireNonNull(term.input()));
        return JsonNodeFactory.instance.textNode(endOf(last, recipe).toString());
    }

    /** The instant at which a step waits for a date, at the time of day that it names, or as the day begins. */
    static Instant begin(Recipe recipe, ObjectNode filled) {
        LocalDate date = LocalDate.parse(filled.path("date").asText());
        LocalTime time =
                filled.has("time") ? LocalTime.parse(filled.path("time").asText()) : LocalTime.MIN;
        return date.atTime(time).atZone(zone(recipe)).toInstant();
    }

    /** When an account may be deleted: so many whole days after the day that the request names. */
    static Instant deletion(Recipe recipe, ObjectNode filled) {
        LocalDate date = LocalDate.parse(filled.path("date").asText());
        return endOf(date.plusDays(filled.path("afterDays").asLong(0)), recipe);
    }

    /** Why the dates of a request cannot be: an end that is over, or before its begin. */
    static Optional<Outcome> problem(RecipeVersion version, Map<String, JsonNode> inputs, Instant now) {
        Recipe recipe = version.recipe();
        FieldNames names = FieldNames.of(version);
        List<String> waited = new ArrayList<>();
        for (Step step : recipe.steps()) {
            if (step.uses().equals(StepKinds.WAIT_UNTIL)) {
                beginInput(step).filter(inputs::containsKey).ifPresent(waited::add);
            }
            for (Recipe.Term term : Ends.of(recipe, step)) {
                String end = term.input();
                if (end != null && inputs.containsKey(end)) {
                    Optional<Outcome> unfit =
                            problem(recipe, inputs, end, names, now).or(() -> beforeBegin(inputs, end, waited, names));
                    if (unfit.isPresent()) {
                        return unfit;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Outcome> problem(
            Recipe recipe, Map<String, JsonNode> inputs, String name, FieldNames names, Instant now) {
        LocalDate last = date(inputs, name);
        if (!endOf(last, recipe).isAfter(now)) {
            return Optional.of(new Outcome.Refused(
                    "term.end-past",
                    "The access would have ended already: the date in \"" + names.of(name)
                            + "\" is over. Correct it and have the request approved again."));
        }
        if (endOf(last, recipe).isAfter(now.plus(LONGEST))) {
            return Optional.of(new Outcome.Refused(
                    "term.end-too-far",
                    "Access for a time is given for ten years at most, and the date in \"" + names.of(name)
                            + "\" is later. Correct it and have the request approved again."));
        }
        return Optional.empty();
    }

    /** Of what is given after a wait. */
    private static Optional<Outcome> beforeBegin(
            Map<String, JsonNode> inputs, String end, List<String> waited, FieldNames names) {
        LocalDate last = date(inputs, end);
        return waited.stream()
                .filter(begin -> date(inputs, begin).isAfter(last))
                .findFirst()
                .map(begin -> new Outcome.Refused(
                        "term.end-before-begin",
                        "The access would end before it begins: the date in \"" + names.of(end)
                                + "\" is before the one in \"" + names.of(begin)
                                + "\". Correct the dates and have the request approved again."));
    }

    private static Optional<String> beginInput(Step step) {
        return References.onlyInput(step.with().path("date").asText());
    }

    private static LocalDate date(Map<String, JsonNode> inputs, String name) {
        return LocalDate.parse(Objects.requireNonNull(inputs.get(name)).asText());
    }

    private static Instant endOf(LocalDate day, Recipe recipe) {
        return day.plusDays(1).atStartOfDay(zone(recipe)).toInstant();
    }

    private static ZoneId zone(Recipe recipe) {
        return ZoneId.of(recipe.zone());
    }
}
