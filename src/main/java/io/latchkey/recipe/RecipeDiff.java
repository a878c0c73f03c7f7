package io.latchkey.recipe;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is different between two documents, place by place. */
public final class RecipeDiff {

    private RecipeDiff() {}

    /**
     * A place where they differ.
     *
     * @param pointer a JSON pointer
     * @param from what the first says; null when it says nothing there
     * @param to what the second says; null when it says nothing there
     */
    public record Change(
            String pointer,
            @Nullable JsonNode from,
            @Nullable JsonNode to) {}

    /** Every place, the deepest that tells the difference, in the order of the documents. */
    public static List<Change> of(JsonNode from, JsonNode to) {
        List<Change> changes = new ArrayList<>();
        compare(JsonPointer.empty(), from, to, changes);
        return changes;
    }

    private static void compare(JsonPointer at, @Nullable JsonNode from, @Nullable JsonNode to, List<Change> changes) {
        if (from != null && from.equals(to)) {
            return;
        }
        if (from != null && to != null && from.isObject() && to.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            from.fieldNames().forEachRemaining(names::add);
            to.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(at.appendProperty(name), from.get(name), to.get(name), changes));
        } else if (from != null && to != null && from.isArray() && to.isArray()) {
            for (int i = 0; i < Math.max(from.size(), to.size()); i++) {
                compare(at.appendIndex(i), from.get(i), to.get(i), changes);
            }
        } else {
            changes.add(new Change(at.toString(), from, to));
        }
    }
}
