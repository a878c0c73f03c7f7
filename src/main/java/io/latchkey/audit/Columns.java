package io.latchkey.audit;

import java.util.List;
import java.util.function.Function;
import org.springframework.jdbc.support.SqlArrayValue;

/** Turns rows into the column arrays that {@code unnest} takes, so that many rows are one statement. */
final class Columns {

    private Columns() {}

    static <T> SqlArrayValue array(String type, List<T> rows, Function<T, Object> column) {
        Object[] values = rows.stream()
                .map(column)
                .toArray(length -> type.equals("bytea") ? new byte[length][] : new Object[length]);
        return new SqlArrayValue(type, values);
    }
}
