package io.latchkey.jira;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field changed once; a history entry of Jira with several fields is several of these with the same id.
 *
 * @param id the history entry's id
 * @param authorAccountId who did it; null when Jira cannot say
 * @param authorAccountType what kind of account that is, as in {@link Person}; null when Jira did not say
 * @param at when
 * @param fieldId the field's id; null for the few items, such as links, that have none
 * @param field the field's name at that time, for people only
 * @param from the old value's id, for fields that have ids
 * @param to the new value's id, for fields that have ids
 * @param fromText the old value in words
 * @param toText the new value in words
 */
public record Change(
        String id,
        @Nullable String authorAccountId,
        @Nullable String authorAccountType,
        Instant at,
        @Nullable String fieldId,
        @Nullable String field,
        @Nullable String from,
        @Nullable String to,
        @Nullable String fromText,
        @Nullable String toText) {

    static List<Change> of(Answer history) {
        String id = history.id("id");
        Answer author = history.at("author");
        Instant at = history.time("created");
        return history.list("items", item -> of(id, author, at, item));
    }

    private static Change of(String id, Answer author, Instant at, Answer item) {
        return new Change(
                id,
                Person.accountId(author),
                author.textOrNull("accountType"),
                at,
                item.textOrNull("fieldId"),
                item.textOrNull("field"),
                item.textOrNull("from"),
                item.textOrNull("to"),
                item.textOrNull("fromString"),
                item.textOrNull("toString"));
    }

    /** Without the values, so that no log holds them. */
    @Override
    public String toString() {
        return "Change[" + id + ", " + fieldId + " at " + at + "]";
    }
}
