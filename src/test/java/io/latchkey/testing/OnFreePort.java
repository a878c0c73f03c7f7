package io.latchkey.testing;

import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Listens on a free loopback port that is known before the product starts, since its public address is read once. */
public final class OnFreePort implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        int port = FreePort.any();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "free-port",
                        Map.of(
                                "server.address",
                                "127.0.0.1",
                                "server.port",
                                port,
                                "latchkey.base-url",
                                "http://127.0.0.1:" + port,
                                "server.tomcat.basedir",
                                Scratch.directory("tomcat").toString())));
    }
}
