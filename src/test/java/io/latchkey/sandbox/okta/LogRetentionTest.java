package io.latchkey.sandbox.okta;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.sandbox.http.SandboxClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Okta keeps its System Log for 90 days; a beginning of up to 180 days ago may be asked for all the same. */
class LogRetentionTest {

    private static final String PERSON = "SSWS sandbox-admin";

    private final SandboxClock clock = new SandboxClock();
    private final OktaOrg org = OktaOrg.start("localhost", 0, clock);
    private final TestClient client = new TestClient(org, clock);

    @AfterEach
    void close() {
        org.close();
    }

    @Test
    void whatIsOlderThanNinetyDaysIsForgotten() {
        clock.advance(Duration.ofDays(88));
        assertThat(shown()).isPositive();

        clock.advance(Duration.ofDays(3));

        assertThat(shown()).isZero();
    }

    private int shown() {
        Instant since = clock.instant().minus(Duration.ofDays(120));
        return TestClient.json(client.call(
                        PERSON,
                        "GET",
                        "/api/v1/logs?since=" + since + "&filter=eventType%20eq%20%22user.lifecycle.create%22",
                        null))
                .size();
    }
}
