package io.latchkey.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.platform.RefusedToStart;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RolloutPropertiesTest {

    /** An operator who has listed nothing has allowed nothing. */
    @Test
    void allowsNothingUnlessToldOtherwise() {
        assertThat(bound(Map.of()))
                .isEqualTo(new RolloutProperties(
                        List.of(), Duration.ofSeconds(2), Duration.ofSeconds(8), 2, 8, Duration.ofDays(7)));
        assertThat(bound(Map.of("latchkey.rollout.webhook-hosts", "")).webhookHosts())
                .isEmpty();
    }

    @Test
    void readsHostsInAnyCase() {
        assertThat(bound(Map.of("latchkey.rollout.webhook-hosts", "Hooks.Example.com, *.alerts.example"))
                        .webhookHosts())
                .containsExactly("hooks.example.com", "*.alerts.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*.com",
                "*.*.example.com",
                "hooks.*.com",
                "localhost",
                "10.0.0.1",
                "[::1]",
                "https://hooks.example.com",
                "hooks.example.com:8443",
                "hooks.example.com/x",
                "hooks.example.com.",
                ".example.com",
                "hooks..example.com",
                "user@example.com"
            })
    void refusesWhatIsNoHostOrHalfTheWorld(String host) {
        assertThatThrownBy(() -> new RolloutProperties(
                        List.of(host), Duration.ofSeconds(2), Duration.ofSeconds(8), 2, 8, Duration.ofDays(7)))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining(host);
    }

    private static RolloutProperties bound(Map<String, Object> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("latchkey.rollout", RolloutProperties.class);
    }
}
