package io.latchkey.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.latchkey.Latchkey;
import io.latchkey.faults.vendors.Reply;
import io.latchkey.intake.SimulatedWebhooks;
import io.latchkey.okta.SimulatedOkta;
import io.latchkey.platform.TenantId;
import io.latchkey.testing.OnPostgres;
import io.latchkey.work.Conclusion;
import io.latchkey.work.LookHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
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
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.mock.web.MockServletContext;
import org.springframework.web.context.support.GenericWebApplicationContext;

/**
 * The product's whole context without its web server, with its settings as they are delivered, on a real database and
 * vendors in memory. Only the timers are rare, so that nothing else is counted, and no limit is reached.
 */
final class MemoryNode implements AutoCloseable {

    private final MemoryVendors vendors;
    private final ConfigurableApplicationContext context;

    MemoryNode(MemoryVendors vendors, Map<String, Object> database) {
        this.vendors = vendors;
        Map<String, Object> properties = new HashMap<>(database);
        properties.put("latchkey.base-url", "https://latchkey.example.com");
        properties.put("latchkey.crypto.master-key", OnPostgres.MASTER_KEY);
        properties.put("latchkey.intake.sweep-every", "1h");
        properties.put("latchkey.okta.see-roles-every", "1h");
        properties.put("latchkey.jira.points-per-hour", 1_000_000_000_000L);
        properties.put("latchkey.jira.calls-per-second", 1_000_000_000L);
        properties.put("spring.jmx.enabled", false);
        var application = new SpringApplication(Latchkey.class);
        application.setRegisterShutdownHook(false);
        application.setBannerMode(Banner.Mode.OFF);
        application.setApplicationContextFactory(type -> new GenericWebApplicationContext(new MockServletContext()));
        application.addInitializers(starting -> {
            starting.getEnvironment().getPropertySources().addFirst(new MapPropertySource("bench", properties));
            starting.getBeanFactory().addBeanPostProcessor(SimulatedOkta.onItsThreads(new OktaClient()));
            starting.getBeanFactory().addBeanPostProcessor(new JiraClient());
            starting.getBeanFactory().addBeanPostProcessor(new HeardLooks());
        });
        context = application.run("--logging.level.root=WARN");
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Receives Jira's webhook about a request, past the door; returns when it is acknowledged. */
    void signal(TenantId tenant, String request) {
        SimulatedWebhooks.deliver(context, tenant, "hook-" + request, request, "557058:paul");
    }

    /** Takes up nothing more until it resumes. */
    void pause() {
        bean(Scheduler.class).pause();
    }

    void resume() {
        bean(Scheduler.class).resume();
    }

    @Override
    public void close() {
        context.close();
    }

    private final class HeardLooks implements BeanPostProcessor {

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof LookHandler handler ? new HeardLook(handler) : bean;
        }
    }

    /** The claim is committed, and the handler is given the item. */
    private final class HeardLook implements LookHandler {

        private final LookHandler handler;

        HeardLook(LookHandler handler) {
            this.handler = handler;
        }

        @Override
        public String kind() {
            return handler.kind();
        }

        @Override
        public Conclusion look(TenantId tenant, String subject, Runnable beforeCall) {
            vendors.begun(tenant, subject);
            return handler.look(tenant, subject, beforeCall);
        }
    }

    private final class JiraClient implements BeanPostProcessor {

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
            Reply reply = vendors.call(getMethod().name(), getURI(), "", getBodyAsBytes());
            var response = new MockClientHttpResponse(reply.bytes(), reply.status());
            response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
            return response;
        }
    }

    private final class OktaClient extends CloseableHttpClient {

        @Override
        protected CloseableHttpResponse doExecute(
                @Nullable HttpHost target, ClassicHttpRequest request, @Nullable HttpContext given) throws IOException {
            try {
                Header authorization = request.getFirstHeader("Authorization");
                Reply reply = vendors.call(
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
            entity.writeTo(bytes);
            return bytes.toByteArray();
        }

        @Override
        public void close() {}

        @Override
        public void close(@Nullable CloseMode mode) {}
    }
}
