package io.latchkey.platform.http;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A text of the request that PostgreSQL has no place for: JSON and addresses may carry U+0000, its texts may not. */
final class UnstorableText {

    /** PostgreSQL: character_not_in_repertoire, untranslatable_character. */
    private static final Set<String> STATES = Set.of("22021", "22P05");

    private UnstorableText() {}

    /** Whether a failure was caused by one, however it was wrapped on its way. */
    static boolean caused(Throwable failure) {
        for (@Nullable Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql && STATES.contains(String.valueOf(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }
}
