package io.latchkey.platform.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

/** Requests whose answers are read up to a number of bytes; beyond it reading fails. */
final class BoundedRequests implements ClientHttpRequestFactory {

    private final ClientHttpRequestFactory inner;
    private final long limit;

    BoundedRequests(ClientHttpRequestFactory inner, long limit) {
        this.inner = inner;
        this.limit = limit;
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
        return new Request(inner.createRequest(uri, method), limit);
    }

    private record Request(ClientHttpRequest inner, long limit) implements ClientHttpRequest {

        @Override
        public ClientHttpResponse execute() throws IOException {
            return new Response(inner.execute(), limit);
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

    private record Response(ClientHttpResponse inner, long limit) implements ClientHttpResponse {

        @Override
        public InputStream getBody() throws IOException {
            return new Counting(inner.getBody(), limit);
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

        Counting(InputStream inner, long limit) {
            super(inner);
            this.count = new ByteCount(limit, most -> new IOException("the answer is larger than " + most + " bytes"));
        }

        @Override
        public int read() throws IOException {
            return count.one(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return count.many(super.read(bytes, offset, length));
        }
    }
}
