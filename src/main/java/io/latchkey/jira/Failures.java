package io.latchkey.jira;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;

/** The one place where what HTTP said becomes a {@link JiraFailure}. */
final class Failures {

    private final Clock clock;

    Failures(Clock clock) {
        this.clock = clock;
    }

    JiraFailure of(Operation operation, RawAnswer answer) {
        int status = answer.status();
        return switch (status) {
            case 401 -> new JiraFailure.Unauthorized(operation);
            case 403 -> new JiraFailure.Forbidden(operation);
            case 404 -> new JiraFailure.NotSeen(operation);
            case 409 -> new JiraFailure.Conflict(operation, JiraWords.said(answer.body()));
            case 410 -> new JiraFailure.Gone(operation);
            case 429 -> limited(operation, answer);
            case 408, 425 -> unanswered(operation, "it answered " + status, askedBy(answer), null);
            default -> other(operation, answer);
        };
    }

    private JiraFailure other(Operation operation, RawAnswer answer) {
        int status = answer.status();
        if (status >= 500) {
            return unanswered(operation, "Jira answered " + status, askedBy(answer), null);
        }
        if (status >= 400) {
            return new JiraFailure.Rejected(operation, status, JiraWords.said(answer.body()));
        }
        return new JiraFailure.NotUnderstood(operation, "status " + status + ", expected 2xx");
    }

    private JiraFailure limited(Operation operation, RawAnswer answer) {
        LimitReason reason = LimitReason.of(answer.headers().getFirst("RateLimit-Reason"));
        return new JiraFailure.RateLimited(operation, reason, JiraRetryAfter.ofLimit(answer.headers(), reason, clock));
    }

    private @Nullable Duration askedBy(RawAnswer answer) {
        return JiraRetryAfter.asked(answer.headers(), clock).orElse(null);
    }

    /** No answer, or one that ended too early. */
    JiraFailure broken(Operation operation, IOException cause) {
        if (neverSent(cause)) {
            return new JiraFailure.Unavailable(operation, "the site could not be reached", null, cause);
        }
        String what = timedOut(cause) ? "it did not answer in time" : "the connection broke before the answer ended";
        return unanswered(operation, what, null, cause);
    }

    /** An answer of success that is no JSON: what was done was done. */
    JiraFailure garbled(Operation operation) {
        return unanswered(operation, "the answer is no JSON", null, null);
    }

    private static JiraFailure unanswered(
            Operation operation, String what, @Nullable Duration retryAfter, @Nullable IOException cause) {
        return operation.mutates()
                ? new JiraFailure.OutcomeUnknown(operation, what, retryAfter, cause)
                : new JiraFailure.Unavailable(operation, what, retryAfter, cause);
    }

    private static boolean neverSent(IOException cause) {
        return cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof ConnectionRequestTimeoutException
                || cause instanceof ConnectTimeoutException;
    }

    private static boolean timedOut(IOException cause) {
        return cause instanceof HttpTimeoutException || cause instanceof SocketTimeoutException;
    }
}
