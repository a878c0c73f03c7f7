package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * An admitted request to Okta's API.
 *
 * @param request the request
 * @param text its body
 * @param act who does it, for the System Log
 */
record Call(ServerRequest request, String text, Act act) {

    Caller caller() {
        return act.caller();
    }

    String path(String variable) {
        return request.pathVariable(variable);
    }

    Optional<String> query(String name) {
        return request.param(name).filter(value -> !value.isEmpty());
    }

    boolean flag(String name, boolean otherwise) {
        return query(name).map(Boolean::parseBoolean).orElse(otherwise);
    }

    int limit(int standard, int most) {
        Optional<String> wanted = query("limit");
        if (wanted.isEmpty()) {
            return standard;
        }
        try {
            int limit = Integer.parseInt(wanted.get());
            if (limit < 0) {
                throw Problem.validation("limit", "limit: The limit must not be negative");
            }
            return limit == 0 ? standard : Math.min(limit, most);
        } catch (NumberFormatException e) {
            throw Problem.validation("limit", "limit: The limit must be a number");
        }
    }

    /** The body as a JSON object; E0000003 when it is none. */
    ObjectNode body() {
        try {
            JsonNode body = Json.parse(text);
            if (body instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw Problem.malformed();
        }
        throw Problem.malformed();
    }
}
