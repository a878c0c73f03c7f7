package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Runs that wait for a time hold nothing, fail at nothing, and go on by themselves. */
class WaitsIT extends WorkTest {

    @Test
    void aTimeThatHasPassedIsNotWaitedFor() {
        UUID run = start(waiting("2020-02-29T23:00:00+05:45"));

        await().until(() -> isInState(run, "done"));
        assertThat(steps.acted).containsExactly("a", "b");
    }

    @Test
    void itWaitsWithoutAnAttemptAndGoesOnByItself() {
        Instant until = Instant.now().plusMillis(1_500).truncatedTo(ChronoUnit.MILLIS);
        UUID run = start(waiting(until.toString()));

        await().until(() -> stateOf(run).waitingUntil() != null);
        RunState waiting = stateOf(run);
        assertThat(waiting.state()).isEqualTo("waiting");
        assertThat(waiting.attempts()).isZero();
        assertThat(waiting.waitingUntil()).isBetween(until, until.plusMillis(200));
        assertThat(waiting.reason()).contains(until.toString());
        assertThat(steps.acted).containsExactly("a");

        await().until(() -> isInState(run, "done"));
        assertThat(Instant.now()).isAfter(until);
        assertThat(steps.acted).containsExactly("a", "b");
        assertThat(stateOf(run).reasonCode()).isNull();
        assertThat(stateOf(run).waitingUntil()).isNull();
    }

    /** A fresh look at whether it is wanted does not end the waiting. */
    @Test
    void whoIsDoubtedAsksAndWaitsOn() {
        Instant until = Instant.now().plus(Duration.ofDays(60));
        UUID run = start(waiting(until.toString()));
        await().until(() -> stateOf(run).waitingUntil() != null);
        int asked = consents.asked.get();

        transactions.writeOnly(tenant, () -> work.doubt(tenant, run));

        await().until(() -> consents.asked.get() > asked);
        await().until(() -> stateOf(run).waitingUntil() != null);
        assertThat(stateOf(run).waitingUntil()).isAfter(until.minusSeconds(5));
        assertThat(steps.acted).containsExactly("a");
    }

    @Test
    void whoIsNotWantedAnyMoreStops() {
        UUID run = start(waiting(Instant.now().plus(Duration.ofDays(60)).toString()));
        await().until(() -> stateOf(run).waitingUntil() != null);

        consents.withdrawal = Optional.of(new Withdrawal("test.withdrawn", "Nobody wants it any more."));
        transactions.writeOnly(tenant, () -> work.doubt(tenant, run));

        await().until(() -> isInState(run, "stopped"));
        assertThat(steps.acted).containsExactly("a");
    }

    @Test
    void whatIsNoTimeOrTooFarIsRefused() {
        UUID words = start(waiting("next Monday"));
        await().until(() -> "work.no-instant".equals(stateOf(words).reasonCode()));
        UUID far = start(waiting("+99999-01-01T00:00:00Z"));
        await().until(() -> "work.too-long".equals(stateOf(far).reasonCode()));

        assertThat(List.of(stateOf(words).state(), stateOf(far).state())).containsOnly("parked");
        assertThat(Optional.ofNullable(stateOf(far).waitingUntil())).isEmpty();
    }

    private NewRun waiting(String until) {
        var nothing = JsonNodeFactory.instance.objectNode();
        return new NewRun(
                ids.next(),
                Endings.KIND,
                "waits",
                "waits",
                new Plan(
                        nothing,
                        List.of(
                                new PlannedStep("a", "test.a", nothing),
                                new PlannedStep(
                                        "wait",
                                        WaitUntilStep.KIND,
                                        JsonNodeFactory.instance.objectNode().put("until", until)),
                                new PlannedStep("b", "test.b", nothing))));
    }
}
