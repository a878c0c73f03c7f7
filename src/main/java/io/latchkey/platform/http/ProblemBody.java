package io.latchkey.platform.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The one form in which we refuse (RFC 9457).
 *
 * @param title the status in words
 * @param status the HTTP status
 * @param detail a safe sentence
 * @param code stable, dotted, lower case
 * @param incident names the log line of an internal failure
 * @param errors which parts of the request are wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ProblemBody(
        String title,
        int status,
        String detail,
        String code,
        @Nullable String incident,
        @Nullable List<Wrong> errors) {

    /**
     * One part of a request that is wrong.
     *
     * @param field its path
     * @param message what is expected of it
     */
    record Wrong(String field, String message) {}

    static ProblemBody of(HttpStatus status, String code, String detail) {
        return new ProblemBody(status.getReasonPhrase(), status.value(), detail, code, null, null);
    }

    static ProblemBody of(Problem problem) {
        return of(problem.status(), problem.code(), problem.sentence());
    }

    ProblemBody withIncident(String incident) {
        return new ProblemBody(title, status, detail, code, incident, errors);
    }

    ProblemBody withErrors(List<Wrong> errors) {
        return new ProblemBody(title, status, detail, code, incident, errors);
    }
}
