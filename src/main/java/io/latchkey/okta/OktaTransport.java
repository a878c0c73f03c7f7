package io.latchkey.okta;

import io.latchkey.platform.http.OutboundClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.springframework.stereotype.Component;

/** The connections to one organisation: as many as threads may call it at once. */
@Component
class OktaTransport {

    private final OktaProperties properties;
    private final OutboundClients clients;

    OktaTransport(OktaProperties properties, OutboundClients clients) {
        this.properties = properties;
        this.clients = clients;
    }

    /** Opens a client; whoever asked closes it. */
    CloseableHttpClient open() {
        return clients.open(new OutboundClients.Limits(
                properties.connectTimeout(), properties.responseTimeout(), properties.threads(), properties.threads()));
    }
}
