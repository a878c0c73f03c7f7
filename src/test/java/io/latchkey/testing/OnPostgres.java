package io.latchkey.testing;

import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Gives a test's context a fresh database on the shared server, a master key and a public address. */
public final class OnPostgres implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** A master key for tests: 32 bytes in base64. */
    public static final String MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        var sources = context.getEnvironment().getPropertySources();
        sources.addFirst(new MapPropertySource("postgres", TestPostgres.shared().properties()));
        sources.addLast(new MapPropertySource(
                "test-defaults",
                Map.of("LATCHKEY_MASTER_KEY", MASTER_KEY, "LATCHKEY_BASE_URL", "http://127.0.0.1:8080")));
    }
}
