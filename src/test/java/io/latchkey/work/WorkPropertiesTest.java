package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.platform.RefusedToStart;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** How work is run where nobody says otherwise, and what is refused. */
class WorkPropertiesTest {

    @Test
    void aCallEndsBeforeItsLeaseAndWaitingGrowsSlowly() {
        assertThat(bind(Map.of()))
                .isEqualTo(new WorkProperties(
                        4,
                        16,
                        Duration.ofMillis(200),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(12),
                        Duration.ofSeconds(8),
                        12,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(5),
                        Duration.ofHours(12),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofDays(7),
                        Duration.ofSeconds(5),
                        Duration.ofDays(1),
                        Duration.ofSeconds(20)));
    }

    @Test
    void aLeaseThatACallCouldOutliveIsRefused() {
        assertThatThrownBy(() -> bind(Map.of("latchkey.work.lease", "8s")))
                .rootCause()
                .hasMessageContaining("latchkey.work.lease (PT8S) must exceed latchkey.work.call-limit (PT8S)");
    }

    @Test
    void aCallThatCouldOutliveItsLeaseIsRefused() {
        WorkProperties defaults = bind(Map.of());

        assertThatCode(() -> defaults.mustCover("latchkey.okta.deadline", Duration.ofSeconds(8)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> defaults.mustCover("latchkey.okta.deadline", Duration.ofSeconds(9)))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("latchkey.okta.deadline (PT9S) must not exceed latchkey.work.call-limit (PT8S)");
    }

    @Test
    void nothingIsRunByNobody() {
        assertThatThrownBy(() -> bind(Map.of("latchkey.work.threads", "0")))
                .rootCause()
                .hasMessageContaining("must be at least 1; found 4, 0 and 12");
    }

    private static WorkProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("latchkey.work", WorkProperties.class);
    }
}
