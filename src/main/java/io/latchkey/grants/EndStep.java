package io.latchkey.grants;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.okta.OktaConnectionId;
import io.latchkey.okta.OktaFailure;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.LimitReached;
import io.latchkey.tenant.Purpose;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Takes a batch of memberships back whose time is over. What is done with each is stored before the step ends, so that
 * waiting for a limit in the middle costs nothing twice. An outage of Okta is waited for, however long it takes. It may be
 * repeated freely: whose a membership is, is read anew.
 *
 * <p>Input: {@code connectionId}, {@code grants} (ids). It needs no Jira.
 */
@Component
class EndStep implements StepHandler {

    static final String KIND = "grants.end";

    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final EndingGrants ending;
    private final TakeBack takeBack;

    EndStep(EndingGrants ending, TakeBack takeBack) {
        this.ending = ending;
        this.takeBack = takeBack;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Purpose purpose() {
        return Purpose.EXPIRY;
    }

    @Override
    public Set<String> outputs() {
        return Set.of("ended", "held");
    }

    @Override
    public StepResult act(StepContext step) {
        List<GrantRow> grants = ending.claim(step.tenant(), step.runId());
        if (!grants.isEmpty()) {
            Optional<GrantWaits> waits = end(step, grants);
            if (waits.isPresent()) {
                throw waits.get();
            }
        }
        return result(step);
    }

    private Optional<GrantWaits> end(StepContext step, List<GrantRow> grants) {
        Outcomes outcomes = new Outcomes();
        try {
            return takeBack.all(step, connection(step), grants, outcomes);
        } catch (OktaFailure.Retryable away) {
            if (away instanceof LimitReached) {
                throw away;
            }
            throw waiting(step, away);
        } catch (OktaFailure.Terminal refused) {
            // Nothing ends here: what was not decided yet is held, and tried again where an administrator can put it
            // right.
            List<UUID> decided = outcomes.decided().values().stream()
                    .flatMap(List::stream)
                    .map(GrantRow::id)
                    .toList();
            outcomes.held(
                    grants.stream()
                            .filter(grant -> !decided.contains(grant.id()))
                            .toList(),
                    refused.code(),
                    refused.kind() == FailureKind.SETUP);
            return Optional.empty();
        } finally {
            ending.store(step.tenant(), step.runId(), outcomes);
        }
    }

    /** Runs do not come back all in one moment. */
    private static GrantWaits waiting(StepContext step, OktaFailure.Retryable away) {
        Duration spread = SHORTEST.plusMillis(Math.floorMod(step.runId().hashCode(), 10_000));
        Duration wait = away.retryAfter().orElse(spread);
        return new GrantWaits(away.code(), away.explanation(), wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }

    private static OktaConnectionId connection(StepContext step) {
        return new OktaConnectionId(
                UUID.fromString(step.input().path("connectionId").asText()));
    }

    private StepResult result(StepContext step) {
        ObjectNode outputs = StepResult.nothing();
        EndingGrants.Count count = ending.count(step.tenant(), step.runId());
        return StepResult.of(outputs.put("ended", count.ended()).put("held", count.held()));
    }

    /** Acting reads first anyway. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        return Optional.empty();
    }
}
