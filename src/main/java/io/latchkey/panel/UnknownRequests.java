package io.latchkey.panel;

import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.CallerBuckets;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * How many requests somebody may ask for that are not there for them, or are not theirs to act on: each costs calls of Jira's
 * hourly points, which all sites share. Only such ones count, on this node.
 */
@Component
class UnknownRequests {

    private static final int PER_MINUTE = 30;

    private final CallerBuckets people = new CallerBuckets(PER_MINUTE, PER_MINUTE);

    /**
     * Lets somebody ask.
     *
     * @throws Problem 429 when they have asked for too many
     */
    void demand(Caller caller) {
        if (!people.hasOne(caller)) {
            throw new Problem(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "request.too-many-unknown",
                    "You have asked for many requests that are not there for you; ask again in a minute.");
        }
    }

    /** There was none. */
    void missed(Caller caller) {
        people.take(caller, 1);
    }
}
