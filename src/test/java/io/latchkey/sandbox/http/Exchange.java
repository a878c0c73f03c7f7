package io.latchkey.sandbox.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and what was answered, as it went over the wire.
 *
 * @param vendor the server's name, {@code jira} or {@code okta}
 * @param at when the request came, by the machine's clock
 * @param method HTTP method
 * @param path raw path, without query
 * @param query raw query, or null
 * @param requestHeaders names in lower case
 * @param requestBody at most {@link SandboxServer#MAX_BODY} bytes
 * @param status the answered status, 0 when the connection was cut
 * @param responseHeaders names in lower case
 * @param responseBody whole
 * @param millis how long the answer took
 */
public record Exchange(
        String vendor,
        Instant at,
        String method,
        String path,
        @Nullable String query,
        Map<String, List<String>> requestHeaders,
        byte[] requestBody,
        int status,
        Map<String, List<String>> responseHeaders,
        byte[] responseBody,
        long millis) {

    /** The request's body as UTF-8 text. */
    public String requestText() {
        return new String(requestBody, StandardCharsets.UTF_8);
    }

    /** The answer's body as UTF-8 text. */
    public String responseText() {
        return new String(responseBody, StandardCharsets.UTF_8);
    }
}
