package io.latchkey.tenant.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DoorPropertiesTest {

    private final Binder nothingSet = new Binder(new MapConfigurationPropertySource(Map.of()));

    @Test
    void connectPinsAtlassiansKeyServerAndShortTokens() {
        var defaults = nothingSet.bindOrCreate("latchkey.connect", ConnectProperties.class);

        assertThat(defaults)
                .isEqualTo(new ConnectProperties(
                        URI.create("https://connect-install-keys.atlassian.com"),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(15)));
    }
}
