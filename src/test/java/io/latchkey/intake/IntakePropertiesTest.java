package io.latchkey.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** How often sites are searched, and how long signals are kept, where nobody says otherwise. */
class IntakePropertiesTest {

    @Test
    void sweepsEachMinuteWithAnOverlap() {
        var bound = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("latchkey.intake", IntakeProperties.class);

        assertThat(bound)
                .isEqualTo(new IntakeProperties(
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(5),
                        Duration.ofDays(7),
                        Duration.ofDays(30),
                        Duration.ofHours(1),
                        Duration.ofDays(1)));
    }
}
