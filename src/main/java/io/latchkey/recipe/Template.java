package io.latchkey.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A text with references like {@code ${inputs.email}}. They are replaced once, by values that are data: nothing is
 * evaluated, and a reference inside a value stays the characters it is.
 */
public final class Template {

    /** The most characters of a text before its references are replaced. */
    public static final int MOST_CHARACTERS = 8_192;

    /** The most references of a text. */
    public static final int MOST_REFERENCES = 100;

    /** The most characters of the result: what Jira takes as one comment by default. */
    public static final int MOST_RENDERED = 32_767;

    private static final String OPENING = "${";
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9_]*(?:\\.[A-Za-z][A-Za-z0-9_]*)*)}");

    private final String text;
    private final List<Part> parts;

    private Template(String text, List<Part> parts) {
        this.text = text;
        this.parts = parts;
    }

    /**
     * Reads a text.
     *
     * @throws TemplateFailure {@code recipe.template-too-long}, {@code recipe.template-malformed}
     */
    public static Template parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new TemplateFailure(
                    "recipe.template-too-long",
                    "the text has " + text.length() + " characters, at most " + MOST_CHARACTERS + " are allowed");
        }
        List<Part> parts = new ArrayList<>();
        Matcher matcher = REFERENCE.matcher(text);
        for (int at = text.indexOf(OPENING); at >= 0; at = text.indexOf(OPENING, matcher.end())) {
            if (!matcher.region(at, text.length()).lookingAt()) {
                throw new TemplateFailure(
                        "recipe.template-malformed",
                        "a reference at character " + (at + 1) + " is not written like ${inputs.email}");
            }
            parts.add(new Part(at, matcher.end(), matcher.group(1)));
        }
        if (parts.size() > MOST_REFERENCES) {
            throw new TemplateFailure(
                    "recipe.template-too-long",
                    "the text has " + parts.size() + " references, at most " + MOST_REFERENCES + " are allowed");
        }
        return new Template(text, List.copyOf(parts));
    }

    /**
     * A text with its references replaced.
     *
     * @param values by path: {@code inputs.email}
     * @throws TemplateFailure as {@link #parse}; {@code recipe.value-missing}, naming the reference that has no value;
     *     {@code recipe.text-too-long}
     */
    public static String render(String text, Map<String, String> values) {
        return parse(text).render(values::get);
    }

    /**
     * Arguments of a step with the references in all their texts replaced. A text that is nothing but one reference
     * becomes the value itself, with its type; in a longer text a list is written with commas.
     *
     * @param values by path
     * @param optional paths that may have no value: an argument that is nothing but such a reference is left out
     * @throws TemplateFailure as {@link #render}
     */
    public static ObjectNode fill(ObjectNode arguments, Map<String, JsonNode> values, Set<String> optional) {
        ObjectNode filled = JsonNodeFactory.instance.objectNode();
        arguments.properties().forEach(argument -> {
            JsonNode value = filled(argument.getValue(), values, optional);
            if (value != null) {
                filled.set(argument.getKey(), value);
            }
        });
        return filled;
    }

    private static @Nullable JsonNode filled(JsonNode value, Map<String, JsonNode> values, Set<String> optional) {
        if (value instanceof ObjectNode object) {
            return fill(object, values, optional);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode();
            for (JsonNode element : array) {
                JsonNode one = filled(element, values, optional);
                if (one != null) {
                    filled.add(one);
                }
            }
            return filled;
        }
        return value.isTextual() ? parse(value.textValue()).value(values, optional) : value;
    }

    private @Nullable JsonNode value(Map<String, JsonNode> values, Set<String> optional) {
        Optional<String> only = onlyReference();
        if (only.isEmpty()) {
            return JsonNodeFactory.instance.textNode(render(path -> written(values.get(path))));
        }
        JsonNode value = values.get(only.get());
        if (value == null && !optional.contains(only.get())) {
            throw missing(only.get());
        }
        return value == null ? null : value.deepCopy();
    }

    private static @Nullable String written(@Nullable JsonNode value) {
        if (value == null || !value.isArray()) {
            return value == null ? null : value.asText();
        }
        return StreamSupport.stream(value.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }

    private String render(Function<String, @Nullable String> values) {
        StringBuilder rendered = new StringBuilder();
        int end = 0;
        for (Part part : parts) {
            String value = values.apply(part.path);
            if (value == null) {
                throw missing(part.path);
            }
            rendered.append(text, end, part.from).append(value);
            end = part.to;
            bounded(rendered.length());
        }
        rendered.append(text, end, text.length());
        bounded(rendered.length());
        return rendered.toString();
    }

    private static void bounded(int length) {
        if (length > MOST_RENDERED) {
            throw new TemplateFailure(
                    "recipe.text-too-long", "the text with its values has more than " + MOST_RENDERED + " characters");
        }
    }

    private static TemplateFailure missing(String path) {
        return new TemplateFailure("recipe.value-missing", "${" + path + "} has no value");
    }

    /** The paths it refers to, in their order; one that is used twice is listed twice. */
    public List<String> references() {
        return parts.stream().map(Part::path).toList();
    }

    /** The path, when the text is nothing but one reference. */
    public Optional<String> onlyReference() {
        return parts.stream()
                .filter(part -> part.from == 0 && part.to == text.length())
                .map(Part::path)
                .findFirst();
    }

    private record Part(int from, int to, String path) {}
}
