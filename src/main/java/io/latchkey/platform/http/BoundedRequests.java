package io.latchkey.platform.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.unit.DataSize;

/**
 * Requests to hosts that are called at all, whose answers are read up to a number of bytes and until a time; beyond either
 * reading fails.
 */
final class BoundedRequests implements ClientHttpRequestFactory {

    private final ClientHttpRequestFactory inner;
    private final DataSize maxResponse;
    private final Duration limit;
    private final OutboundAddresses addresses;

    BoundedRequests(ClientHttpRequestFactory inner, DataSize maxResponse, Duration limit, OutboundAddresses addresses) {
        this.inner = inner;
        this.maxResponse = maxResponse;
        this.limit = limit;
        this.addresses = addresses;
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
        addresses.demandKnown(uri);
        var time = new TimeLeft(System.nanoTime() + limit.toNanos(), limit);
        return new Request(inner.createRequest(uri, method), maxResponse.toBytes(), time);
    }

    /** Tells what was cut off because its time was up from what broke by itself. */
    private record TimeLeft(long end, Duration limit) {

        IOException named(IOException broken) {
            if (System.nanoTime() - end < 0) {
                return broken;
            }
            var late = new SocketTimeoutException("no whole answer within " + limit.toMillis() + " ms");
            late.initCause(broken);
            return late;
        }
    }

    private record Request(ClientHttpRequest inner, long limit, TimeLeft time) implements ClientHttpRequest {

        @Override
        public ClientHttpResponse execute() throws IOException {
            try {
                return new Response(inner.execute(), limit, time);
            } catch (IOException e) {
                throw time.named(e);
            }
        }

        @Override
        public OutputStream getBody() throws IOException {
            return inner.getBody();
        }

        @Override
        public HttpMethod getMethod() {
            return inner.getMethod();
        }

        @Override
        public URI getURI() {
            return inner.getURI();
        }

        @Override
        public Map<String, Object> getAttributes() {
            return inner.getAttributes();
        }

        @Override
        public HttpHeaders getHeaders() {
            return inner.getHeaders();
        }
    }

    private record Response(ClientHttpResponse inner, long limit, TimeLeft time) implements ClientHttpResponse {

        @Override
        public InputStream getBody() throws IOException {
            return new Counting(inner.getBody(), limit, time);
        }

        @Override
        public HttpStatusCode getStatusCode() throws IOException {
            return inner.getStatusCode();
        }

        @Override
        public String getStatusText() throws IOException {
            return inner.getStatusText();
        }

        @Override
        public HttpHeaders getHeaders() {
            return inner.getHeaders();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    private static final class Counting extends FilterInputStream {

        private final ByteCount count;

        private final TimeLeft time;

        Counting(InputStream inner, long limit, TimeLeft time) {
            super(inner);
            this.count = new ByteCount(limit, most -> new IOException("the answer is larger than " + most + " bytes"));
            this.time = time;
        }

        @Override
        public int read() throws IOException {
            try {
                return count.one(super.read());
            } catch (IOException e) {
                throw time.named(e);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return count.many(super.read(bytes, offset, length));
            } catch (IOException e) {
                throw time.named(e);
            }
        }
    }
}
