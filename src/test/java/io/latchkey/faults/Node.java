package io.latchkey.faults;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerByHand;
import io.latchkey.Latchkey;
import io.latchkey.faults.vendors.Reply;
import io.latchkey.okta.SimulatedOkta;
import io.latchkey.platform.time.Ids;
import io.latchkey.platform.time.Ticks;
import io.latchkey.tenant.connect.SimulatedBackground;
import io.latchkey.testing.OnPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.support.GenericWebApplicationContext;

/** One node: the product's whole context without its web server, on a database and a network that can fail. */
final class Node {

    private final String name;
    private final Cluster cluster;
    private final NodeDatabase database;
    private final Network network = new Network(this);
    private final ConfigurableApplicationContext context;
    private final NodeMemory memory;
    private final Fiber fiber;
    private boolean dead;
    private boolean still;
    private Instant wakes = Instant.MIN;
    private Instant begun = Instant.MIN;
    private Duration skew = Duration.ZERO;

    Node(String name, Cluster cluster, Map<String, Object> properties, String url) {
        this.name = name;
        this.cluster = cluster;
        this.database = new NodeDatabase(
                this,
                url,
                String.valueOf(properties.get("spring.datasource.username")),
                String.valueOf(properties.get("spring.datasource.password")));
        this.context = start(properties);
        this.memory = new NodeMemory(context);
        this.fiber = new Fiber("fiber of " + name);
    }

    private ConfigurableApplicationContext start(Map<String, Object> given) {
        Map<String, Object> properties = new HashMap<>(given);
        properties.put("latchkey.base-url", "https://latchkey.example.com");
        properties.put("latchkey.crypto.master-key", OnPostgres.MASTER_KEY);
        // One execution at a time, and only when it is told to.
        properties.put("latchkey.work.threads", 1);
        properties.put("db-scheduler.enabled", false);
        properties.put("latchkey.audit.seal-every", "36500d");
        properties.put("latchkey.crypto.turn-every", "36500d");
        properties.put("spring.main.log-startup-info", false);
        properties.put("spring.jmx.enabled", false);
        var application = new SpringApplication(Latchkey.class);
        application.setRegisterShutdownHook(false);
        application.setBannerMode(org.springframework.boot.Banner.Mode.OFF);
        application.setApplicationContextFactory(type -> new GenericWebApplicationContext(new MockServletContext()));
        application.addInitializers(starting -> {
            starting.getEnvironment().getPropertySources().addFirst(new MapPropertySource("simulation", properties));
            var beans = starting.getBeanFactory();
            beans.registerSingleton("simulatedClock", new NodeClock());
            beans.registerSingleton("simulatedTicks", (Ticks) this::nanos);
            beans.registerSingleton("simulatedIds", (Ids) () -> cluster.world().nextId(now()));
            beans.registerSingleton("simulatedRandom", new SeededRandom());
            beans.registerSingleton("dataSource", database);
            beans.addBeanPostProcessor(new SimulatedOkta(new OktaClient()));
            beans.addBeanPostProcessor(new SimulatedBackground());
            beans.addBeanPostProcessor(new Replaced());
            beans.addBeanPostProcessor(io.latchkey.work.SimulatedThreads.direct());
        });
        return application.run("--logging.level.root=WARN");
    }

    String name() {
        return name;
    }

    Cluster cluster() {
        return cluster;
    }

    World world() {
        return cluster.world();
    }

