package io.latchkey.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class EdgePropertiesTest {

    private final Binder nothingSet = new Binder(new MapConfigurationPropertySource(Map.of()));

    @Test
    void bodiesAreSmallAndOnlyAtlassianFramesUs() {
        assertThat(nothingSet.bindOrCreate("latchkey.edge", EdgeProperties.class))
                .isEqualTo(new EdgeProperties(
                        DataSize.ofMegabytes(1),
                        List.of("https://*.atlassian.net", "https://*.jira.com", "https://*.jira-dev.com"),
                        null));
    }

    @Test
    void callsAreShortAndAnswersBounded() {
        assertThat(nothingSet.bindOrCreate("latchkey.outbound", OutboundProperties.class))
                .isEqualTo(new OutboundProperties(
                        Duration.ofSeconds(2), Duration.ofSeconds(8), DataSize.ofMegabytes(10), null));
    }

    @Test
    void nothingOnThisMachineIsCalled() {
        assertThat(nothingSet.bindOrCreate("latchkey.http", HttpProperties.class))
                .isEqualTo(new HttpProperties(List.of()));
    }

    @Test
    void thePublicAddressHasNoDefault() {
        assertThatThrownBy(() -> nothingSet.bindOrCreate("latchkey", PublicUrl.class))
                .rootCause()
                .hasMessageContaining("latchkey.base-url must be the public address without a trailing slash");
    }

    @Test
    void theOperatorsTokenIsNotPrinted() {
        var properties = new EdgeProperties(DataSize.ofMegabytes(1), List.of(), "the token");

        assertThat(properties.toString()).doesNotContain("the token");
    }
}
