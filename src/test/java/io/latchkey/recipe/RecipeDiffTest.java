package io.latchkey.recipe;

import static io.latchkey.recipe.Documents.example;
import static io.latchkey.recipe.Documents.put;
import static io.latchkey.recipe.Documents.remove;
import static io.latchkey.recipe.Documents.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.recipe.RecipeDiff.Change;
import org.junit.jupiter.api.Test;

class RecipeDiffTest {

    @Test
    void isNothingBetweenEqualDocuments() {
        assertThat(RecipeDiff.of(example(), example())).isEmpty();
    }

    @Test
    void namesTheDeepestPlaceWithBothSides() {
        assertThat(RecipeDiff.of(example(), example(put("", "title", "\"Another\""))))
                .containsExactly(new Change("/title", example().get("title"), TextNode.valueOf("Another")));
    }

    @Test
    void saysWhatIsNewAndWhatIsGone() {
        assertThat(RecipeDiff.of(tree("{\"a\":1,\"b\":[1]}"), tree("{\"b\":[1,2],\"c\":null}")))
                .containsExactly(
                        new Change("/a", tree("1"), null),
                        new Change("/b/1", null, tree("2")),
                        new Change("/c", null, tree("null")));
        assertThat(RecipeDiff.of(example(), example(remove("/steps/2", "with"))))
                .extracting(Change::pointer)
                .containsExactly("/steps/2/with");
    }

    /** Where a list is shorter now, what moved up differs and the rest is gone. */
    @Test
    void comparesListsPlaceByPlace() {
        assertThat(RecipeDiff.of(tree("[1,2,3]"), tree("[2,3]")))
                .extracting(Change::pointer)
                .containsExactly("/0", "/1", "/2");
    }

    @Test
    void takesAnotherKindOfValueAsAWhole() {
        assertThat(RecipeDiff.of(tree("{\"a\":{\"b\":1}}"), tree("{\"a\":[1]}")))
                .containsExactly(new Change("/a", tree("{\"b\":1}"), tree("[1]")));
    }

    @Test
    void escapesNamesAsJsonPointersDo() {
        assertThat(RecipeDiff.of(tree("{\"a/b~c\":1}"), tree("{\"a/b~c\":2}")))
                .extracting(Change::pointer)
                .containsExactly("/a~1b~0c");
    }
}
