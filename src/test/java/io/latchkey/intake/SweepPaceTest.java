package io.latchkey.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How rarely a site may be searched. */
class SweepPaceTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final IntakeProperties PROPERTIES = new IntakeProperties(
            MINUTE, Duration.ofMinutes(15), Duration.ofMinutes(5), MINUTE, MINUTE, Duration.ofHours(1), MINUTE);

    @Test
    void slowsStepByStepWhileSignalsProveHealthy() {
        Duration pause = MINUTE;
        for (long expected : new long[] {2, 4, 8, 15, 15}) {
            pause = SweepPace.next(pause, false, Optional.of(Duration.ofSeconds(5)), PROPERTIES);
            assertThat(pause).isEqualTo(Duration.ofMinutes(expected));
        }
    }

    @Test
    void isFastAgainOnceSomethingWasNotAnnounced() {
        assertThat(SweepPace.next(Duration.ofMinutes(15), true, Optional.of(Duration.ZERO), PROPERTIES))
                .isEqualTo(MINUTE);
    }

    @Test
    void isFastAgainWhenNoSignalCameForLongerThanThePause() {
        assertThat(SweepPace.next(Duration.ofMinutes(4), false, Optional.of(Duration.ofMinutes(5)), PROPERTIES))
                .isEqualTo(MINUTE);
        assertThat(SweepPace.next(MINUTE, false, Optional.empty(), PROPERTIES)).isEqualTo(MINUTE);
    }

    @Test
    void isStretchedWhenLittleOfTheBudgetIsLeft() {
        Duration slowest = Duration.ofMinutes(15);
        assertThat(SweepPace.stretched(MINUTE, 0.5, slowest)).isEqualTo(MINUTE);
        assertThat(SweepPace.stretched(MINUTE, 0.25, slowest)).isEqualTo(Duration.ofMinutes(2));
        assertThat(SweepPace.stretched(MINUTE, 0, slowest)).isEqualTo(slowest);
    }
}
