package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One field's change in a history of the changelog.
 *
 * @param field the name shown
 * @param fieldtype {@code jira} or {@code custom}
 * @param fieldId the field's id
 * @param from the old value's id, or null where values have none
 * @param fromString the old value in words
 * @param to the new value's id
 * @param words the new value in words
 */
record ChangeItem(
        String field,
        String fieldtype,
        String fieldId,
        @Nullable String from,
        @Nullable String fromString,
        @Nullable String to,
        @Nullable String words) {

    static ChangeItem system(
            String field,
            @Nullable String from,
            @Nullable String fromString,
            @Nullable String to,
            @Nullable String words) {
        return new ChangeItem(field, "jira", field, from, fromString, to, words);
    }

    ObjectNode shape() {
        return Json.object()
                .put("field", field)
                .put("fieldtype", fieldtype)
                .put("fieldId", fieldId)
                .put("from", from)
                .put("fromString", fromString)
                .put("to", to)
                .put("toString", words);
    }
}
