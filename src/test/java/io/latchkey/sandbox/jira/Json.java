package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** JSON in and out, and Jira's way of writing times. */
final class Json {

    static final ObjectMapper MAPPER = new ObjectMapper();

    /** Jira writes its offset without a colon, against its own schema's {@code date-time}. */
    private static final DateTimeFormatter JIRA = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxx", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter FRIENDLY =
            DateTimeFormatter.ofPattern("dd/MMM/yy h:mm a", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    static <T> ArrayNode array(Collection<T> things, Function<T, ? extends JsonNode> shape) {
        ArrayNode array = array();
        things.forEach(thing -> array.add(shape.apply(thing)));
        return array;
    }

    static ArrayNode strings(Collection<String> strings) {
        ArrayNode array = array();
        strings.forEach(array::add);
        return array;
    }

    static String time(Instant at) {
        return JIRA.format(at);
    }

    /** The date object of servicedeskapi. */
    static ObjectNode date(Instant at) {
        return object().put("iso8601", ISO.format(at))
                .put("jira", JIRA.format(at))
                .put("friendly", FRIENDLY.format(at))
                .put("epochMillis", at.toEpochMilli());
    }

    static ServerResponse ok(JsonNode body) {
        return answer(200, body);
    }

    static ServerResponse answer(int status, JsonNode body) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body);
    }

    static ServerResponse noContent() {
        return ServerResponse.noContent().build();
    }

    /** The request's body, which must be a JSON object; an absent one reads as an empty object. */
    static JsonNode body(ServerRequest request) throws ServletException, IOException {
        byte[] bytes = request.body(byte[].class);
        if (bytes.length == 0) {
            return object();
        }
        try {
            JsonNode body = MAPPER.readTree(bytes);
            if (body.isObject() || body.isArray() || body.isValueNode()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw new Refusal(400, "Invalid request payload. Refer to the REST API documentation and try again.");
        }
        throw new Refusal(400, "Invalid request payload. Refer to the REST API documentation and try again.");
    }

    static int number(ServerRequest request, String name, int standard) {
        String text = request.param(name).orElse("");
        if (text.isEmpty()) {
            return standard;
        }
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new Refusal(400, "The parameter " + name + " must be a number.");
        }
    }
}
