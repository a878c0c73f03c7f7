package io.latchkey.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** There is no master key unless the operator gives one. */
class CryptoPropertiesTest {

    @Test
    void thereIsNoKeyByDefaultAndNothingStartsWithoutOne() {
        CryptoProperties bound = bind(Map.of());

        assertThat(bound).isEqualTo(none());
        assertThatThrownBy(() -> new ConfiguredMasterKeys(bound))
                .hasMessageContaining("Neither of latchkey.crypto.master-key and");
    }

    @Test
    void anUnsetVariableLeavesNone() {
        CryptoProperties bound = bind(Map.of("latchkey.crypto.master-key", "", "latchkey.crypto.master-key-file", ""));

        assertThat(bound).isEqualTo(none());
    }

    @Test
    void theKeyIsNotPrinted() {
        assertThat(new CryptoProperties("the key", null, "the other", null, Duration.ZERO, Duration.ZERO).toString())
                .doesNotContain("the key", "the other");
    }

    private static CryptoProperties none() {
        return new CryptoProperties(null, null, null, null, Duration.ofMinutes(10), Duration.ofSeconds(30));
    }

    private static CryptoProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("latchkey.crypto", CryptoProperties.class);
    }
}
