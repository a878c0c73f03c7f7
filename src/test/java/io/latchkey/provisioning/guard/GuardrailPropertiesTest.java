package io.latchkey.provisioning.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class GuardrailPropertiesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aProposedChangeWaitsForThreeDays() {
        var bound = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("latchkey.guardrails", GuardrailProperties.class);

        assertThat(bound).isEqualTo(new GuardrailProperties(Duration.ofHours(72), MINUTE));
    }

    @Test
    void refusesATimeInWhichNobodyOrEverybodyCouldConfirm() {
        assertThatThrownBy(() -> new GuardrailProperties(Duration.ZERO, MINUTE)).hasMessageContaining("confirm-within");
        assertThatThrownBy(() -> new GuardrailProperties(Duration.ofDays(31), MINUTE))
                .hasMessageContaining("confirm-within");
    }

    @Test
    void refusesToRememberRolesForLong() {
        assertThatThrownBy(() -> new GuardrailProperties(Duration.ofHours(72), Duration.ofMinutes(6)))
                .hasMessageContaining("roles-remembered-for");
        assertThatThrownBy(() -> new GuardrailProperties(Duration.ofHours(72), Duration.ofSeconds(-1)))
                .hasMessageContaining("roles-remembered-for");
    }
}
