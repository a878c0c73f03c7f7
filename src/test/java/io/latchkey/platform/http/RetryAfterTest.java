package io.latchkey.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RetryAfterTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void isSecondsOrADateAndIsBelievedForSoLong() {
        assertThat(RetryAfter.of("7", CLOCK, HOUR)).contains(Duration.ofSeconds(7));
        assertThat(RetryAfter.of("Thu, 26 Nov 2026 12:00:30 GMT", CLOCK, HOUR)).contains(Duration.ofSeconds(30));
        assertThat(RetryAfter.of("Thu, 26 Nov 2026 11:00:00 GMT", CLOCK, HOUR)).contains(Duration.ZERO);
        assertThat(RetryAfter.of("999999999", CLOCK, HOUR)).contains(HOUR);
        assertThat(RetryAfter.of("soon", CLOCK, HOUR)).isEmpty();
        assertThat(RetryAfter.of("-1", CLOCK, HOUR)).isEmpty();
        assertThat(RetryAfter.of(null, CLOCK, HOUR)).isEmpty();
    }
}
