package io.latchkey.jira;

import org.jspecify.annotations.Nullable;

/** The column that a status belongs to; Jira's own keys {@code new}, {@code indeterminate} and {@code done}. */
public enum StatusCategory {
    /** To do. */
    NEW,
    /** In progress. */
    INDETERMINATE,
    /** Closed, whatever the outcome. */
    DONE,
    /** None of these, or not said. */
    UNKNOWN;

    static StatusCategory of(@Nullable String key) {
        for (StatusCategory category : values()) {
            if (category.name().equalsIgnoreCase(key)) {
                return category;
            }
        }
        return UNKNOWN;
    }
}
