package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class BackoffTest {

    private static final WorkProperties PROPERTIES = new Binder(new MapConfigurationPropertySource(
                    Map.of("latchkey.work.first-backoff", "1s", "latchkey.work.longest-backoff", "5m")))
            .bindOrCreate("latchkey.work", WorkProperties.class);

    private static final RuntimeException ANYTHING = new IllegalStateException();

    @Test
    void doublesUpToTheLongest() {
        Backoff backoff = drawing(0.5);

        assertThat(backoff.after(1, ANYTHING)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.after(2, ANYTHING)).isEqualTo(Duration.ofSeconds(2));
        assertThat(backoff.after(5, ANYTHING)).isEqualTo(Duration.ofSeconds(16));
        assertThat(backoff.after(9, ANYTHING)).isEqualTo(Duration.ofSeconds(256));
        assertThat(backoff.after(10, ANYTHING)).isEqualTo(Duration.ofMinutes(5));
        assertThat(backoff.after(1_000, ANYTHING)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void spreadsByThreeTenthsEitherWay() {
        assertThat(drawing(0).after(3, ANYTHING)).isEqualTo(Duration.ofMillis(2_800));
        assertThat(drawing(0.999_999).after(3, ANYTHING)).isBetween(Duration.ofMillis(5_199), Duration.ofMillis(5_200));
    }

    @Test
    void isNeverLessThanTheOtherSideAskedFor() {
        assertThat(drawing(0.5).after(1, new WorkTest.Later())).isEqualTo(Duration.ofMinutes(10));
        assertThat(drawing(0.5).after(10, new WorkTest.Limited())).isEqualTo(Duration.ofMinutes(5));
        assertThat(drawing(0.5).after(2, new WorkTest.Passing())).isEqualTo(Duration.ofSeconds(2));
    }

    /** Draws from a range what lies at this part of it. */
    private static Backoff drawing(double part) {
        return new Backoff(PROPERTIES, new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public double nextDouble(double from, double to) {
                return from + part * (to - from);
            }
        });
    }
}
