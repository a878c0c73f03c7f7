package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import java.util.Set;

/**
 * Hears which memberships somebody asked for without an end that are there already: one that was given for a time is to stay
 * then. A bean that implements it is heard.
 */
public interface LastingMemberships {

    /**
     * They are to last. Called without a transaction, after the account's groups were read.
     *
     * @param connection by its name
     * @throws RuntimeException a patient failure while one of them is being ended, or when it was a moment ago: what was
     *     read may not be true any more
     */
    void keep(TenantId tenant, String connection, String userId, Set<String> groupIds);
}
