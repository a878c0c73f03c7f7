package io.latchkey.platform.http;

import io.latchkey.platform.RefusedToStart;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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
            throw refused("the public address without a trailing slash", baseUrl);
        }
        if (!"https".equals(baseUrl.getScheme()) && !isLoopback(baseUrl)) {
            throw refused("https", baseUrl);
        }
    }

    /** Whatever stands before an @ could be a password. */
    private static RefusedToStart refused(String expected, @Nullable URI found) {
        String shown = String.valueOf(found).replaceFirst("//[^/]*@", "//***@");
        return new RefusedToStart(
                "latchkey.base-url must be " + expected + "; found \"" + shown + "\".",
                "Set LATCHKEY_BASE_URL to where the world reaches this node, for example https://latchkey.example.com");
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
