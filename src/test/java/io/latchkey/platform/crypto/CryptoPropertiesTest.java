package io.latchkey.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.platform.RefusedToStart;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

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

    @ParameterizedTest
    @ValueSource(strings = {"-10m", "0s", "35s", "119s"})
    void keysetsThatAreForgottenBeforeARotationMayEndAreRefused(String rememberedFor) {
        starting(rememberedFor)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(RefusedToStart.class)
                        .hasMessageContaining("latchkey.crypto.remembered-for must be at least 120 seconds, found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"120s", "10m"})
    void keysetsThatAreRememberedLongEnoughAreNot(String rememberedFor) {
        starting(rememberedFor).run(context -> assertThat(context).hasNotFailed());
    }

    private static ApplicationContextRunner starting(String rememberedFor) {
        return new ApplicationContextRunner()
                .withBean(CryptoProperties.class, () -> bind(Map.of("latchkey.crypto.remembered-for", rememberedFor)))
                .withUserConfiguration(RotationGuard.class);
    }

    private static CryptoProperties none() {
        return new CryptoProperties(null, null, null, null, Duration.ofMinutes(10), Duration.ofSeconds(30));
    }

    private static CryptoProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("latchkey.crypto", CryptoProperties.class);
    }
}
