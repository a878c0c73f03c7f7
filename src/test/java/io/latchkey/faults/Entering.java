package io.latchkey.faults;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import org.jspecify.annotations.Nullable;

/** The statement that says whose a transaction is: it is kept for the next one, and answered as the server would. */
final class Entering {

    private final Wire wire;
    private String tenant = "";
    private boolean read;

    private Entering(Wire wire) {
        this.wire = wire;
    }

    static PreparedStatement through(Wire wire) {
        return face(PreparedStatement.class, new Entering(wire)::statement);
    }

    private @Nullable Object statement(Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "setString", "setObject" -> {
                tenant = arguments == null ? "" : String.valueOf(arguments[1]);
                yield null;
            }
            case "executeQuery" -> {
                wire.enter(tenant);
                yield face(ResultSet.class, this::rows);
            }
            case "close", "setQueryTimeout", "getWarnings" -> null;
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private @Nullable Object rows(Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "next" -> {
                boolean first = !read;
                read = true;
                yield first;
            }
            case "getString", "getObject" -> tenant;
            case "wasNull" -> false;
            case "getMetaData" -> face(ResultSetMetaData.class, (asked, of) -> 1);
            case "close" -> null;
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    @FunctionalInterface
    private interface Answers {
        @Nullable
        Object to(Method method, Object @Nullable [] arguments);
    }

    private static <T> T face(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                Entering.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.to(method, arguments)));
    }
}
