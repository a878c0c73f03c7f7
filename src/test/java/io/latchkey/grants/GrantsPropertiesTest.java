package io.latchkey.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.platform.RefusedToStart;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class GrantsPropertiesTest {

    @Test
    void defaults() {
        GrantsProperties properties = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("latchkey.grants", GrantsProperties.class);

        assertThat(properties).isEqualTo(new GrantsProperties(Duration.ofDays(3), 15, 3, Duration.ofMinutes(5)));
    }

    @Test
    void refusesWhatCouldEndNothing() {
        assertThatThrownBy(() -> new GrantsProperties(Duration.ofDays(3), 0, 3, Duration.ofMinutes(5)))
                .isInstanceOf(RefusedToStart.class);
        assertThatThrownBy(() -> new GrantsProperties(Duration.ofDays(3), 41, 3, Duration.ofMinutes(5)))
                .isInstanceOf(RefusedToStart.class);
        assertThatThrownBy(() -> new GrantsProperties(Duration.ofDays(-3), 15, 3, Duration.ofMinutes(5)))
                .isInstanceOf(RefusedToStart.class);
    }
}
