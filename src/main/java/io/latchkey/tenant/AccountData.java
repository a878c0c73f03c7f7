package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.util.List;

/**
 * What a package keeps of Atlassian accounts, so that it can be reported to Atlassian and erased when an account is closed.
 * A bean that implements it is asked. Everything runs inside the tenant's open transaction.
 */
public interface AccountData {

    /** Names the package in the trail: lower case with dashes. */
    String part();

    /** The accounts of which something is kept; an account may come more than once. */
    List<HeldAccount> accounts(TenantId tenant);

    /**
     * Erases what is kept of an account. The trail keeps its bare id, which no name is joined with any more.
     *
     * @return how many rows were changed; erasing again changes none
     */
    int erase(TenantId tenant, String accountId);
}
