package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A refusal in Okta's shape: {@code {errorCode, errorSummary, errorLink, errorId, errorCauses:[{errorSummary}]}}. Codes
 * and their HTTP statuses are those of Okta's public error catalogue.
 */
final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String summary;
    private final transient List<String> causes;
    private final transient Map<String, String> headers;

    private Problem(int status, String code, String summary, List<String> causes, Map<String, String> headers) {
        super(code + " " + summary, null, false, false);
        this.status = status;
        this.code = code;
        this.summary = summary;
        this.causes = causes;
        this.headers = headers;
    }

    static Problem of(int status, String code, String summary, String... causes) {
        return new Problem(status, code, summary, List.of(causes), Map.of());
    }

    /** A field that does not pass; Okta names it in the summary and again at the start of each cause. */
    static Problem validation(String field, String... causes) {
        return of(400, "E0000001", "Api validation failed: " + field, causes);
    }

    static Problem duplicate(String field) {
        return validation(field, field + ": An object with this field already exists in the current organization");
    }

    static Problem notFound(String id, String type) {
        return of(404, "E0000007", "Not found: Resource not found: " + id + " (" + type + ")");
    }

    static Problem forbidden() {
        return of(403, "E0000006", "You do not have permission to perform the requested action");
    }

    static Problem invalidToken() {
        return of(401, "E0000011", "Invalid token provided");
    }

    static Problem wrongStatus() {
        return of(403, "E0000038", "This operation is not allowed in the user's current status.");
    }

    static Problem tooMany() {
        return of(429, "E0000047", "API call exceeded rate limit due to too many requests.");
    }

    static Problem malformed() {
        return of(400, "E0000003", "The request body was not well-formed.");
    }

    Problem withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Problem(status, code, summary, causes, Map.copyOf(more));
    }

    Reply reply() {
        ObjectNode body = Json.object();
        body.put("errorCode", code);
        body.put("errorSummary", summary);
        body.put("errorLink", code);
        body.put("errorId", Ids.secret("oae", 22));
        ArrayNode list = body.putArray("errorCauses");
        causes.forEach(cause -> list.addObject().put("errorSummary", cause));
        Reply reply = Reply.of(status, body);
        headers.forEach(reply::header);
        return reply;
    }
}
