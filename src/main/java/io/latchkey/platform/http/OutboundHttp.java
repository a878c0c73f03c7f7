package io.latchkey.platform.http;

import java.net.http.HttpClient;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/**
 * The one HTTP client behind every RestTemplate and RestClient. It follows no redirect, since a signed request must not
 * wander to another host, and it keeps no cookies. Whoever builds a client gets this one, so that building one per call
 * costs no connection pool and no file descriptors.
 */
@Configuration(proxyBeanMethods = false)
class OutboundHttp {

    @Bean
    ClientHttpRequestFactory outboundRequests(OutboundProperties properties) {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(properties.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        var requests = new JdkClientHttpRequestFactory(client);
        // Spring measures it until the answer's body has been read, so it bounds the whole call.
        requests.setReadTimeout(properties.callTimeout());
        return new BoundedRequests(requests, properties.maxResponse().toBytes());
    }

    @Bean
    ClientHttpRequestFactoryBuilder<ClientHttpRequestFactory> oneForAll(ClientHttpRequestFactory outboundRequests) {
        return settings -> outboundRequests;
    }
}
