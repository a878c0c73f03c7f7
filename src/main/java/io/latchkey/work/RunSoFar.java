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
 * @param basis what its plan rests on
 * @param done the steps that are done, in order
 */
public record RunSoFar(TenantId tenant, UUID id, String subject, JsonNode basis, List<Done> done) {

    /** Copies the list. */
    public RunSoFar {
        done = List.copyOf(done);
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
