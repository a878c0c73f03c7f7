package io.latchkey.tenant;

import io.latchkey.platform.TenantId;

/** The account under which the app acts at a site: the author of its comments, the cause of its changes. */
public interface AppAccount {

    /**
     * The account's id; asked once for an installation ({@code GET /rest/api/3/myself} as the app) and stored. Never called inside a
     * transaction.
     *
     * @throws io.latchkey.platform.failure.FailureException when it is not known yet and the site does not tell
     */
    String of(TenantId tenant);
}
