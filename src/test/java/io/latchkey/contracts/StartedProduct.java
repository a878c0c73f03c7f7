package io.latchkey.contracts;

import io.latchkey.Latchkey;
import io.latchkey.sandbox.Sandbox;
import io.latchkey.testing.FreePort;
import io.latchkey.testing.OnPostgres;
import io.latchkey.testing.TestPostgres;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The product in this process, on a fresh database, with a sandbox of its own. */
final class StartedProduct implements AutoCloseable {

    private final Sandbox sandbox;
    private final URI uri;
    private final ConfigurableApplicationContext context;

    private StartedProduct(Sandbox sandbox, URI uri, ConfigurableApplicationContext context) {
        this.sandbox = sandbox;
        this.uri = uri;
        this.context = context;
    }

    /** Starts both; the properties come before all others. */
    static StartedProduct with(Map<String, Object> more) {
        Sandbox sandbox = Sandbox.start();
        var uri = URI.create("http://127.0.0.1:" + FreePort.any());
        Map<String, Object> properties = new HashMap<>(sandbox.properties());
        properties.putAll(TestPostgres.shared().properties());
        properties.put("server.address", uri.getHost());
        properties.put("server.port", uri.getPort());
        properties.put("latchkey.base-url", uri.toString());
        properties.put("latchkey.crypto.master-key", OnPostgres.MASTER_KEY);
        properties.putAll(more);
        var application = new SpringApplication(Latchkey.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(context ->
                context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("started", properties)));
        return new StartedProduct(sandbox, uri, application.run());
    }

    Sandbox sandbox() {
        return sandbox;
    }

    URI uri() {
        return uri;
    }

    @Override
    public void close() {
        context.close();
        sandbox.close();
    }
}
