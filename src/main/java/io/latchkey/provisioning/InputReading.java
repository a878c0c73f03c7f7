package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.jira.Form;
import io.latchkey.jira.Person;
import io.latchkey.jira.ServiceRequest;
import io.latchkey.platform.text.PlainText;
import io.latchkey.recipe.Expression;
import io.latchkey.recipe.ExpressionFailure;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.recipe.Source;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes a recipe's inputs from a request. What is missing, of another type, too long or holds hidden characters is a
 * problem whose sentence names the field and never its value.
 */
final class InputReading {

    private static final int LONGEST = 255;
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 9000;
    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
                    + "(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+");

    private final Map<String, JsonNode> values = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    private final FieldNames names;

    private InputReading(FieldNames names) {
        this.names = names;
    }

    /**
     * An input that cannot be taken as it is.
     *
     * @param code stable, dotted
     * @param sentence for the ticket and for ever, without the value
     * @param value what was found, for the ticket only, safe to show; null when there is none
     */
    record Problem(String code, String sentence, @Nullable String value) {}

    /**
     * Reads all inputs while nobody has approved.
     *
     * @param approver what is shown for whoever will
     */
    static InputReading beforeApproval(
            RecipeVersion version, ServiceRequest request, List<Form> forms, String approver) {
        return of(version, request, forms, List.of(approver));
    }

    /**
     * Reads all inputs.
     *
     * @param approvers Atlassian accounts of those who approved
     */
    static InputReading of(RecipeVersion version, ServiceRequest request, List<Form> forms, List<String> approvers) {
        InputReading reading = new InputReading(FieldNames.of(version));
        Recipe recipe = version.recipe();
        recipe.inputs().forEach((name, input) -> {
            if (input.source() instanceof Source.Approver) {
                reading.approver(name, input, approvers);
            } else if (!(input.source() instanceof Source.Expression)) {
                reading.read(name, input, raw(input, request, forms));
            }
        });
        if (reading.problems.isEmpty()) {
            recipe.inputs().forEach((name, input) -> {
                if (input.source() instanceof Source.Expression expression) {
                    reading.compute(name, input, expression, recipe.plainInputs());
                }
            });
        }
        return reading;
    }

    /** Whether a recipe takes something from whoever approved. */
    static boolean asksForApprovers(Recipe recipe) {
        return recipe.inputs().values().stream().anyMatch(input -> input.source() instanceof Source.Approver);
    }

    private void approver(String name, Input input, List<String> approvers) {
        if (input.type() == InputType.PEOPLE) {
            ArrayNode accounts = JsonNodeFactory.instance.arrayNode();
            approvers.forEach(accounts::add);
            values.put(name, accounts);
        } else if (approvers.size() == 1) {
            values.put(name, JsonNodeFactory.instance.textNode(approvers.get(0)));
        } else {
            add(
                    "input.several-approvers",
                    name,
                    "is whoever approved, and several people did: an administrator has to make it an input of type people",
                    null);
        }
    }

    /** The ids of the fields that a recipe's inputs come from. */
    static List<String> fields(Recipe recipe) {
        return recipe.inputs().values().stream()
                .map(Input::source)
                .filter(Source.Field.class::isInstance)
                .map(source -> ((Source.Field) source).id())
                .distinct()
                .toList();
    }

    Map<String, JsonNode> values() {
        return values;
    }

    List<Problem> problems() {
        return problems;
    }

    /** The values that are problems, for the ticket; null when none can be shown. */
    @Nullable
    String found() {
        String found = problems.stream()
                .map(Problem::value)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining("\n"));
        return found.isEmpty() ? null : found;
    }

    private void compute(String name, Input input, Source.Expression expression, Map<String, Input> plain) {
        try {
            JsonNode value =
                    Expression.value(expression.text(), plain, input.type()).of(values);
            read(name, input, Optional.of(value));
        } catch (ExpressionFailure e) {
            add("input.not-computed", name, "cannot be computed from this request", null);
        }
    }

    private void read(String name, Input input, Optional<JsonNode> raw) {
        Optional<JsonNode> found = raw.filter(value -> !isEmpty(value));
        if (found.isEmpty()) {
            if (input.isRequired()) {
                add("input.missing", name, "is empty, but needed", null);
            }
            return;
        }
        switch (input.type()) {
            case TEXT ->
                text(found.get())
                        .ifPresentOrElse(text -> keepText(name, input, text), () -> wrongType(name, "a line of text"));
            case EMAIL ->
                text(found.get())
                        .ifPresentOrElse(text -> email(name, input, text), () -> wrongType(name, "an e-mail address"));
            case OPTION ->
                text(found.get().path("value"))
                        .ifPresentOrElse(
                                text -> keepText(name, input, text), () -> wrongType(name, "one chosen option"));
            case DATE -> date(name, found.get());
            case BOOLEAN -> {
                if (found.get().isBoolean()) {
                    values.put(name, found.get());
                } else {
                    wrongType(name, "yes or no");
                }
            }
            case PEOPLE -> people(name, found.get());
            case ACCOUNT -> account(name, input, found.get());
            case LIST -> list(name, input, found.get());
        }
    }

    private static Optional<JsonNode> raw(Input input, ServiceRequest request, List<Form> forms) {
        Source source = input.source();
        if (source instanceof Source.Field field) {
            return Optional.ofNullable(request.fields().get(field.id()));
        }
        if (source instanceof Source.Constant constant) {
            return Optional.of(constant.value());
        }
        if (source instanceof Source.Reporter) {
            return Optional.ofNullable(request.reporter())
                    .map(Person::accountId)
                    .map(account -> input.type() == InputType.TEXT
                            ? JsonNodeFactory.instance.textNode(account)
                            : JsonNodeFactory.instance.objectNode().put("accountId", account));
        }
        if (source instanceof Source.FormAnswer wanted) {
            return FormCheck.only(wanted.form(), forms)
                    .flatMap(form -> form.answer(wanted.question()))
                    .map(answer -> input.type() == InputType.OPTION ? single(answer.value()) : answer.value());
        }
        return Optional.empty();
    }

    /** A form knows only lists of choices. */
    private static JsonNode single(JsonNode value) {
        return value.isArray() && value.size() == 1 ? value.get(0) : value;
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isNull()
                || value.isMissingNode()
                || (value.isTextual() && value.textValue().isBlank())
                || (value.isArray() && value.isEmpty());
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.ofNullable(value.textValue()).map(String::strip);
    }

    private void keepText(String name, Input input, String text) {
        if (isClean(name, input, text)) {
            values.put(name, JsonNodeFactory.instance.textNode(text));
        }
    }

    private boolean isClean(String name, Input input, String text) {
        Integer longest = input.maxLength();
        int most = longest == null ? LONGEST : longest;
        if (text.length() > most) {
            add("input.too-long", name, "is longer than " + most + " characters", text);
            return false;
        }
        if (PlainText.hides(text)) {
            add("input.hidden-characters", name, "holds control or invisible characters", text);
            return false;
        }
        String pattern = input.pattern();
        if (pattern != null && !com.google.re2j.Pattern.matches(pattern, text)) {
            add("input.wrong-form", name, "does not have the form that the recipe asks for", text);
            return false;
        }
        if (!input.choices().isEmpty() && !input.choices().containsKey(text)) {
            add("input.not-a-choice", name, "is none of the values that the recipe knows", text);
            return false;
        }
        return true;
    }

    /** A login that was typed stays one; a person is known by the account that Jira gives them, never by an address. */
    private void account(String name, Input input, JsonNode value) {
        JsonNode one = value.isArray() && value.size() == 1 ? value.get(0) : value;
        Optional<String> login = text(one);
        if (login.isPresent()) {
            if (isClean(name, input, login.get())) {
                values.put(name, TargetAccount.named(login.get()));
            }
        } else if (one.path("accountId").isTextual()) {
            values.put(name, TargetAccount.of(one.path("accountId").textValue()));
        } else {
            wrongType(name, "one person, or one login");
        }
    }

    private void email(String name, Input input, String text) {
        if (!EMAIL.matcher(text).matches()) {
            add("input.not-an-email", name, "is not an e-mail address", text);
        } else {
            keepText(name, input, text);
        }
    }

    private void date(String name, JsonNode value) {
        try {
            LocalDate date = LocalDate.parse(text(value).orElse(""));
            if (date.getYear() < FIRST_YEAR || date.getYear() > LAST_YEAR) {
                wrongType(name, "a date between the years " + FIRST_YEAR + " and " + LAST_YEAR);
                return;
            }
            values.put(name, JsonNodeFactory.instance.textNode(date.toString()));
        } catch (DateTimeParseException e) {
            wrongType(name, "a date");
        }
    }

    private void people(String name, JsonNode value) {
        ArrayNode accounts = JsonNodeFactory.instance.arrayNode();
        Iterable<JsonNode> people = value.isArray() ? value : List.of(value);
        for (JsonNode person : people) {
            if (person.path("accountId").isTextual()) {
                accounts.add(person.path("accountId"));
            } else {
                wrongType(name, "one or more people");
                return;
            }
        }
        values.put(name, accounts);
    }

    private void list(String name, Input input, JsonNode value) {
        ArrayNode texts = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : value) {
            Optional<String> text = text(element.isObject() ? element.path("value") : element);
            if (text.isEmpty()) {
                wrongType(name, "a list of texts");
                return;
            }
            if (!isClean(name, input, text.get())) {
                return;
            }
            texts.add(text.get());
        }
        if (texts.isEmpty()) {
            wrongType(name, "a list of texts");
        } else {
            values.put(name, texts);
        }
    }

    private void wrongType(String name, String expected) {
        add("input.wrong-type", name, "does not hold " + expected, null);
    }

    private void add(String code, String name, String sentence, @Nullable String value) {
        String shown = names.of(name);
        problems.add(new Problem(
                code,
                "\"" + shown + "\" " + sentence + ".",
                value == null ? null : shown + ": " + PlainText.shown(value)));
    }
}
