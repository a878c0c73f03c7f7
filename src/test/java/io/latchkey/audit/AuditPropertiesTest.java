package io.latchkey.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AuditPropertiesTest {

    @Test
    void looksTwiceASecondUnlessToldOtherwise() {
        assertThat(bind(Map.of()).sealEvery()).isEqualTo(Duration.ofMillis(500));
        assertThat(bind(Map.of("latchkey.audit.seal-every", "2s")).sealEvery()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void refusesAPauseThatIsNone() {
        assertThatThrownBy(() -> bind(Map.of("latchkey.audit.seal-every", "0s")))
                .rootCause()
                .hasMessageContaining("latchkey.audit.seal-every");
    }

    private static AuditProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("latchkey.audit", AuditProperties.class);
    }
}
