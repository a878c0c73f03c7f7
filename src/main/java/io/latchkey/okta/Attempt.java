package io.latchkey.okta;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How one attempt ended: a value, or what the SDK threw.
 *
 * @param exchange what was sent and answered
 * @param value the SDK's result
 * @param thrown by the SDK or the transport
 */
record Attempt<T extends @Nullable Object>(
        Exchange exchange, @Nullable T value, @Nullable Throwable thrown) {

    /** Okta: 401 E0000011, or E0000004 and E0000005, say that the token is not valid (any more). */
    boolean tokenRefused() {
        return exchange.answer()
                .filter(answer -> answer.status() == 401)
                .filter(answer -> !OktaError.of(answer).is("E0000015"))
                .isPresent();
    }

    @SuppressWarnings("NullAway") // a value is null exactly where T allows it
    OktaCalls.Answered<T> orThrow(Failures failures) {
        Answer answer = exchange.answer().orElse(null);
        if (thrown == null && answer != null) {
            return new OktaCalls.Answered<>(value, answer);
        }
        // The cause is dropped on purpose: the SDK's messages are whole bodies, with personal data.
        if (answer != null) {
            throw failures.of(exchange.operation(), answer);
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        throw unanswered();
    }

    private OktaFailure unanswered() {
        Throwable cause = root();
        String what = "Okta could not be reached or cut the connection (%s: %s)"
                .formatted(
                        exchange.operation().label(),
                        cause == null ? "no call" : cause.getClass().getSimpleName());
        if (exchange.wasSent()) {
            return Failures.lost(exchange.operation(), what);
        }
        if (cause instanceof IOException) {
            return new OktaFailure.Unavailable(what);
        }
        throw new IllegalStateException("the SDK failed before anything was sent: " + what);
    }

    /** The SDK wraps what the transport threw once. */
    private @Nullable Throwable root() {
        Throwable cause = thrown == null ? null : thrown.getCause();
        return cause != null ? cause : thrown;
    }
}
