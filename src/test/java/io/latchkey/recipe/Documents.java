package io.latchkey.recipe;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** The published example and changed copies of it, with the kinds of steps it uses. */
final class Documents {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static final List<StepKind> KNOWN = List.of(
            new StepKind("okta.create-user", Set.of("userId", "login")),
            new StepKind("okta.ensure-groups", Set.of()),
            new StepKind("jira.comment", Set.of("commentId")),
            new StepKind("jira.transition", Set.of()));

    private Documents() {}

    static ObjectNode example() {
        try (InputStream resource = Documents.class.getResourceAsStream("/recipe/examples/onboard-employee.json")) {
            return (ObjectNode) JSON.readTree(Objects.requireNonNull(resource));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode example(Consumer<ObjectNode> change) {
        ObjectNode document = example();
        change.accept(document);
        return document;
    }

    /** A change that puts JSON at a member of the object at this pointer. */
    static Consumer<ObjectNode> put(String pointer, String member, String json) {
        return document -> ((ObjectNode) document.at(pointer)).set(member, tree(json));
    }

    /** A change that takes a member from the object at this pointer. */
    static Consumer<ObjectNode> remove(String pointer, String member) {
        return document -> ((ObjectNode) document.at(pointer)).remove(member);
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(JsonNode document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
