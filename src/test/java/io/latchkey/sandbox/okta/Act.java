package io.latchkey.sandbox.okta;

/**
 * What the System Log needs to know about the request behind an event.
 *
 * @param caller the actor
 * @param requestId {@code X-Okta-Request-Id} of the answer
 * @param uri raw path
 * @param userAgent the client's, or an empty string
 * @param ip the client's address
 */
record Act(Caller caller, String requestId, String uri, String userAgent, String ip) {

    static Act ofSandbox() {
        return new Act(Caller.system(), Ids.secret("req", 20), "/sandbox", "", "127.0.0.1");
    }

    Act by(Caller other) {
        return new Act(other, requestId, uri, userAgent, ip);
    }
}
