package io.latchkey.work;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.Failure;
import java.util.Optional;
import java.util.UUID;

/** Hears how runs of a kind end, inside the transaction that ends them. A bean that implements it is registered. */
public interface RunListener {

    /** The kind of run, as in {@link NewRun#kind()}. */
    String kind();

    /** All steps are done. */
    void completed(TenantId tenant, UUID runId, String subject);

    /**
     * The run stopped and waits for a person.
     *
     * @return a run that tells people, started in the same transaction
     */
    Optional<NewRun> parked(TenantId tenant, UUID runId, String subject, String stepKey, Failure failure);

    /**
     * The run was stopped, since people do not want it any more; it never goes on.
     *
     * @return a run that tells people, started in the same transaction
     */
    default Optional<NewRun> stopped(StoppedRun stopped) {
        return Optional.empty();
    }
}
