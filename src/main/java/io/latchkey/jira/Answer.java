package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A part of an answer that is read strictly: what Jira documents and does not send is a failure, not a default. */
record Answer(Operation operation, JsonNode json) {

    /** {@code 2026-11-21T10:00:00.000+0000}, and the forms of ISO 8601 with a colon or a Z. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX]")
            .toFormatter();

    /** The member of this name; {@link #isAbsent()} when there is none. */
    Answer at(String member) {
        return new Answer(operation, json.path(member));
    }

    /** Not there, or null. */
    boolean isAbsent() {
        return json.isMissingNode() || json.isNull();
    }

    /** A text that must be there. */
    String text(String member) {
        String text = textOrNull(member);
        if (text == null) {
            throw missing(member, "text");
        }
        return text;
    }

    /** A text, or null when it is absent, empty or no text. */
    @Nullable
    String textOrNull(String member) {
        JsonNode value = json.path(member);
        return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
    }

    /** An id, which Jira writes as text in one API and as a number in another. */
    @Nullable
    String idOrNull(String member) {
        JsonNode value = json.path(member);
        return value.isIntegralNumber() ? value.asText() : textOrNull(member);
    }

    String id(String member) {
        String id = idOrNull(member);
        if (id == null) {
            throw missing(member, "id");
        }
        return id;
    }

    /** True only when it is there and true. */
    boolean isTrue(String member) {
        return json.path(member).isBoolean() && json.path(member).booleanValue();
    }

    boolean hasBoolean(String member) {
        return json.path(member).isBoolean();
    }

    long number(String member) {
        if (!json.path(member).isIntegralNumber()) {
            throw missing(member, "whole number");
        }
        return json.path(member).longValue();
    }

    boolean hasNumber(String member) {
        return json.path(member).isIntegralNumber();
    }

    Instant time(String member) {
        return time(member, text(member));
    }

    private Instant time(String member, String text) {
        try {
            return OffsetDateTime.parse(text, TIME).toInstant();
        } catch (DateTimeException e) {
            throw missing(member, "time");
        }
    }

    /** Service Management's date: an object that says the same moment four times. */
    Instant deskTime(String member) {
        JsonNode millis = json.path(member).path("epochMillis");
        if (millis.isIntegralNumber()) {
            return Instant.ofEpochMilli(millis.longValue());
        }
        return at(member).time("iso8601");
    }

    /** The members of an array that must be there. */
    <T> List<T> list(String member, Function<Answer, T> each) {
        return at(member).elements(member, each);
    }

    /** The elements of this answer, which must be an array. */
    <T> List<T> elements(String name, Function<Answer, T> each) {
        if (!json.isArray()) {
            throw missing(name, "array");
        }
        return StreamSupport.stream(json.spliterator(), false)
                .map(element -> each.apply(new Answer(operation, element)))
                .toList();
    }

    JiraFailure.NotUnderstood missing(String member, String expected) {
        return new JiraFailure.NotUnderstood(operation, "\"" + member + "\" is missing or no " + expected);
    }
}
