package io.latchkey.intake;

import io.latchkey.platform.TenantId;
import java.util.Optional;

/**
 * A hint that an issue may have changed.
 *
 * @param tenant whose issue
 * @param source which way it came
 * @param deliveryId the sender's id of the delivery, the same when it is repeated; empty when the sender has none
 * @param issueId Jira's numeric issue id
 * @param actor the account that made the change, when the signal says so
 * @param proof what proved the caller: the installation's external id, or the automation token's id; checked again in
 *     the statement that stores the signal
 */
record Signal(
        TenantId tenant,
        Source source,
        Optional<String> deliveryId,
        String issueId,
        Optional<String> actor,
        String proof) {

    /** The ways in. */
    enum Source {
        WEBHOOK,
        AUTOMATION,
        SWEEP
    }
}
