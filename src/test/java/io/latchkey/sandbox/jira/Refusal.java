package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A "no" of the site, which each of its two APIs writes in its own shape (both documented): {@code errorMessages} and
 * {@code errors} on the platform, {@code errorMessage} and {@code i18nErrorMessage} in Service Management.
 */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> errors;
    private final transient Map<String, String> headers;

    Refusal(int status, String message) {
        this(status, message, Map.of(), Map.of());
    }

    private Refusal(int status, String message, Map<String, String> errors, Map<String, String> headers) {
        super(message);
        this.status = status;
        this.errors = errors;
        this.headers = headers;
    }

    static Refusal fields(Map<String, String> errors) {
        return new Refusal(400, "", errors, Map.of());
    }

    static Refusal field(String field, String message) {
        return fields(Map.of(field, message));
    }

    static Refusal withHeaders(int status, String message, Map<String, String> headers) {
        return new Refusal(status, message, Map.of(), headers);
    }

    /** Jira's sentence for both "not there" and "not for you" (documented). */
    static Refusal noIssue() {
        return new Refusal(404, "Issue does not exist or you do not have permission to see it.");
    }

    int status() {
        return status;
    }

    Map<String, String> errors() {
        return errors;
    }

    private String sentence() {
        return errors.isEmpty() ? String.valueOf(getMessage()) : String.join(" ", errors.values());
    }

    ServerResponse onPlatform() {
        ObjectNode body = Json.object();
        body.set("errorMessages", Json.strings(errors.isEmpty() ? List.of(sentence()) : List.of()));
        ObjectNode byField = body.putObject("errors");
        errors.forEach(byField::put);
        return write(body);
    }

    ServerResponse onServiceDesk() {
        ObjectNode body = Json.object().put("errorMessage", sentence());
        body.putObject("i18nErrorMessage")
                .put("i18nKey", "sd.sandbox.refusal." + status)
                .set("parameters", Json.array());
        return write(body);
    }

    ServerResponse onControl() {
        return write(Json.object().put("error", sentence()));
    }

    /** The shape that fits the path of the request. */
    ServerResponse on(ServerRequest request) {
        return request.path().startsWith("/rest/servicedeskapi") ? onServiceDesk() : onPlatform();
    }

    private ServerResponse write(ObjectNode body) {
        return ServerResponse.status(status)
                .headers(all -> headers.forEach(all::set))
                .contentType(org.springframework.http.MediaType.APPLICATION_JSON)
                .body(body);
    }
}
