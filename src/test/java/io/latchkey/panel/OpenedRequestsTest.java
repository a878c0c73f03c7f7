package io.latchkey.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OpenedRequestsTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final TenantId TENANT = new TenantId(UUID.randomUUID());

    private Instant now = NOW;
    private final OpenedRequests opened = new OpenedRequests(new Clock() {
        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void aPanelThatPollsCostsOnce() {
        Caller mia = caller("mia");

        for (int i = 0; i < 10 * OpenedRequests.AT_ONCE; i++) {
            opened.demand(mia, "10042");
        }

        assertThatCode(() -> opened.demand(mia, "10043")).doesNotThrowAnyException();
    }

    @Test
    void whoOpensManyIsStoppedAndNobodyElse() {
        Caller mia = caller("mia");
        for (int i = 0; i < OpenedRequests.AT_ONCE; i++) {
            opened.demand(mia, "ITH-" + i);
        }

        assertThatThrownBy(() -> opened.demand(mia, "ITH-5000"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("request.too-many"));
        assertThatCode(() -> opened.demand(mia, "ITH-1")).doesNotThrowAnyException();
        assertThatCode(() -> opened.demand(caller("gus"), "ITH-5000")).doesNotThrowAnyException();
    }

    /** After a minute Jira is asked again, and that counts. */
    @Test
    void whatIsOpenForLongCountsOnceAMinute() {
        Caller mia = caller("mia");
        for (int i = 0; i < OpenedRequests.AT_ONCE; i++) {
            opened.demand(mia, "ITH-" + i);
        }

        now = NOW.plus(Duration.ofSeconds(61));

        assertThatThrownBy(() -> {
                    for (int i = 0; i < OpenedRequests.AT_ONCE; i++) {
                        opened.demand(mia, "ITH-" + i);
                    }
                })
                .isInstanceOf(Problem.class);
    }

    private static Caller caller(String account) {
        return new Caller(TENANT, account);
    }
}
