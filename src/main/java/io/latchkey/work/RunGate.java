package io.latchkey.work;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.Failure;
import io.latchkey.tenant.Purpose;
import java.util.Optional;

/**
 * Asked before each look and each step whether the tenant's work may go on. A bean that implements it is heard. A retryable
 * answer lets the work wait, however long, without counting as an attempt; a terminal one parks it.
 */
public interface RunGate {

    /**
     * Why nothing more may be begun for the tenant; empty when all is well. Called without a transaction.
     *
     * @param purpose what is about to be begun
     */
    Optional<Failure> closed(TenantId tenant, Purpose purpose);
}
