package io.latchkey.work;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.Failure;
import java.util.Optional;

/** Asked before each step whether the tenant's runs may go on. A bean that implements it is heard. */
public interface RunGate {

    /** Why nothing more may be begun for the tenant; empty when all is well. Called without a transaction. */
    Optional<Failure> closed(TenantId tenant);
}
