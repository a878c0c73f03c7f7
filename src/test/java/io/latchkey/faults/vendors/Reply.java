package io.latchkey.faults.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer: status, headers and a body that may be missing. */
public record Reply(
        int status, Map<String, String> headers, @Nullable JsonNode body) {

    static Reply ok(JsonNode body) {
        return new Reply(200, Map.of(), body);
    }

    static Reply created(JsonNode body) {
        return new Reply(201, Map.of(), body);
    }

    static Reply nothing() {
        return new Reply(204, Map.of(), null);
    }

    /** Jira's shape of a refusal. */
    static Reply jiraError(int status, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("errorMessages").add(message);
        body.putObject("errors");
        return new Reply(status, Map.of(), body);
    }

    /** Okta's shape of a refusal. */
    static Reply oktaError(int status, String code, String summary, String... causes) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("errorCode", code)
                .put("errorSummary", summary)
                .put("errorLink", code)
                .put("errorId", "oae1");
        var list = body.putArray("errorCauses");
        for (String cause : causes) {
            list.addObject().put("errorSummary", cause);
        }
        return new Reply(status, Map.of(), body);
    }

    /** With a header. */
    public Reply with(String name, String value) {
        return new Reply(status, Map.of(name, value), body);
    }

    /** An answer of nothing but a status, as a gateway gives it. */
    public static Reply bare(int status) {
        return new Reply(status, Map.of(), JsonNodeFactory.instance.objectNode());
    }

    /** The body as it goes over the wire. */
    public byte[] bytes() {
        return body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
