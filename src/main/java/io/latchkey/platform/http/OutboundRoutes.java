package io.latchkey.platform.http;

import java.net.URI;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Through the operator's proxy, when there is one; what stays on this machine goes directly. */
@Component
public class OutboundRoutes extends DefaultRoutePlanner {

    private final AllowedLoopback loopback;
    private final @Nullable HttpHost proxy;

    /** With the operator's proxy. */
    public OutboundRoutes(AllowedLoopback loopback, OutboundProperties properties) {
        super(null);
        this.loopback = loopback;
        URI address = properties.proxy();
        this.proxy = address == null ? null : new HttpHost(address.getScheme(), address.getHost(), address.getPort());
    }

    @Override
    protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
        return loopback.allows(URI.create(target.toURI())) ? null : proxy;
    }
}
