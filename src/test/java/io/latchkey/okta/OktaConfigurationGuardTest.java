package io.latchkey.okta;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.okta.OktaConfigurationGuard.Surroundings;
import io.latchkey.platform.RefusedToStart;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The node does not start beside configuration that the SDK would take for everybody. */
class OktaConfigurationGuardTest {

    @TempDir
    private Path directory;

    @Test
    void startsWithTheSdksOwnDefaultsOnly() {
        assertThatCode(() -> guard(
                        Map.of("PATH", "/bin", "MY_OKTA_NOTE", "x"),
                        List.of("user.home", "latchkey.okta.threads"),
                        directory))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesVariablesWithoutTellingTheirValue() {
        assertThatThrownBy(() -> guard(Map.of("OKTA_CLIENT_OAUTH2_ACCESSTOKEN", "s3cret"), List.of(), directory))
                .hasMessageContaining("OKTA_CLIENT_OAUTH2_ACCESSTOKEN")
                .isInstanceOf(RefusedToStart.class)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void refusesSystemProperties() {
        assertThatThrownBy(() -> guard(Map.of(), List.of("okta.testing.disableHttpsCheck"), directory))
                .hasMessageContaining("okta.testing.disableHttpsCheck");
    }

    @Test
    void refusesTheFileInTheHomeDirectory() throws IOException {
        Files.createDirectories(directory.resolve(".okta"));
        Files.writeString(directory.resolve(".okta/okta.yaml"), "okta:");

        assertThatThrownBy(() -> guard(Map.of(), List.of(), directory)).hasMessageContaining("okta.yaml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "okta.properties",
                "okta.yaml",
                "com/okta/sdk/config/okta.properties",
                "com/okta/sdk/config/okta.yaml"
            })
    void refusesResourcesOfSomebodyElse(String resource) throws IOException {
        Path file = directory.resolve(resource);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "");
        try (var loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            var guard = new OktaConfigurationGuard(
                    new Surroundings(Map.of(), List.of(), directory.resolve("nobody"), loader));

            assertThatThrownBy(guard::afterPropertiesSet).hasMessageContaining(resource);
        }
    }

    private static void guard(Map<String, String> variables, Collection<String> properties, Path home) {
        new OktaConfigurationGuard(new Surroundings(
                        variables, properties, home, OktaConfigurationGuardTest.class.getClassLoader()))
                .afterPropertiesSet();
    }
}
