package io.latchkey.sandbox.okta;

/** A refusal of the token endpoint: {@code {error, error_description}}, without Okta's error codes. */
final class OAuthProblem extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String error;
    private final String description;

    private OAuthProblem(int status, String error, String description) {
        super(error + ": " + description);
        this.status = status;
        this.error = error;
        this.description = description;
    }

    /** Okta: only invalid_client is a 401. */
    static OAuthProblem invalidClient(String description) {
        return new OAuthProblem(401, "invalid_client", description);
    }

    static OAuthProblem badRequest(String error, String description) {
        return new OAuthProblem(400, error, description);
    }

    String error() {
        return error;
    }

    String description() {
        return description;
    }

    Reply reply() {
        return Reply.of(status, Json.object().put("error", error).put("error_description", description));
    }
}
