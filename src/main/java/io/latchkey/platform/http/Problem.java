package io.latchkey.platform.http;

import org.springframework.http.HttpStatus;

/** A refusal at the edge, answered as {@code application/problem+json} with a stable code and a safe sentence. */
public class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String code;

    /**
     * A problem.
     *
     * @param status the HTTP status
     * @param code stable, dotted, lower case
     * @param sentence safe for whoever asks: no secret, no personal datum
     */
    public Problem(HttpStatus status, String code, String sentence) {
        super(sentence);
        this.status = status;
        this.code = code;
    }

    /** The HTTP status. */
    public HttpStatus status() {
        return status;
    }

    /** The stable code. */
    public String code() {
        return code;
    }

    /** The safe sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
