package io.latchkey.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.work.Intent;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepContexts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettlingTest {

    private static final Duration NEW = Duration.ofSeconds(10);

    private final SettableClock clock = new SettableClock();
    private final Settling settling = new Settling(
            new OktaProperties(
                    1,
                    1,
                    1,
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(6),
                    0.5,
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(5)),
            clock);
    private final StepContext step =
            StepContexts.intended(new Intent(settling.begin(), Optional.empty(), Optional.empty()));

    @Test
    void whatIsThereIsRead() {
        assertThat(settling.present(step, NEW, () -> "there")).isEqualTo("there");
    }

    /** The node stood still with the answer in its hands. */
    @Test
    void anEarlyAnswerIsWaitedForHoweverLateItIsSeen() {
        clock.pass(Duration.ofSeconds(4));

        assertThatThrownBy(() -> settling.present(step, NEW, () -> {
                    clock.pass(Duration.ofSeconds(9));
                    throw gone();
                }))
                .isInstanceOfSatisfying(
                        NotShownYet.class,
                        later -> assertThat(later.lookAfter()).isEqualTo(Duration.ofSeconds(2)));
    }

    @Test
    void whoIsNotThereWhenAskedLateIsGone() {
        clock.pass(NEW);

        assertThatThrownBy(() -> settling.present(step, NEW, () -> {
                    throw gone();
                }))
                .isInstanceOf(OktaFailure.UserGone.class);
    }

    private static OktaFailure.UserGone gone() {
        return new OktaFailure.UserGone("the account does not exist in Okta");
    }

    private static final class SettableClock extends Clock {

        private Instant now = Instant.parse("2026-11-22T09:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
