package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerResponse;

/** An answer before it is written: status, JSON body (none for 204), headers in order, also repeated ones. */
final class Reply {

    private final int status;
    private final @Nullable JsonNode body;
    private final List<Map.Entry<String, String>> headers = new ArrayList<>();

    private Reply(int status, @Nullable JsonNode body) {
        this.status = status;
        this.body = body;
    }

    static Reply ok(JsonNode body) {
        return new Reply(200, body);
    }

    static Reply of(int status, JsonNode body) {
        return new Reply(status, body);
    }

    static Reply noContent() {
        return new Reply(204, null);
    }

    Reply header(String name, String value) {
        headers.add(Map.entry(name, value));
        return this;
    }

    int status() {
        return status;
    }

    ServerResponse toResponse() {
        ServerResponse.BodyBuilder response = ServerResponse.status(status);
        headers.forEach(header -> response.header(header.getKey(), header.getValue()));
        response.header("Cache-Control", "no-cache, no-store");
        if (body == null) {
            return response.build();
        }
        return response.contentType(MediaType.APPLICATION_JSON).body(body);
    }
}
