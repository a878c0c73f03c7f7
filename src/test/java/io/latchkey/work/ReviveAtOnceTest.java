package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.event.SchedulerListeners;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An execution whose node has died is due at once. */
class ReviveAtOnceTest {

    private static final Instant LONG_AGO = Instant.parse("2001-09-09T01:46:40Z");

    @Test
    void byTheInjectedClock() {
        List<Instant> due = new ArrayList<>();
        var dead = ExecutionComplete.simulatedSuccess(LONG_AGO.minusSeconds(60));

        new ReviveAtOnce<Void>(Clock.fixed(LONG_AGO, ZoneOffset.UTC)).deadExecution(dead, recording(due));

        assertThat(due).containsExactly(LONG_AGO);
    }

    @SuppressWarnings("NullAway") // nothing of it is touched
    private static ExecutionOperations<Void> recording(List<Instant> due) {
        return new ExecutionOperations<>(null, SchedulerListeners.NOOP, null) {
            @Override
            public void reschedule(ExecutionComplete completed, Instant next) {
                due.add(next);
            }
        };
    }
}