    NodeDatabase database() {
        return database;
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    boolean isDead() {
        return dead;
    }

    /** Whether it can be given an execution now: it runs one at a time. */
    boolean isFree() {
        return !dead && !fiber.isBusy();
    }

    /** Whether it takes signals and does what people tell it to, beside the execution that it runs. */
    boolean isUp() {
        return !dead && !still;
    }

    /** Whether it is in the middle of an execution. */
    boolean isBusy() {
        return fiber.isBusy();
    }

    /** When it goes on with the execution that it is in the middle of. */
    Instant wakes() {
        return wakes;
    }

    /** Whether the execution is what runs now, not something beside it. */
    boolean isRunning() {
        return fiber.isRunning();
    }

    /**
     * Leaves the execution here until it is time to go on, while others do what they do.
     *
     * @param still whether all of the node stands still, and not this execution alone
     */
    void pause(Instant until, boolean still) {
        if (database.isInTransaction()) {
            throw world().failed(new IllegalStateException("a transaction is open across a remote call"));
        }
        wakes = until;
        this.still = still;
        fiber.pause();
        this.still = false;
        if (dead) {
            throw new Killed();
        }
    }

    /** Goes on with the execution, until it is left again or ends. */
    void resume() {
        fiber.resume();
    }

    /** Ends it here and now: nothing more is committed, nothing more is sent. */
    Killed die() {
        dead = true;
        database.cut();
        world().say(name, "is dead");
        cluster.died(this);
        return new Killed();
    }

    /** A new process in its place, which remembers nothing. */
    void restart() {
        dead = false;
        still = false;
        begun = Instant.MIN;
        skew = Duration.ZERO;
        database.begin();
        memory.forget();
    }

    void jump(Duration by) {
        skew = skew.plus(by);
    }

    Duration skew() {
        return skew;
    }

    private Instant now() {
        return world().now().plus(skew);
    }

    /** Leases follow the database's clock, which is not the node's. */
    Instant databaseTime() {
        return world().now();
    }

    /** Monotonic: it does not jump with the clock. */
    private long nanos() {
        return world().nanos();
    }

    /** When it began with what it does. */
    Instant begun() {
        return begun;
    }

    /** Begins an execution that is due, if any, and runs it until it is left or ends. */
    void executeDue() {
        begun = world().now();
        fiber.begin(() -> guarded(() -> SchedulerByHand.executeDue(bean(Scheduler.class))));
    }

    void detectDead() {
        guarded(() -> SchedulerByHand.detectDead(bean(Scheduler.class)));
    }

    /** What a thread of the node would do with an exception that nobody caught: nothing. */
    boolean guarded(Runnable work) {
        try {
            work.run();
            return true;
        } catch (Killed | RuntimeException e) {
            world().demandSound();
            world().say(name, "    failed with " + e.getClass().getSimpleName());
            unwind();
            return false;
        }
    }

    /** Whatever it does ends without effect: the run is over. */
    void abandon() {
        if (fiber.isBusy()) {
            dead = true;
            database.cut();
            unwind();
        }
    }

    /** What was killed beside an execution takes that with it. */
    private void unwind() {
        while (dead && fiber.isBusy() && !fiber.isRunning()) {
            fiber.resume();
        }
    }

    void close() {
        abandon();
        fiber.close();
        context.close();
        database.closeAll();
    }

    private final class NodeClock extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now();
        }
    }

    private final class SeededRandom extends SecureRandom {

        private static final long serialVersionUID = 1L;

        @Override
        public void nextBytes(byte[] bytes) {
            cluster.world().secrets().nextBytes(bytes);
        }
    }

    private final class Replaced implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof ClientHttpRequestFactory ? (ClientHttpRequestFactory) JiraRequest::new : bean;
        }
    }

    private final class JiraRequest extends MockClientHttpRequest {

        JiraRequest(URI uri, HttpMethod method) {
            super(method, uri);
        }

        @Override
        protected ClientHttpResponse executeInternal() throws IOException {
            Reply reply = network.call(getMethod().name(), getURI(), "", getBodyAsBytes());
            var response = new MockClientHttpResponse(reply.bytes(), reply.status());
            reply.headers().forEach((key, value) -> response.getHeaders().set(key, value));
            response.getHeaders().set(HttpHeaders.CONTENT_TYPE, "application/json");
            return response;
        }
    }

    private final class OktaClient extends CloseableHttpClient {

        @Override
        protected CloseableHttpResponse doExecute(HttpHost target, ClassicHttpRequest request, HttpContext given)
                throws IOException {
            try {
                Header authorization = request.getFirstHeader("Authorization");
                Reply reply = network.call(
                        request.getMethod(),
                        request.getUri(),
                        authorization == null ? "" : authorization.getValue(),
                        body(request));
                var response = new BasicClassicHttpResponse(reply.status());
                reply.headers().forEach(response::setHeader);
                response.setEntity(new ByteArrayEntity(reply.bytes(), ContentType.APPLICATION_JSON));
                return CloseableHttpResponse.adapt(response);
            } catch (URISyntaxException e) {
                throw new IOException(e);
            }
        }

        private static byte[] body(ClassicHttpRequest request) throws IOException {
            var entity = request.getEntity();
            if (entity == null) {
                return new byte[0];
            }
            var bytes = new ByteArrayOutputStream();
            Objects.requireNonNull(entity).writeTo(bytes);
            return bytes.toByteArray();
        }

        @Override
        public void close() {}

        @Override
        public void close(@Nullable CloseMode mode) {}
    }
}
