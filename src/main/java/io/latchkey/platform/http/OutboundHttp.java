package io.latchkey.platform.http;

import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;

/**
 * The one HTTP client behind every RestTemplate and RestClient. Whoever builds a client gets this one, so that building one
 * per call costs no connection pool and no file descriptors.
 */
@Configuration(proxyBeanMethods = false)
class OutboundHttp {

    private static final int MOST_CONNECTIONS = 500;
    private static final int MOST_TO_A_HOST = 100;

    /** Atlassian waits five seconds for the answer to an event, the key set and our database included. */
    private static final Duration KEY_SETS = Duration.ofSeconds(2);

    @Bean
    HostNames hostNames() {
        return InetAddress::getAllByName;
    }

    @Bean(destroyMethod = "close")
    CloseableHttpClient outboundClient(OutboundProperties properties, OutboundClients clients) {
        return clients.open(new OutboundClients.Limits(
                properties.connectTimeout(), properties.callTimeout(), MOST_CONNECTIONS, MOST_TO_A_HOST));
    }

    @Bean
    Deadlines outboundDeadlines() {
        return new Deadlines();
    }

    @Bean
    ClientHttpRequestFactory outboundRequests(
            CloseableHttpClient outboundClient,
            Deadlines outboundDeadlines,
            OutboundProperties properties,
            OutboundAddresses addresses) {
        return within(properties.callTimeout(), outboundClient, outboundDeadlines, properties, addresses);
    }

    /** For key sets, which somebody waits for who is himself waited for. */
    @Bean
    ClientHttpRequestFactory keySetRequests(
            CloseableHttpClient outboundClient,
            Deadlines outboundDeadlines,
            OutboundProperties properties,
            OutboundAddresses addresses) {
        Duration limit = properties.callTimeout().compareTo(KEY_SETS) < 0 ? properties.callTimeout() : KEY_SETS;
        return within(limit, outboundClient, outboundDeadlines, properties, addresses);
    }

    private static ClientHttpRequestFactory within(
            Duration limit,
            CloseableHttpClient client,
            Deadlines deadlines,
            OutboundProperties properties,
            OutboundAddresses addresses) {
        return new BoundedRequests(new CutOff(client, deadlines, limit), properties.maxResponse(), limit, addresses);
    }

    @Bean
    ClientHttpRequestFactoryBuilder<ClientHttpRequestFactory> oneForAll(ClientHttpRequestFactory outboundRequests) {
        return settings -> outboundRequests;
    }

    /** Not an executor to Spring, which would do without its own then. */
    static final class Deadlines implements DisposableBean {

        private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "outbound-deadlines");
            thread.setDaemon(true);
            return thread;
        });

        void in(Duration time, Runnable cut) {
            var unused = executor.schedule(cut, time.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void destroy() {
            executor.shutdownNow();
        }
    }

    /** Cuts a call off when its time is up, wherever it is: the client's own limits begin anew with each packet. */
    private static final class CutOff extends HttpComponentsClientHttpRequestFactory {

        private final Deadlines deadlines;
        private final Duration limit;

        CutOff(HttpClient client, Deadlines deadlines, Duration limit) {
            super(client);
            this.deadlines = deadlines;
            this.limit = limit;
        }

        @Override
        protected ClassicHttpRequest createHttpUriRequest(HttpMethod method, URI uri) {
            var request = new HttpUriRequestBase(method.name(), uri);
            deadlines.in(limit, cancel(new WeakReference<>(request)));
            return request;
        }

        /** Of no effect on a request that has ended, which nobody holds any more: its body may hold a password. */
        private static Runnable cancel(WeakReference<HttpUriRequestBase> request) {
            return () -> {
                HttpUriRequestBase underWay = request.get();
                if (underWay != null) {
                    underWay.cancel();
                }
            };
        }

        @Override
        public void destroy() {
            // The client is a bean of its own.
        }
    }
}
