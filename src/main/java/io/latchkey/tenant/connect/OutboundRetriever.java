package io.latchkey.tenant.connect;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;

/** Fetches key sets through our own client, for what a key set's address may lead to is what any call may lead to. */
@Component
class OutboundRetriever implements ResourceRetriever {

    private static final int MOST_BYTES = 100_000;

    private final ClientHttpRequestFactory outbound;

    OutboundRetriever(ClientHttpRequestFactory keySetRequests) {
        this.outbound = keySetRequests;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        try (ClientHttpResponse answer = outbound.createRequest(URI.create(url.toString()), HttpMethod.GET)
                .execute()) {
            if (!answer.getStatusCode().isSameCodeAs(HttpStatus.OK)) {
                throw new IOException("the key set was answered with status "
                        + answer.getStatusCode().value() + "; expected 200");
            }
            byte[] body = answer.getBody().readNBytes(MOST_BYTES + 1);
            if (body.length > MOST_BYTES) {
                throw new IOException("the key set is larger than " + MOST_BYTES + " bytes");
            }
            return new Resource(new String(body, StandardCharsets.UTF_8), null);
        }
    }
}
