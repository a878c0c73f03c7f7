package io.latchkey.sandbox.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.modeler.Registry;
import org.springframework.context.annotation.Bean;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * One vendor's front on a loopback port. Routes are functional ({@link RouterFunction}), so that no scan of the product
 * can mistake them for its own. Everything under {@code /sandbox} is the control API: neither recorded nor struck.
 */
public final class SandboxServer implements AutoCloseable {

    /** The largest body that is read, in bytes. */
    public static final int MAX_BODY = 8 * 1024 * 1024;

    private final Tomcat tomcat;
    private final Path directory;
    private final URI uri;
    private final Traffic traffic;
    private final Faults faults;
    private final AtomicReference<Interference> interference;
    private final AtomicBoolean absent = new AtomicBoolean();

    private SandboxServer(
            Tomcat tomcat,
            Path directory,
            URI uri,
            Traffic traffic,
            Faults faults,
            AtomicReference<Interference> interference) {
        this.tomcat = tomcat;
        this.directory = directory;
        this.uri = uri;
        this.traffic = traffic;
        this.faults = faults;
        this.interference = interference;
    }

    /**
     * Starts a server.
     *
     * @param vendor its name in recorded traffic
     * @param host the name that its URLs carry; it listens on the address behind it
     * @param port the port, or 0 for a free one
     * @param routes what it answers
     */
    public static SandboxServer start(String vendor, String host, int port, RouterFunction<ServerResponse> routes) {
        try {
            var traffic = new Traffic();
            var faults = new Faults();
            // The product disables it too, and Tomcat warns whoever comes second and finds it in use.
            Registry.disableRegistry();
            var interference = new AtomicReference<>(Interference.NONE);
            var tomcat = new Tomcat();
            tomcat.setSilent(true);
            Path directory = Files.createTempDirectory("sandbox-" + vendor);
            tomcat.setBaseDir(directory.toString());
            tomcat.setPort(port);
            tomcat.setHostname(host);
            tomcat.getConnector().setProperty("address", host);
            tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
            // Else the port stays bound while the connector is stopped, and whoever connects waits instead of being
            // refused.
            tomcat.getConnector().setProperty("bindOnInit", "false");
            var context = (StandardContext) tomcat.addContext("", null);
            context.setClearReferencesObjectStreamClassCaches(false);
            context.setClearReferencesThreadLocals(false);
            context.setClearReferencesRmiTargets(false);
            addFilter(context, new RecordingFilter(vendor, traffic, faults, interference::get));
            Tomcat.addServlet(context, "routes", new DispatcherServlet(springContext(routes)))
                    .setLoadOnStartup(1);
            context.addServletMappingDecoded("/", "routes");
            tomcat.start();
            var uri = URI.create("http://" + host + ":" + tomcat.getConnector().getLocalPort());
            return new SandboxServer(tomcat, directory, uri, traffic, faults, interference);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LifecycleException e) {
            throw new IllegalStateException("the sandbox's " + vendor + " could not listen on " + host + ":" + port, e);
        }
    }

    private static void addFilter(Context context, RecordingFilter filter) {
        var definition = new FilterDef();
        definition.setFilterName("recording");
        definition.setFilter(filter);
        context.addFilterDef(definition);
        var mapping = new FilterMap();
        mapping.setFilterName("recording");
        mapping.addURLPattern("/*");
        context.addFilterMap(mapping);
    }

    private static AnnotationConfigWebApplicationContext springContext(RouterFunction<ServerResponse> routes) {
        var context = new AnnotationConfigWebApplicationContext();
        context.register(Web.class);
        context.addBeanFactoryPostProcessor(factory -> factory.registerSingleton("routes", routes));
        return context;
    }

    /** Where it listens, without a trailing slash. */
    public URI uri() {
        return uri;
    }

    /** What was said. */
    public Traffic traffic() {
        return traffic;
    }

    /** What shall go wrong. */
    public Faults faults() {
        return faults;
    }

    /** From now on every call of the vendor's own endpoints that no ordered fault strikes passes through these hands. */
    public void interfere(Interference hands) {
        interference.set(hands);
    }

    /**
     * For so long nobody listens at its port: what stands is cut, and new connections are refused. Returns at once, so that
     * a call under way may ask for it.
     */
    public void refuse(Duration time) {
        absent.set(true);
        var away = new Thread(() -> leave(time), "sandbox-away");
        away.setDaemon(true);
        away.start();
    }

    /** Whether nobody listens just now. */
    public boolean isAbsent() {
        return absent.get();
    }

    private void leave(Duration time) {
        try {
            Connector connector = tomcat.getConnector();
            connector.setPort(uri.getPort());
            connector.stop();
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
            connector.start();
            absent.set(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    @EnableWebMvc
    static class Web {

        @Bean
        Object marker() {
            return new Object();
        }
    }
}
