package io.latchkey.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** There is no master key unless the operator gives one. */
class CryptoPropertiesTest {

    @Test
    void thereIsNoKeyByDefaultAndNothingStartsWithoutOne() {
        CryptoProperties bound = bind(Map.of());

        assertThat(bound).isEqualTo(new CryptoProperties(null, null));
        assertThatThrownBy(() -> new MasterKey(bound))
                .hasMessageContaining("Neither of latchkey.crypto.master-key and");
    }

    @Test
    void anUnsetVariableLeavesNone() {
        CryptoProperties bound = bind(Map.of("latchkey.crypto.master-key", "", "latchkey.crypto.master-key-file", ""));

        assertThat(bound).isEqualTo(new CryptoProperties(null, null));
    }

    @Test
    void theKeyIsNotPrinted() {
        assertThat(new CryptoProperties("the key", null).toString()).doesNotContain("the key");
    }

    private static CryptoProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("latchkey.crypto", CryptoProperties.class);
    }
}
