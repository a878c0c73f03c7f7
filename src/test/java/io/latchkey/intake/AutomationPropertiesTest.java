package io.latchkey.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AutomationPropertiesTest {

    @Test
    void ordinaryRulesNeverWait() {
        assertThat(new Binder(new MapConfigurationPropertySource(Map.of()))
                        .bindOrCreate("latchkey.automation", AutomationProperties.class))
                .isEqualTo(new AutomationProperties(20, 200, 30, 50, Duration.ofDays(30)));
    }
}
