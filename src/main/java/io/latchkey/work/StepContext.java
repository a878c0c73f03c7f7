package io.latchkey.work;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a {@link StepHandler} sees of its run. */
public final class StepContext {

    private final TenantId tenant;
    private final UUID runId;
    private final int ordinal;
    private final PlannedStep step;
    private final Plan plan;
    private final Map<String, JsonNode> results;
    private final Map<String, Secret> secrets;
    private final @Nullable Intent intent;
    private final boolean repeat;
    private final Optional<Instant> triedSince;
    private final Runnable beforeCall;
    private final Claims claims;

    StepContext(
            TenantId tenant,
            UUID runId,
            int ordinal,
            Plan plan,
            Map<String, JsonNode> results,
            Map<String, Secret> secrets,
            @Nullable Intent intent,
            boolean repeat,
            Optional<Instant> triedSince,
            Runnable beforeCall,
            Claims claims) {
        this.tenant = tenant;
        this.runId = runId;
        this.ordinal = ordinal;
        this.plan = plan;
        this.step = plan.steps().get(ordinal);
        this.results = results;
        this.secrets = secrets;
        this.intent = intent;
        this.repeat = repeat;
        this.triedSince = triedSince;
        this.beforeCall = beforeCall;
        this.claims = claims;
    }

    /** Whose run it is. */
    public TenantId tenant() {
        return tenant;
    }

    /** The run. */
    public UUID runId() {
        return runId;
    }

    /** The step's key in the plan. */
    public String key() {
        return step.key();
    }

    /** The step's input, with what earlier steps left filled in. */
    public JsonNode input() {
        return Deferred.resolve(step.input(), results);
    }

    /**
     * Whether another run of the tenant ever set out to make what this step's intent claims. Then nothing that exists can
     * be proven to be this step's. Called without a transaction.
     */
    public boolean isClaimedElsewhere() {
        return intent().claim().filter(claims::isClaimedElsewhere).isPresent();
    }

    /**
     * When another run about the same subject set out to make what this step's intent claims, the first one that did: what
     * that run has made may still be there. Called without a transaction.
     */
    public Optional<Instant> claimedBefore() {
        return intent().claim().flatMap(claims::claimedBefore);
    }

    /** What the plan rests on. */
    public JsonNode basis() {
        return plan.basis();
    }

    /** The same for every attempt of this step, and unique: the mark that an effect of ours carries. */
    public UUID stepId() {
        return UUID.nameUUIDFromBytes((runId + "/" + ordinal).getBytes(StandardCharsets.UTF_8));
    }

    /** The committed intent; not to be asked while intending. */
    public Intent intent() {
        if (intent == null) {
            throw new IllegalStateException("step " + key() + " has no intent yet");
        }
        return intent;
    }

    /** What the earlier steps of this step's kind left, in order. */
    public List<JsonNode> earlierOfItsKind() {
        return earlierOf(step.kind());
    }

    /** What the earlier steps of a kind left, in order. */
    public List<JsonNode> earlierOf(String kind) {
        return plan.steps().subList(0, ordinal).stream()
                .filter(other -> other.kind().equals(kind))
                .flatMap(other -> Optional.ofNullable(results.get(other.key())).stream())
                .toList();
    }

    /** Whether a later step of the plan is of this step's kind. */
    public boolean isFollowedByItsKind() {
        return plan.steps().stream()
                .skip(ordinal + 1L)
                .anyMatch(other -> other.kind().equals(step.kind()));
    }

    /** Whether an earlier attempt of this step may have sent something, and may still take effect. */
    public boolean isRepeat() {
        return repeat;
    }

    /**
     * Since when something may have been sent for this step, when that is later than its intent: the step waited before
     * anything was sent, or a person has let it begin anew. Empty, or before the intent, when it is since the intent.
     */
    public Optional<Instant> triedSince() {
        return triedSince;
    }

    /**
     * Whether a run beside this one and these did what one of the {@linkplain Intent#claim() claims} says since then, or has
     * set out to and has not ended. One reading transaction.
     *
     * @param others told inside that transaction
     */
    public boolean isActedOnByOthers(
            Supplier<? extends Collection<String>> others, Instant since, Collection<UUID> runs) {
        return claims.isActedOnByOthers(others, since, runs);
    }

    /** Where a step stands in the plan. */
    int ordinalOf(String key) {
        for (int i = 0; i < plan.steps().size(); i++) {
            if (plan.steps().get(i).key().equals(key)) {
                return i;
            }
        }
        throw new IllegalArgumentException("the plan has no step " + key);
    }

    /** What an earlier step left, if it is done. */
    public Optional<JsonNode> leftBy(String key) {
        return Optional.ofNullable(results.get(key));
    }

    /** The credential that an earlier step set, if it set one. */
    public Optional<Secret> secretOf(String key) {
        return Optional.ofNullable(secrets.get(key));
    }

    /**
     * To be called before each remote call: makes sure that the call's time limit ends before the lease does, and renews
     * the lease where it would not.
     *
     * @throws FenceLost when another worker has taken over
     */
    public void beforeCall() {
        beforeCall.run();
    }
}
