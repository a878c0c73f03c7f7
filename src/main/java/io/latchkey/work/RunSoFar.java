package io.latchkey.work;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.TenantId;
import java.util.List;
import java.util.UUID;

/**
 * How far a run has come.
 *
 * @param tenant whose
 * @param id which
 * @param subject what it concerns
 * @param plan its steps
 * @param done the steps that are done, in order
 */
public record RunSoFar(TenantId tenant, UUID id, String subject, Plan plan, List<Done> done) {

    /** Copies the list. */
    public RunSoFar {
        done = List.copyOf(done);
    }

    /** What its plan rests on. */
    public JsonNode basis() {
        return plan.basis();
    }

    /** The steps that are not done, in order. */
    public List<PlannedStep> remaining() {
        return plan.steps().subList(done.size(), plan.steps().size());
    }

    /**
     * A step that is done.
     *
     * @param key its key
     * @param kind its kind
     * @param facts its outcome
     */
    public record Done(String key, String kind, JsonNode facts) {}
}
