package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.demo.RecipeStories;
import io.latchkey.testing.ReadyRecipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever finds a ready recipe finds its demo and its page by the same name. */
class RecipeStoriesTest {

    private static final Path PAGES = Path.of("src/docs/recipes");
    private static final Path RECIPES = Path.of("src/main/resources/recipe/ready");

    @Test
    void eachReadyRecipeHasAStory() {
        assertThat(RecipeStories.names()).containsAll(ReadyRecipes.NAMES);
    }

    @Test
    void eachStoryIsOfARecipeThatIsShipped() throws IOException {
        assertThat(shipped()).containsAll(RecipeStories.names()).containsAll(ReadyRecipes.NAMES);
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void eachHasAPageOfTheSameShape(String name) throws IOException {
        String page = Files.readString(PAGES.resolve(name + ".md"));

        assertThat(page.lines().filter(line -> line.startsWith("## ")).toList())
                .containsExactly(
                        "## The form",
                        "## Before you take it into use",
                        "## What happens",
                        "## When nothing happens",
                        "## To change it");
        assertThat(page).contains("`--demo=" + name + "`");
        assertThat(Files.readString(PAGES.resolve("README.md"))).contains("(" + name + ".md)");
    }

    private static List<String> shipped() throws IOException {
        try (Stream<Path> files = Files.list(RECIPES)) {
            return files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .toList();
        }
    }
}
