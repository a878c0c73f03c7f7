package io.latchkey.tenant.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SiteAccountReportsTest {

    @Test
    void readsTheCycleHoweverItIsWritten() {
        assertThat(SiteAccountReports.cycle("25 Days")).contains(Duration.ofDays(25));
        assertThat(SiteAccountReports.cycle("7")).contains(Duration.ofDays(7));
        assertThat(SiteAccountReports.cycle("P7D")).contains(Duration.ofDays(7));
        assertThat(SiteAccountReports.cycle("soon")).isEmpty();
        assertThat(SiteAccountReports.cycle("-1")).isEmpty();
        assertThat(SiteAccountReports.cycle(null)).isEmpty();
    }
}
