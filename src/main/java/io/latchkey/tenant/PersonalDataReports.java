package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.time.Duration;
import java.util.Optional;

/** Keeps Atlassian told of whose accounts something is kept, and erases what is kept of closed ones. */
public interface PersonalDataReports {

    /**
     * Reports the accounts of a tenant that are due, at most one report; an account is due once in a cycle, by default of
     * seven days. Never called inside a transaction.
     *
     * @return how long until it is to be called again; empty when the tenant has left
     */
    Optional<Duration> reportDue(TenantId tenant);
}
