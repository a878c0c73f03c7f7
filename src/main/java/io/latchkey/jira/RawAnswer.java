package io.latchkey.jira;

import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpResponse;

/**
 * What came over the wire.
 *
 * @param body at most {@link #MAX_BYTES}; beyond that {@code cutShort} is true
 */
record RawAnswer(int status, HttpHeaders headers, byte[] body, boolean cutShort) {

    /** Below the limit at which the client itself breaks off, which would look like a failure that may pass. */
    static final int MAX_BYTES = 9 * 1024 * 1024;

    static RawAnswer read(ClientHttpResponse response) throws IOException {
        try (InputStream stream = response.getBody()) {
            byte[] body = stream.readNBytes(MAX_BYTES);
            boolean more = body.length == MAX_BYTES && stream.read() >= 0;
            return new RawAnswer(response.getStatusCode().value(), response.getHeaders(), body, more);
        }
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
