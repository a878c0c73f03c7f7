package io.latchkey.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.latchkey.recipe.Recipe.Input;
import io.latchkey.recipe.Recipe.InputType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An expression of a recipe in CEL (https://github.com/google/cel-spec) over its inputs, as
 * {@code inputs.department == "Finance"}. Its types are checked when a recipe is saved; it always ends, and reads nothing but
 * the inputs. An optional input without a value is the empty text, false, or the empty list.
 */
public final class Expression {

    private static final CelOptions OPTIONS = CelOptions.current()
            .comprehensionMaxIterations(1_000)
            .maxExpressionCodePointSize(2_000)
            .maxParseRecursionDepth(32)
            .maxRegexProgramSize(2_000)
            .build();

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

    private static final String PREFIX = "inputs.";
    /** Roughly bytes: a program, its text, and the types that it was read with. */
    private static final int MOST_REMEMBERED = 8_000_000;

    private static final int WEIGHT_OF_ITSELF = 1_000;

    /** What was read lately: reading takes a hundred times as long as evaluating, and each look reads a recipe's anew. */
    private static final Cache<Read, Expression> LATELY = Caffeine.newBuilder()
            .maximumWeight(MOST_REMEMBERED)
            .weigher((Read read, Expression expression) ->
                    WEIGHT_OF_ITSELF + read.text.length() + 20 * read.inputs.size())
            .build();

    private final CelRuntime.Program program;
    private final Map<String, InputType> inputs;

    private Expression(CelRuntime.Program program, Map<String, InputType> inputs) {
        this.program = program;
        this.inputs = inputs;
    }

    /** All that an expression depends on. */
    private record Read(String text, Map<String, InputType> inputs, CelType expected) {}

    /**
     * Reads an expression that says yes or no.
     *
     * @throws ExpressionFailure when it is none, or of another type
     */
    public static Expression condition(String text, Map<String, Input> inputs) {
        return compile(text, inputs, SimpleType.BOOL);
    }

    /**
     * Reads an expression whose value is one of this type.
     *
     * @param inputs what it may refer to
     * @throws ExpressionFailure when it is none, or of another type
     */
    public static Expression value(String text, Map<String, Input> inputs, InputType type) {
        return compile(text, inputs, celType(type));
    }

    private static Expression compile(String text, Map<String, Input> inputs, CelType expected) {
        Map<String, InputType> types = new LinkedHashMap<>();
        inputs.forEach((name, input) -> types.put(name, input.type()));
        return LATELY.get(new Read(text, Map.copyOf(types), expected), Expression::compile);
    }

    private static Expression compile(Read read) {
        CelCompilerBuilder compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setResultType(read.expected);
        read.inputs.forEach((name, type) -> compiler.addVar(PREFIX + name, celType(type)));
        try {
            CelAbstractSyntaxTree tree = compiler.build().compile(read.text).getAst();
            return new Expression(RUNTIME.createProgram(tree), read.inputs);
        } catch (CelEvaluationException e) {
            throw new ExpressionFailure("it cannot be evaluated");
        } catch (CelValidationException e) {
            String first = e.getErrors().isEmpty()
                    ? "it cannot be read"
                    : e.getErrors().get(0).getMessage();
            throw new ExpressionFailure(first.lines().findFirst().orElse(first));
        }
    }

    /** Whether these values fulfil it. */
    public boolean holds(Map<String, JsonNode> values) {
        return Boolean.TRUE.equals(evaluate(values));
    }

    /**
     * Its value, as an input's.
     *
     * @throws ExpressionFailure when these values have none, as a division by nothing
     */
    public JsonNode of(Map<String, JsonNode> values) {
        return json(evaluate(values));
    }

    private Object evaluate(Map<String, JsonNode> values) {
        Map<String, Object> variables = new HashMap<>();
        inputs.forEach((name, type) -> variables.put(PREFIX + name, java(type, values.get(name))));
        try {
            return program.eval(variables);
        } catch (CelEvaluationException e) {
            throw new ExpressionFailure("it has no value for this request");
        }
    }

    private static CelType celType(InputType type) {
        return switch (type) {
            case TEXT, EMAIL, DATE, OPTION, ACCOUNT -> SimpleType.STRING;
            case BOOLEAN -> SimpleType.BOOL;
            case PEOPLE, LIST -> ListType.create(SimpleType.STRING);
        };
    }

    private static Object java(InputType type, @Nullable JsonNode value) {
        return switch (type) {
            case TEXT, EMAIL, DATE, OPTION, ACCOUNT -> value == null ? "" : value.asText();
            case BOOLEAN -> value != null && value.asBoolean();
            case PEOPLE, LIST -> texts(value);
        };
    }

    private static List<String> texts(@Nullable JsonNode list) {
        List<String> texts = new ArrayList<>();
        if (list != null) {
            list.forEach(one -> texts.add(one.asText()));
        }
        return texts;
    }

    private static JsonNode json(Object value) {
        if (value instanceof Boolean truth) {
            return JsonNodeFactory.instance.booleanNode(truth);
        }
        if (value instanceof List<?> list) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            list.forEach(one -> array.add(String.valueOf(one)));
            return array;
        }
        return JsonNodeFactory.instance.textNode(String.valueOf(value));
    }
}
