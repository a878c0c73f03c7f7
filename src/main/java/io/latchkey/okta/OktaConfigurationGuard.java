package io.latchkey.okta;

import io.latchkey.platform.RefusedToStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Refuses to start beside configuration that Okta's SDK would take for every tenant: it reads {@code OKTA_*} variables,
 * {@code okta.*} system properties, {@code ~/.okta/okta.yaml}, and {@code okta.properties} or {@code okta.yaml} from the
 * class path, and a stray access token among them would be sent to every organisation. Names what was found, never its
 * value.
 */
@Component
class OktaConfigurationGuard implements InitializingBean {

    /** The SDK's own defaults, which lie in its own jar. */
    private static final String DEFAULTS = "com/okta/sdk/config/okta.properties";

    private static final String DEFAULTS_JAR = "/okta-sdk-impl-";
    private static final List<String> RESOURCES =
            List.of("okta.properties", "okta.yaml", "com/okta/sdk/config/okta.yaml");

    private final Surroundings surroundings;

    @Autowired
    OktaConfigurationGuard() {
        this(new Surroundings(
                System.getenv(),
                System.getProperties().stringPropertyNames(),
                Path.of(System.getProperty("user.home", "")),
                OktaConfigurationGuard.class.getClassLoader()));
    }

    OktaConfigurationGuard(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Where the SDK looks.
     *
     * @param variables of the environment
     * @param properties names of system properties
     * @param home the user's home directory
     * @param classPath where resources are found
     */
    record Surroundings(
            Map<String, String> variables, Collection<String> properties, Path home, ClassLoader classPath) {}

    @Override
    public void afterPropertiesSet() {
        List<String> found = new ArrayList<>();
        surroundings.variables().keySet().stream()
                .filter(name -> name.toUpperCase(Locale.ROOT).startsWith("OKTA_"))
                .sorted()
                .forEach(name -> found.add("the environment variable " + name));
        surroundings.properties().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("okta."))
                .sorted()
                .forEach(name -> found.add("the system property " + name));
        Path file = surroundings.home().resolve(".okta").resolve("okta.yaml");
        if (Files.exists(file)) {
            found.add("the file " + file);
        }
        found.addAll(resources());
        if (!found.isEmpty()) {
            throw new RefusedToStart(
                    "found " + String.join(", ", found) + ": Okta's client library would use this for every tenant.",
                    "Remove it, or run Latchkey as a user and with an environment of its own; connections to Okta are set"
                            + " up in the product.");
        }
    }

    private List<String> resources() {
        List<String> found = new ArrayList<>();
        RESOURCES.forEach(name -> urls(name).forEach(url -> found.add("the class path resource " + url)));
        urls(DEFAULTS).stream()
                .filter(url -> !url.toString().contains(DEFAULTS_JAR))
                .forEach(url -> found.add("the class path resource " + url));
        return found;
    }

    private List<URL> urls(String resource) {
        try {
            return Collections.list(surroundings.classPath().getResources(resource));
        } catch (IOException e) {
            throw new UncheckedIOException("the class path cannot be searched for " + resource, e);
        }
    }
}
