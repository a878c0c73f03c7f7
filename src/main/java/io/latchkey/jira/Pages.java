package io.latchkey.jira;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads a paged list whole or not at all. Both of Jira's ways are known: {@code startAt} with {@code total} (and mostly
 * {@code isLast}) on the platform, {@code start} with {@code isLastPage} in Service Management.
 */
final class Pages {

    private final Operation operation;
    private final String values;
    private final String lastFlag;
    private final int most;

    private Pages(Operation operation, String values, String lastFlag, int most) {
        this.operation = operation;
        this.values = values;
        this.lastFlag = lastFlag;
        this.most = most;
    }

    /**
     * The platform's pages.
     *
     * @param values the member that holds the elements
     * @param most more elements than this are a {@link JiraFailure.TooMuch}
     */
    static Pages ofPlatform(Operation operation, String values, int most) {
        return new Pages(operation, values, "isLast", most);
    }

    /** Service Management's pages. */
    static Pages ofDesk(Operation operation, int most) {
        return new Pages(operation, "values", "isLastPage", most);
    }

    /** All elements; {@code page} reads the page that starts at an index. */
    <T> List<T> all(LongFunction<Answer> page, Function<Answer, T> each) {
        List<T> all = new ArrayList<>();
        Long total = null;
        while (true) {
            Answer answer = page.apply(all.size());
            total = total(answer, total);
            List<T> some = answer.list(values, each);
            all.addAll(some);
            if (all.size() > most) {
                throw tooMany("more than " + most);
            }
            if (isLast(answer, total, all.size())) {
                return List.copyOf(all);
            }
            if (some.isEmpty()) {
                throw new JiraFailure.NotUnderstood(operation, "an empty page that is not the last");
            }
        }
    }

    private @Nullable Long total(Answer answer, @Nullable Long before) {
        if (!answer.hasNumber("total")) {
            return null;
        }
        long total = answer.number("total");
        if (total > most) {
            throw tooMany(String.valueOf(total));
        }
        if (before != null && total < before) {
            // What was deleted has moved the rest across the page's border: something was skipped.
            throw new JiraFailure.Unavailable(operation, "the list became shorter while it was read", null, null);
        }
        return total;
    }

    private boolean isLast(Answer answer, @Nullable Long total, int read) {
        if (answer.hasBoolean(lastFlag)) {
            return answer.isTrue(lastFlag) && nothingMissing(total, read);
        }
        if (total == null) {
            throw answer.missing(lastFlag, "boolean");
        }
        return read >= total;
    }

    private boolean nothingMissing(@Nullable Long total, int read) {
        if (total != null && read < total) {
            throw new JiraFailure.NotUnderstood(operation, "the last page of " + total + " ended at " + read);
        }
        return true;
    }

    private JiraFailure tooMany(String found) {
        return new JiraFailure.TooMuch(operation, found + " entries", most + " entries");
    }
}
