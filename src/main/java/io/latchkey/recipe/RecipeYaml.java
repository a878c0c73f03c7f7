package io.latchkey.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.latchkey.platform.json.Mappers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Recipe documents as YAML 1.2, for people who keep them beside their code: the same documents as in JSON, with nothing that
 * JSON cannot say. Anchors, tags and several documents in one file are refused.
 */
public final class RecipeYaml {

    private static final int MOST_DEPTH = 32;
    private static final YAMLMapper MAPPER = mapper();

    private RecipeYaml() {}

    private static YAMLMapper mapper() {
        LoaderOptions bounds = new LoaderOptions();
        bounds.setAllowDuplicateKeys(false);
        bounds.setMaxAliasesForCollections(0);
        bounds.setNestingDepthLimit(MOST_DEPTH);
        bounds.setCodePointLimit(RecipeJson.MOST_BYTES);
        YAMLFactory factory = YAMLFactory.builder()
                .loaderOptions(bounds)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_DEPTH)
                        .maxDocumentLength(RecipeJson.MOST_BYTES)
                        .build())
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
        YAMLMapper mapper = YAMLMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .build();
        return Mappers.keepNothing(mapper);
    }

    /** The document's tree. */
    static JsonNode tree(byte[] yaml) throws JsonProcessingException {
        try {
            return MAPPER.readTree(yaml);
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A document as YAML, in UTF-8; reading it again gives the same document. */
    public static byte[] of(JsonNode document) {
        try {
            return MAPPER.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document that was read cannot be written", e);
        }
    }
}
