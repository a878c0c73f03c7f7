package io.latchkey.provisioning;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.RetryableFailure;
import java.time.Duration;
import java.util.Optional;

/** Little is left of the points that Jira gives the app for all sites; it is kept for requests that are carried out. */
final class FewPoints extends FailureException implements RetryableFailure {

    private static final long serialVersionUID = 1L;

    FewPoints() {
        super(
                FailureKind.OUTSIDE,
                "jira.few-points",
                "Jira allows Latchkey few more calls for now, and they are kept for requests that are being carried out."
                        + " What this request would do is told again later.");
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }
}
