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
    private static final int POINTS = OpenedRequests.PORTALS;
    private static final int MANY = OpenedRequests.AT_ONCE / POINTS;
    private static final TenantId TENANT = new TenantId(UUID.randomUUID());

    private Instant now = NOW;
    private boolean enough = true;
    private final OpenedRequests opened = new OpenedRequests(() -> enough, new Clock() {
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
            opened.demand(mia, "10042", POINTS);
        }

        assertThatCode(() -> opened.demand(mia, "10043", POINTS)).doesNotThrowAnyException();
    }

    @Test
    void whoOpensManyIsStoppedAndNobodyElse() {
        Caller mia = caller("mia");
        for (int i = 0; i < MANY; i++) {
            opened.demand(mia, "ITH-" + i, POINTS);
        }

        assertThatThrownBy(() -> opened.demand(mia, "ITH-5000", POINTS))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("request.too-many"));
        assertThatCode(() -> opened.demand(mia, "ITH-1", POINTS)).doesNotThrowAnyException();
        assertThatCode(() -> opened.demand(caller("gus"), "ITH-5000", POINTS)).doesNotThrowAnyException();
    }

    /** After a minute Jira is asked again, and that counts. */
    @Test
    void whatIsOpenForLongCountsOnceAMinute() {
        Caller mia = caller("mia");
        for (int i = 0; i < MANY; i++) {
            opened.demand(mia, "ITH-" + i, POINTS);
        }

        now = NOW.plus(Duration.ofSeconds(61));

        assertThatThrownBy(() -> {
                    for (int i = 0; i < MANY; i++) {
                        opened.demand(mia, "ITH-" + i, POINTS);
                    }
                })
                .isInstanceOf(Problem.class);
    }

    /** What a look costs is what Jira counts: agents see more requests for the same points. */
    @Test
    void whatIsCheaperMayBeSeenMoreOften() {
        Caller gus = caller("gus");

        for (int i = 0; i < OpenedRequests.AT_ONCE / OpenedRequests.AGENTS; i++) {
            opened.demand(gus, "ITH-" + i, OpenedRequests.AGENTS);
        }

        assertThatThrownBy(() -> opened.demand(gus, "ITH-5000", OpenedRequests.AGENTS))
                .isInstanceOf(Problem.class);
        assertThat(OpenedRequests.AGENTS).isLessThan(POINTS / 2);
    }

    @Test
    void whileFewPointsAreLeftOnlyWhatIsRememberedIsShown() {
        Caller mia = caller("mia");
        opened.demand(mia, "ITH-1", POINTS);

        enough = false;

        assertThatCode(() -> opened.demand(mia, "ITH-1", POINTS)).doesNotThrowAnyException();
        assertThatThrownBy(() -> opened.demand(mia, "ITH-2", POINTS))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("jira.few-points"));
        enough = true;
        assertThatCode(() -> opened.demand(mia, "ITH-2", POINTS)).doesNotThrowAnyException();
    }

    private static Caller caller(String account) {
        return new Caller(TENANT, account);
    }
}
