package io.latchkey.platform.http;

import io.latchkey.platform.RefusedToStart;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of every call that we make through Spring's clients, and the way that every call of ours takes.
 *
 * @param connectTimeout until a connection stands
 * @param callTimeout the whole call, from its start to the last byte of the answer
 * @param maxResponse the largest answer that is read
 * @param proxy {@code http://host:port} through which everything goes but what stays on this machine; the proxy looks
 *     names up then, and which addresses it connects to is its matter
 */
@ConfigurationProperties("latchkey.outbound")
public record OutboundProperties(
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("8s") Duration callTimeout,
        @DefaultValue("10MB") DataSize maxResponse,
        @Nullable URI proxy) {

    /** An empty value, which an unset environment variable leaves behind, is none. */
    public OutboundProperties {
        proxy = proxy == null || proxy.toString().isBlank() ? null : checked(proxy);
    }

    private static URI checked(URI proxy) {
        boolean bare = proxy.getUserInfo() == null
                && (proxy.getPath() == null || proxy.getPath().isEmpty());
        if (!"http".equals(proxy.getScheme()) || proxy.getHost() == null || proxy.getPort() <= 0 || !bare) {
            throw new RefusedToStart(
                    "latchkey.outbound.proxy must be http://HOST:PORT, without a user or path.",
                    "Correct LATCHKEY_OUTBOUND_PROXY, or leave it out to call Jira and Okta directly.");
        }
        return proxy;
    }
}
