package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A webhook on its way to an app: the same identifier and body at every attempt. Guarded by {@link Webhooks}. */
final class Delivery {

    enum State {
        WAITING,
        HELD,
        DROPPED,
        SENDING,
        DELIVERED,
        GIVEN_UP
    }

    /** One try: when, and the status (0 when nothing was answered). */
    record Attempt(Instant at, int status) {}

    private final String identifier;
    private final String appKey;
    private final URI url;
    private final String event;
    private final String issueKey;
    private final byte[] body;
    private final List<Attempt> attempts = new ArrayList<>();
    private State state;
    private Instant due;
    private @Nullable Delivery before;

    Delivery(
            String identifier,
            String appKey,
            URI url,
            String event,
            String issueKey,
            byte[] body,
            State state,
            Instant due) {
        this.identifier = identifier;
        this.appKey = appKey;
        this.url = url;
        this.event = event;
        this.issueKey = issueKey;
        this.body = body;
        this.state = state;
        this.due = due;
    }

    /** The same webhook once more, as a doubled delivery. */
    Delivery copy(State newState, Instant newDue) {
        return new Delivery(identifier, appKey, url, event, issueKey, body, newState, newDue);
    }

    String identifier() {
        return identifier;
    }

    String appKey() {
        return appKey;
    }

    URI url() {
        return url;
    }

    byte[] body() {
        return body;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    State state() {
        return state;
    }

    Instant due() {
        return due;
    }

    /** Whether it may be sent now; in a line, once the one before has been tried. */
    boolean isDue(Instant now) {
        return state == State.WAITING
                && !due.isAfter(now)
                && (before == null || !before.attempts().isEmpty());
    }

    void goBehind(@Nullable Delivery other) {
        before = other;
    }

    void become(State newState) {
        state = newState;
    }

    void wait(Instant until) {
        state = State.WAITING;
        due = until;
    }

    void attempted(Attempt attempt) {
        attempts.add(attempt);
    }

    ObjectNode shape() {
        ObjectNode shape = Json.object()
                .put("identifier", identifier)
                .put("app", appKey)
                .put("url", url.toString())
                .put("event", event)
                .put("issueKey", issueKey)
                .put("state", state.name())
                .put("due", due.toString())
                .put("body", new String(body, java.nio.charset.StandardCharsets.UTF_8));
        shape.set(
                "attempts",
                Json.array(
                        attempts,
                        attempt ->
                                Json.object().put("at", attempt.at().toString()).put("status", attempt.status())));
        return shape;
    }
}
