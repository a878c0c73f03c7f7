package io.latchkey.okta;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The bounds of a node that sets none. */
class OktaPropertiesTest {

    @Test
    void hasDefaultsThatEndBeforeALease() {
        var bound = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("latchkey.okta", OktaProperties.class);

        assertThat(bound)
                .isEqualTo(new OktaProperties(
                        20,
                        40,
                        10,
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(6),
                        0.5,
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(5)));
    }
}
