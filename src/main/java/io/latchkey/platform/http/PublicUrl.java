package io.latchkey.platform.http;

import java.net.URI;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the world reaches us; the descriptor, the JWKS address and signatures carry it.
 *
 * @param baseUrl https in production, without a trailing slash
 */
@ConfigurationProperties("latchkey")
public record PublicUrl(URI baseUrl) {

    /** Refuses what Atlassian would refuse later, or worse, accept and never reach. */
    public PublicUrl {
        if (baseUrl == null || baseUrl.getHost() == null || baseUrl.toString().endsWith("/")) {
            throw new IllegalStateException("latchkey.base-url must be the public address without a trailing slash,"
                    + " for example https://latchkey.example.com; found " + baseUrl);
        }
        if (!"https".equals(baseUrl.getScheme()) && !isLoopback(baseUrl)) {
            throw new IllegalStateException("latchkey.base-url must be https, found " + baseUrl);
        }
    }

    private static boolean isLoopback(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    /** An address of ours. */
    public String at(String path) {
        return baseUrl + path;
    }
}
