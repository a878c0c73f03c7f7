package io.latchkey.panel;

import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.CallerBuckets;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * How often somebody may try to act on requests: each time Jira is asked whether they may, for up to 14 of its hourly points,
 * which all sites share. On this node.
 */
@Component
class TicketActs {

    /** Who goes through a queue is faster than this for a while only. */
    static final int AT_ONCE = 60;

    private static final int PER_MINUTE = 10;

    private final CallerBuckets people = new CallerBuckets(AT_ONCE, PER_MINUTE);

    /**
     * Lets somebody try, whatever comes of it.
     *
     * @throws Problem 429 when they have tried too often
     */
    void demand(Caller caller) {
        if (!people.take(caller, 1)) {
            throw new Problem(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "request.too-many-acts",
                    "You have done much in a short time; go on in a minute.");
        }
    }
}
