package io.latchkey.jira;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class JiraRetryAfterTest {

    private final Clock clock = Clock.fixed(Instant.parse("2026-11-21T10:20:00Z"), ZoneOffset.UTC);
    private final HttpHeaders headers = new HttpHeaders();

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "999999999, 7200"})
    void believesSecondsWithinReason(String said, long seconds) {
        headers.set("Retry-After", said);

        assertThat(JiraRetryAfter.ofLimit(headers, LimitReason.BURST, clock)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void readsADate() {
        headers.set("Retry-After", "Sat, 21 Nov 2026 10:20:30 GMT");

        assertThat(JiraRetryAfter.asked(headers, clock)).hasValue(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1.5"})
    void waitsFiveSecondsWhenNothingCanBeRead(String said) {
        headers.set("Retry-After", said);

        assertThat(JiraRetryAfter.ofLimit(headers, LimitReason.UNSAID, clock)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void waitsFiveSecondsWhenNothingWasSaid() {
        assertThat(JiraRetryAfter.ofLimit(headers, LimitReason.BURST, clock)).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"2026-11-21T11:00:00Z, 2400", "2026-11-21T11:00Z, 2400", "2026-11-21T09:00:00Z, 3", "garbage, 3"})
    void aQuotaLastsUntilItsReset(String reset, long seconds) {
        headers.set("Retry-After", "3");
        headers.set("X-RateLimit-Reset", reset);

        assertThat(JiraRetryAfter.ofLimit(headers, LimitReason.QUOTA_GLOBAL, clock))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void aBurstDoesNotWaitForTheQuota() {
        headers.set("Retry-After", "1");
        headers.set("X-RateLimit-Reset", "2026-11-21T11:00:00Z");

        assertThat(JiraRetryAfter.ofLimit(headers, LimitReason.BURST, clock)).isEqualTo(Duration.ofSeconds(1));
    }
}
