package io.latchkey.work;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.Failure;
import io.latchkey.tenant.Purpose;
import java.util.Optional;

/** A gate that the test closes. */
final class Gates implements RunGate {

    volatile Optional<Failure> failure = Optional.empty();

    void reset() {
        failure = Optional.empty();
    }

    @Override
    public Optional<Failure> closed(TenantId tenant, Purpose purpose) {
        return failure;
    }
}
