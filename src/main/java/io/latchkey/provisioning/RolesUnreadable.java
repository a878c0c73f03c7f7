package io.latchkey.provisioning;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.RetryableFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * Okta does not let us read the administrator roles of a group that a run is about to give. The run waits, and is parked at
 * last; it is not stopped, since a stop cannot be undone and the missing permission can.
 */
final class RolesUnreadable extends FailureException implements RetryableFailure {

    private static final long serialVersionUID = 1L;

    RolesUnreadable() {
        super(
                FailureKind.SETUP,
                "guardrail.group-roles-unreadable",
                "Okta does not let Latchkey read the administrator roles of the recipe's groups any more, so it counts"
                        + " them as carrying one and gives nothing; grant the app the scope okta.roles.read and a role that"
                        + " may read roles.");
    }

    @Override
    public Optional<Duration> retryAfter() {
        return Optional.empty();
    }
}
