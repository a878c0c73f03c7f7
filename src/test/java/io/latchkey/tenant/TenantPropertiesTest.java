package io.latchkey.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.platform.RefusedToStart;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TenantPropertiesTest {

    @Test
    void keepsKeysForAMonthAndDataForThree() {
        var bound = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("latchkey.tenant", TenantProperties.class);

        assertThat(bound).isEqualTo(new TenantProperties(Duration.ofDays(30), Duration.ofDays(90), 1_000));
    }

    @Test
    void refusesDataThatGoesBeforeTheKeys() {
        assertThatThrownBy(() -> new TenantProperties(Duration.ofDays(30), Duration.ofDays(29), 1_000))
                .isInstanceOf(RefusedToStart.class)
                .hasMessageContaining("keep-data");
    }
}
