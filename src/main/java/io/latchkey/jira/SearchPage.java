package io.latchkey.jira;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of what a search found.
 *
 * @param found in the order that the query asked for
 * @param nextPageToken asks for the next page; null on the last
 */
public record SearchPage(List<Found> found, @Nullable String nextPageToken) {

    /** The numeric ids, in order. */
    public List<String> issueIds() {
        return found.stream().map(Found::issueId).toList();
    }

    /**
     * One issue.
     *
     * @param issueId numeric id as text
     * @param updated when anything of it changed last
     * @param status where it stood when the index was written; read the request before acting on it
     */
    public record Found(String issueId, Instant updated, Status status) {

        static Found of(Answer issue) {
            Answer fields = issue.at("fields");
            return new Found(issue.id("id"), fields.time("updated"), Status.of(fields.at("status")));
        }
    }
}
