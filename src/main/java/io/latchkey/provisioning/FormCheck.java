package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.jira.Form;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Source;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the forms of a request still say what was approved. A form has no history, only the time of its last change, so
 * that is what is compared. It is put on a request and handed in together with it, in the second in which an approval
 * that is asked for at once was made: only a later second counts.
 */
final class FormCheck {

    private FormCheck() {}

    /** The form that a recipe wants an answer from, when there is exactly one on the request. */
    static Optional<Form> only(String templateId, List<Form> forms) {
        List<Form> found = forms.stream()
                .filter(form -> form.templateId().equals(templateId))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** The templates that a recipe's inputs come from. */
    static Set<String> templates(Recipe recipe) {
        Set<String> templates = new HashSet<>();
        answers(recipe).forEach(answer -> templates.add(answer.form()));
        return templates;
    }

    /** The fields that hold the same as an answer which the recipe uses, as far as the forms were read. */
    static Set<String> linkedFields(Recipe recipe, List<Form> forms) {
        Set<String> linked = new HashSet<>();
        for (Source.FormAnswer wanted : answers(recipe)) {
            only(wanted.form(), forms)
                    .flatMap(form -> form.answer(wanted.question()))
                    .map(Form.Answered::linkedField)
                    .ifPresent(linked::add);
        }
        return linked;
    }

    /** Why the forms hold the request; empty when they speak for it. */
    static Optional<Outcome> check(Recipe recipe, Instant since, ServiceRequest request, List<Form> forms) {
        for (String template : templates(recipe)) {
            Optional<Outcome> held = whole(template, since, forms);
            if (held.isPresent()) {
                return held;
            }
        }
        List<Difference> disagree = new ArrayList<>();
        for (Source.FormAnswer wanted : answers(recipe)) {
            only(wanted.form(), forms)
                    .flatMap(form -> form.answer(wanted.question()))
                    .flatMap(answer -> disagreement(answer, request))
                    .ifPresent(disagree::add);
        }
        return disagree.isEmpty()
                ? Optional.empty()
                : Optional.of(new Outcome.Held(
                        "form.disagrees-with-field",
                        "An answer in the form is not what the field beside it says ("
                                + String.join(
                                        ", ",
                                        disagree.stream().map(Difference::name).toList())
                                + "), so nobody can tell which of them was approved. Make them say the same and have it"
                                + " approved again.",
                        disagree));
    }

    private static Optional<Outcome> whole(String template, Instant since, List<Form> forms) {
        List<Form> found = forms.stream()
                .filter(form -> form.templateId().equals(template))
                .toList();
        if (found.size() != 1) {
            return Optional.of(new Outcome.Held(
                    found.isEmpty() ? "form.missing" : "form.ambiguous",
                    "The recipe takes answers from the form " + template + ", and Jira shows " + found.size()
                            + " such forms on this request. There has to be exactly one."));
        }
        Form form = found.get(0);
        if (!form.submitted()) {
            return Optional.of(new Outcome.Held(
                    "form.not-submitted",
                    "The form is open: what it says now may not be what was approved. Submit it and have the request"
                            + " approved again.",
                    List.of(new Difference("The form", "submitted", "open"))));
        }
        if (form.updated().truncatedTo(ChronoUnit.SECONDS).isAfter(since.truncatedTo(ChronoUnit.SECONDS))) {
            return Optional.of(new Outcome.Held(
                    "form.changed-after-approval",
                    "The form was changed after the approval was asked for. Jira does not tell what it said before, so"
                            + " have it approved again.",
                    List.of(new Difference(
                            "The form",
                            "as approval was asked for at " + seconds(since),
                            "as changed at " + seconds(form.updated())))));
        }
        return Optional.empty();
    }

    private static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Optional<Difference> disagreement(Form.Answered answer, ServiceRequest request) {
        String linked = answer.linkedField();
        if (linked == null) {
            return Optional.empty();
        }
        List<String> asked = words(answer.value());
        List<String> field = words(request.fields().get(linked));
        return asked.equals(field)
                ? Optional.empty()
                : Optional.of(new Difference(answer.label(), String.join(", ", asked), String.join(", ", field)));
    }

    /** A value in the words that its field and an answer share, in one order. */
    private static List<String> words(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (value.isArray()) {
            List<String> words = new ArrayList<>();
            value.forEach(one -> words.addAll(words(one)));
            return words.stream().sorted().toList();
        }
        if (value.isObject()) {
            return List.of(
                    value.path(value.has("accountId") ? "accountId" : "value").asText());
        }
        String text = value.asText().strip();
        return text.isEmpty() ? List.of() : List.of(text);
    }

    private static List<Source.FormAnswer> answers(Recipe recipe) {
        return recipe.inputs().values().stream()
                .map(Input::source)
                .filter(Source.FormAnswer.class::isInstance)
                .map(Source.FormAnswer.class::cast)
                .toList();
    }
}
