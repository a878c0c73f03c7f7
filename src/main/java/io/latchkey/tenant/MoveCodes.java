package io.latchkey.tenant;

import io.latchkey.platform.crypto.Secret;
import java.time.Duration;
import java.time.Instant;

/** Codes with which a tenant's site takes it over through another installation. */
public interface MoveCodes {

    /** How long one may be used, once. */
    Duration KEPT = Duration.ofMinutes(10);

    /**
     * A new code.
     *
     * @param code shown once; five groups of five letters and digits
     * @param expiresAt until when it may be used
     */
    record MoveCode(Secret code, Instant expiresAt) {}

    /**
     * Makes one, in place of any that was there; recorded in the trail. Not inside a transaction.
     *
     * @param caller an administrator, as Jira says now
     * @throws io.latchkey.platform.http.Problem 409 when the site told no cloud id, so that nobody could be recognised by it
     */
    MoveCode issue(Caller caller);
}
