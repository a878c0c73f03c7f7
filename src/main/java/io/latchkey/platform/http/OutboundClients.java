package io.latchkey.platform.http;

import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.stereotype.Component;

/**
 * The one way to an HTTP client that calls outside. Each connects to what {@link OutboundAddresses} lets it and to nothing
 * else, follows no redirect, since a signed request must not wander to another host, repeats nothing, keeps no cookies and
 * unpacks nothing.
 */
@Component
public class OutboundClients {

    /** A body goes past the connection's buffer, which lives on with what was in it last: bodies may hold a password. */
    private static final Http1Config PAST_THE_BUFFER =
            Http1Config.custom().setChunkSizeHint(0).build();

    private static final TimeValue LONGEST_LIFE = TimeValue.ofMinutes(5);

    private final OutboundAddresses addresses;
    private final OutboundRoutes routes;

    /** Clients that call these addresses on these routes. */
    public OutboundClients(OutboundAddresses addresses, OutboundRoutes routes) {
        this.addresses = addresses;
        this.routes = routes;
    }

    /**
     * What bounds a client.
     *
     * @param connect how long to wait for a connection, be it the pool's or a new one
     * @param response how long the other side may be silent
     * @param most connections in all
     * @param mostToAHost connections to one host
     */
    public record Limits(Duration connect, Duration response, int most, int mostToAHost) {}

    /** Opens a client with a pool of its own; whoever asked closes it. */
    public CloseableHttpClient open(Limits limits) {
        Timeout connect = Timeout.of(limits.connect());
        Timeout response = Timeout.of(limits.response());
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(PAST_THE_BUFFER)
                        .build())
                .setDnsResolver(addresses)
                .setMaxConnTotal(limits.most())
                .setMaxConnPerRoute(limits.mostToAHost())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(connect)
                        .setSocketTimeout(response)
                        // A connection that the other side has closed meanwhile would leave a change in doubt.
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                        .setTimeToLive(LONGEST_LIFE)
                        .build())
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setRoutePlanner(routes)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(connect)
                        .setResponseTimeout(response)
                        .setRedirectsEnabled(false)
                        .build())
                .setUserAgent("Latchkey")
                .addResponseInterceptorFirst((answer, body, context) -> tell(answer))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /** Atlassian's edge names each answer so, and documents it nowhere. */
    private static void tell(HttpMessage answer) {
        Header id = answer.getFirstHeader("Atl-Traceid");
        if (id != null) {
            RemoteRequestIds.heard("atlassian", id.getValue());
        }
    }
}
