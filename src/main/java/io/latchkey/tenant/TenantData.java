package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.util.List;

/**
 * What a package keeps of a tenant, so that it can be disclosed before a tenant leaves and erased afterwards. A bean that
 * implements it is asked. Everything runs inside the tenant's open transaction; each call is one bounded portion, and is
 * repeated until it finds nothing more, on whichever node.
 */
public interface TenantData {

    /** Names the package in the trail: lower case with dashes. */
    String part();

    /** What there is now, one entry for each kind of thing; kinds of which there is nothing may be left out. */
    List<Remaining> remaining(TenantId tenant);

    /**
     * Erases what is secret, or sealed, or leads to the tenant.
     *
     * @param most how many rows at most
     * @return how many rows were erased; 0 when there is nothing more
     */
    default int eraseSecrets(TenantId tenant, int most) {
        return 0;
    }

    /**
     * Erases everything else.
     *
     * @param most how many rows at most
     * @return how many rows were erased; 0 when there is nothing more
     */
    int eraseData(TenantId tenant, int most);
}
