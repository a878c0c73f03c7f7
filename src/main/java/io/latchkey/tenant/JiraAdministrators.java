package io.latchkey.tenant;

/** Who administers a site, as Jira says now. */
public interface JiraAdministrators {

    /**
     * Whether the caller holds Jira's global permission ADMINISTER ({@code POST /rest/api/3/permissions/check} as the
     * app, or {@code mypermissions} with the token that Forge sent of the person); an answer is remembered for 60 s. Never called inside a transaction.
     *
     * @throws TenantFailure when Jira gives no answer: unknown is never yes
     */
    boolean isAdministrator(Caller caller);

    /**
     * As {@link #isAdministrator}, asked now, whatever is remembered: for somebody who acts.
     *
     * @throws TenantFailure when Jira gives no answer
     */
    boolean isAdministratorNow(Caller caller);
}
