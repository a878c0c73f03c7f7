package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;

/** What became of an installation that wanted to take its site's tenant over. */
public sealed interface Moved {

    /**
     * It has taken over the tenant, whose other doors are closed.
     *
     * @param tenant as which tenant
     */
    record Done(TenantId tenant) implements Moved {}

    /**
     * It has not.
     *
     * @param why for what reason
     */
    record Refused(Reason why) implements Moved {}

    /** Why not. */
    enum Reason {
        /** It does not wait: it is open already, or nobody has heard of it. */
        NOT_HELD,
        /** An operator has decided that it stays out. */
        KEPT_OUT,
        /** The site's other installation is still there, so a code from its page is needed. */
        CODE_NEEDED,
        /** The code is wrong, was used, or is too old. */
        CODE_WRONG,
        /** Too many wrong codes were entered. */
        TOO_MANY
    }
}
