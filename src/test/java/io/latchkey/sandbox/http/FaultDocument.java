package io.latchkey.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A fault as the control API writes it: {@code {method?, path, times?, kind, status?, headers?, body?, delayMillis?}}. */
final class FaultDocument {

    private FaultDocument() {}

    static Fault read(JsonNode document) {
        JsonNode body = document.path("body");
        return new Fault(
                text(document, "method"),
                path(document),
                document.path("times").asInt(1),
                kind(document),
                document.path("status").asInt(503),
                headers(document.path("headers")),
                bodyText(body),
                Duration.ofMillis(document.path("delayMillis").asLong(0)));
    }

    static Map<String, Object> write(Fault fault) {
        Map<String, Object> document = new LinkedHashMap<>();
        if (fault.method() != null) {
            document.put("method", fault.method());
        }
        document.put("path", fault.path().pattern());
        document.put("times", fault.times());
        document.put("kind", fault.kind());
        document.put("status", fault.status());
        document.put("headers", fault.headers());
        if (fault.body() != null) {
            document.put("body", fault.body());
        }
        document.put("delayMillis", fault.delay().toMillis());
        return document;
    }

    private static Pattern path(JsonNode document) {
        try {
            return Pattern.compile(document.path("path").asText(".*"));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("path is no regular expression: " + e.getDescription(), e);
        }
    }

    private static Fault.Kind kind(JsonNode document) {
        String kind = document.path("kind").asText("ANSWER");
        try {
            return Fault.Kind.valueOf(kind.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("kind is ANSWER, CUT_BEFORE, CUT_AFTER or DELAY, not " + kind, e);
        }
    }

    private static Map<String, String> headers(JsonNode headers) {
        Map<String, String> read = new HashMap<>();
        headers.properties()
                .forEach(header -> read.put(header.getKey(), header.getValue().asText()));
        return Map.copyOf(read);
    }

    private static @Nullable String bodyText(JsonNode body) {
        if (body.isMissingNode() || body.isNull()) {
            return null;
        }
        return body.isTextual() ? body.textValue() : body.toString();
    }

    private static @Nullable String text(JsonNode document, String field) {
        return document.hasNonNull(field) ? document.get(field).asText() : null;
    }
}
