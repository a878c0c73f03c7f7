package io.latchkey.tenant.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ForgePropertiesTest {

    @Test
    void theDoorIsClosedUntilItsAppIsNamedAndServesProductionAlone() {
        var defaults = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("latchkey.forge", ForgeProperties.class);

        assertThat(defaults)
                .isEqualTo(new ForgeProperties(
                        null,
                        Set.of("PRODUCTION"),
                        URI.create("https://forge.cdn.prod.atlassian-dev.net/.well-known/jwks.json"),
                        Duration.ofMinutes(15),
                        Duration.ofSeconds(30),
                        URI.create("https://api.atlassian.com")));
        assertThat(defaults.app()).isEmpty();
    }
}
