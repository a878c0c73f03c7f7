package io.latchkey.tenant.web;

import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.CallerBuckets;
import io.latchkey.tenant.JiraAdministrators;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Lets administrators of Jira to what is for them. Who looks may be one as of a minute ago; who changes something is one now:
 * Jira is asked each time, for five of its hourly points, which all sites share, and so often at most as a person's bucket on
 * this node allows, whatever comes of it.
 */
@Component
class AdministratorsOnly {

    /** Who sets up a site does much in a short time. */
    static final int AT_ONCE = 300;

    private static final int PER_MINUTE = 10;
    private static final Set<String> LOOKING = Set.of("GET", "HEAD");

    private final JiraAdministrators administrators;
    private final CallerBuckets people = new CallerBuckets(AT_ONCE, PER_MINUTE);

    AdministratorsOnly(JiraAdministrators administrators) {
        this.administrators = administrators;
    }

    /**
     * Lets an administrator pass.
     *
     * @param method of HTTP
     * @throws Problem 403 when they are none, 429 when they have changed, or tried to change, too much
     */
    void demand(Caller caller, String method) {
        if (!(LOOKING.contains(method) ? administrators.isAdministrator(caller) : isOneNow(caller))) {
            throw new Problem(
                    HttpStatus.FORBIDDEN, "caller.not-administrator", "Only an administrator of Jira may do this.");
        }
    }

    private boolean isOneNow(Caller caller) {
        if (!people.take(caller, 1)) {
            throw new Problem(
                    HttpStatus.TOO_MANY_REQUESTS,
                    "caller.too-many-acts",
                    "You have done much in a short time; go on in a minute.");
        }
        return administrators.isAdministratorNow(caller);
    }
}
