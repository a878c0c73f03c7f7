package io.latchkey.okta;

import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a remote call, shared by the thread that runs it and the one that waits. It knows whether anything was
 * sent, which decides if a failure leaves a change in doubt, and can be cut off.
 */
final class Exchange {

    private final OktaOperation operation;
    private final @Nullable AccessToken token;
    private boolean sent;
    private boolean abandoned;
    private @Nullable HttpUriRequestBase request;
    private @Nullable Answer answer;

    Exchange(OktaOperation operation, @Nullable AccessToken token) {
        this.operation = operation;
        this.token = token;
    }

    OktaOperation operation() {
        return operation;
    }

    @Nullable
    AccessToken token() {
        return token;
    }

    /** Whether the request may go out; false when the one who waited has given up. */
    synchronized boolean begin(HttpUriRequestBase outgoing) {
        if (abandoned) {
            return false;
        }
        sent = true;
        request = outgoing;
        return true;
    }

    /** The connection never stood: nothing has left this machine. */
    synchronized void neverLeft() {
        sent = false;
    }

    synchronized void answered(Answer received) {
        answer = received;
    }

    /** Gives up: nothing more goes out, and what is under way is cut. */
    void abandon() {
        HttpUriRequestBase underWay;
        synchronized (this) {
            abandoned = true;
            underWay = request;
        }
        if (underWay != null) {
            underWay.abort();
        }
    }

    synchronized boolean wasSent() {
        return sent;
    }

    synchronized Optional<Answer> answer() {
        return Optional.ofNullable(answer);
    }
}
