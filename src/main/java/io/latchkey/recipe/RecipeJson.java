package io.latchkey.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.latchkey.platform.json.Mappers;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads recipe documents strictly: nothing twice, nothing unknown, nothing behind the end, nothing too deep. */
final class RecipeJson {

    static final int MOST_BYTES = 256 * 1024;
    private static final int MOST_DEPTH = 32;

    private static final JsonMapper MAPPER = JsonMapper.builder(Mappers.factory()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_DEPTH)
                            .maxDocumentLength(MOST_BYTES)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private RecipeJson() {}

    /** The document's tree. */
    static JsonNode tree(byte[] json) throws JsonProcessingException {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a document says that passed the schema. */
    static Recipe recipe(JsonNode document) {
        try {
            return MAPPER.treeToValue(document, Recipe.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema let through what the recipe's types do not take", e);
        }
    }
}
