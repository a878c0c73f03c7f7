package io.latchkey.work;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.tenant.Purpose;
import java.util.Optional;
import java.util.Set;

/**
 * Does one kind of step. A bean that implements it is registered by its {@link #kind()}.
 *
 * <p>The order is: intent committed, looked up, done, read back. Failures are thrown as
 * {@link io.latchkey.platform.failure.RetryableFailure} or {@link io.latchkey.platform.failure.TerminalFailure}; anything
 * else counts as a bug of ours, is retried a few times and then parks the run.
 */
public interface StepHandler {

    /** The kind it does, as in {@link PlannedStep#kind()}. */
    String kind();

    /**
     * What it is for. A step that ends access which was given for a time goes on after the site has removed the app, as
     * long as the tenant's secrets are kept; every other one begins nothing from that moment.
     */
    default Purpose purpose() {
        return Purpose.REQUEST;
    }

    /** The names of what its {@link StepResult#outputs()} hold, for later steps to refer to. */
    default Set<String> outputs() {
        return Set.of();
    }

    /** What is going to be done. Pure: called inside the ledger's transaction, makes no remote call. */
    default Intent intend(StepContext step) {
        return Intent.plain();
    }

    /** Does it and reads it back. Called without a transaction, once the intent is committed. */
    StepResult act(StepContext step);

    /**
     * Looks whether an earlier attempt took effect. Called before {@link #act} whenever an earlier attempt may have sent
     * something: after a failure, a restart or a takeover.
     *
     * @return the result of the earlier attempt, provably ours; empty when there is certainly none
     * @throws RuntimeException a terminal failure when it cannot be told; nothing is repeated on a guess
     */
    Optional<StepResult> look(StepContext step);

    /**
     * What to look at once more, a while after a step ended that was tried more than once: an attempt whose answer was
     * lost may take effect later than the one that was recorded. Pure, as {@link #intend}.
     */
    default Optional<LaterLook> laterLook(StepContext step) {
        return Optional.empty();
    }

    /**
     * The step that takes back what a done one did, and nothing else: what was so before, or was somebody else's, stays.
     * Pure. Its input names what was done by value, so it can stand in any plan.
     *
     * @param done the step as it was planned; its input may still hold {@link Deferred} values
     * @param outputs what it left
     * @return empty when it changed nothing, when it is not known what was before, or when this cannot be taken back
     */
    default Optional<PlannedStep> undo(PlannedStep done, JsonNode outputs) {
        return Optional.empty();
    }
}
