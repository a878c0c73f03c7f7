package io.latchkey.sandbox.http;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that shall go wrong.
 *
 * @param method HTTP method it strikes, or null for any
 * @param path regular expression that the whole raw path must match
 * @param times how many requests it strikes before it is used up
 * @param kind how it strikes
 * @param status the answered status of {@link Kind#ANSWER}
 * @param headers further headers of {@link Kind#ANSWER}
 * @param body the body of {@link Kind#ANSWER}; JSON when it starts with a brace or a bracket
 * @param delay how long {@link Kind#DELAY} waits
 */
public record Fault(
        @Nullable String method,
        Pattern path,
        int times,
        Kind kind,
        int status,
        Map<String, String> headers,
        @Nullable String body,
        Duration delay) {

    /** The ways in which a remote system fails. */
    public enum Kind {
        /** Answers a status of choice without doing anything. */
        ANSWER,
        /** Cuts the connection before anything is done. */
        CUT_BEFORE,
        /** Does what was asked, then cuts the connection: the answer is lost. */
        CUT_AFTER,
        /** Waits, then does what was asked and answers. */
        DELAY
    }

    /** Answers a status instead of the real thing. */
    public static Fault answer(String method, String path, int times, int status, String body) {
        return new Fault(method, Pattern.compile(path), times, Kind.ANSWER, status, Map.of(), body, Duration.ZERO);
    }

    /** This fault with a further header in its answer. */
    public Fault withHeader(String name, String value) {
        var more = new java.util.LinkedHashMap<>(headers);
        more.put(name, value);
        return new Fault(method, path, times, kind, status, Map.copyOf(more), body, delay);
    }

    /** Cuts the connection before anything is done. */
    public static Fault cutBefore(String method, String path, int times) {
        return new Fault(method, Pattern.compile(path), times, Kind.CUT_BEFORE, 0, Map.of(), null, Duration.ZERO);
    }

    /** Does it, and loses the answer. */
    public static Fault cutAfter(String method, String path, int times) {
        return new Fault(method, Pattern.compile(path), times, Kind.CUT_AFTER, 0, Map.of(), null, Duration.ZERO);
    }

    /** Makes it slow. */
    public static Fault delay(String method, String path, int times, Duration delay) {
        return new Fault(method, Pattern.compile(path), times, Kind.DELAY, 0, Map.of(), null, delay);
    }

    Fault usedOnce() {
        return new Fault(method, path, times - 1, kind, status, headers, body, delay);
    }

    boolean strikes(String requestMethod, String requestPath) {
        return (method == null || method.equals(requestMethod))
                && path.matcher(requestPath).matches();
    }
}
