package io.latchkey.panel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.latchkey.tenant.CalledByPerson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The recipes that come with the product, for administrators to start from. */
@RestController
@CalledByPerson(administrator = true)
class ReadyRecipesController {

    private final List<ReadyRecipe> ready;

    ReadyRecipesController() {
        try {
            Resource[] files = new PathMatchingResourcePatternResolver().getResources("classpath:recipe/ready/*.yaml");
            this.ready = Stream.of(files)
                    .map(ReadyRecipesController::read)
                    .sorted(Comparator.comparing(ReadyRecipe::title))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the ready recipes cannot be read", e);
        }
    }

    /**
     * A recipe that nobody has saved yet.
     *
     * @param key as it would be saved
     * @param title for people
     * @param yaml the document, with its comments
     */
    record ReadyRecipe(String key, String title, String yaml) {}

    /** All of them, by title; the same for every site. */
    @GetMapping("/api/ready-recipes")
    List<ReadyRecipe> list() {
        return ready;
    }

    private static ReadyRecipe read(Resource file) {
        try {
            String yaml = file.getContentAsString(StandardCharsets.UTF_8);
            JsonNode tree = new YAMLMapper().readTree(yaml);
            return new ReadyRecipe(tree.path("key").asText(), tree.path("title").asText(), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("the ready recipe " + file.getFilename() + " cannot be read", e);
        }
    }
}
