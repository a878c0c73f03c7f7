package io.latchkey.faults.oracle;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row as it was found. */
record Row(Map<String, @Nullable Object> columns) {

    String text(String column) {
        return String.valueOf(columns.get(column));
    }

    UUID id(String column) {
        return (UUID) present(column);
    }

    long number(String column) {
        return ((Number) present(column)).longValue();
    }

    Instant time(String column) {
        return ((Timestamp) present(column)).toInstant();
    }

    /** Empty when there is none. */
    byte[] bytes(String column) {
        byte[] bytes = (byte[]) columns.get(column);
        return bytes == null ? new byte[0] : bytes;
    }

    private Object present(String column) {
        Object value = columns.get(column);
        if (value == null) {
            throw new NoSuchElementException("no " + column + " in " + columns);
        }
        return value;
    }

    @Override
    public String toString() {
        return columns.toString();
    }
}
