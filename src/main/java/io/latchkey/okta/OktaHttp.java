package io.latchkey.okta;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * The transport that the SDK is given. It never retries, sleeps, redirects or keeps cookies; it adds the token of the
 * {@link Exchange} that runs on the thread, can be cut off, reads a bounded answer, and keeps status and headers for us,
 * so that nothing has to be asked of the SDK's maps per thread.
 */
final class OktaHttp extends CloseableHttpClient {

    /** The largest answer that is read: 200 groups with long descriptions stay far below. */
    static final int MOST_BYTES = 4 * 1024 * 1024;

    private final CloseableHttpClient inner;
    private final Authorization authorization;
    private final RemoteCallMetrics metrics;
    private final ThreadLocal<@Nullable Exchange> current = new ThreadLocal<>();

    OktaHttp(CloseableHttpClient inner, Authorization authorization, RemoteCallMetrics metrics) {
        this.inner = inner;
        this.authorization = authorization;
        this.metrics = metrics;
    }

    /** Puts an exchange on this thread, or takes it away with null. */
    void enter(@Nullable Exchange exchange) {
        if (exchange == null) {
            current.remove();
        } else {
            current.set(exchange);
        }
    }

    @Override
    protected CloseableHttpResponse doExecute(HttpHost target, ClassicHttpRequest request, HttpContext context)
            throws IOException {
        Exchange exchange = current.get();
        if (exchange == null) {
            throw new IllegalStateException("a call to Okta outside of its threads");
        }
        HttpUriRequestBase outgoing = abortable(request);
        AccessToken token = exchange.token();
        if (token != null) {
            authorization.apply(outgoing, token);
        }
        if (!exchange.begin(outgoing)) {
            throw new InterruptedIOException("given up before it was sent");
        }
        long start = System.nanoTime();
        try {
            CloseableHttpResponse response = bounded(execute(outgoing, exchange), exchange);
            metrics.answered(exchange.operation(), response.getCode(), System.nanoTime() - start);
            return response;
        } catch (IOException e) {
            metrics.lost(exchange.operation(), System.nanoTime() - start);
            throw e;
        }
    }

    @SuppressWarnings("deprecation") // the SDK needs the response itself
    private CloseableHttpResponse execute(HttpUriRequestBase outgoing, Exchange exchange) throws IOException {
        try {
            return inner.execute(outgoing);
        } catch (ConnectTimeoutException | ConnectException | UnknownHostException | SSLHandshakeException e) {
            exchange.neverLeft();
            throw e;
        }
    }

    private static HttpUriRequestBase abortable(ClassicHttpRequest request) throws IOException {
        try {
            var copy = new HttpUriRequestBase(request.getMethod(), request.getUri());
            copy.setHeaders(request.getHeaders());
            copy.setEntity(request.getEntity());
            return copy;
        } catch (URISyntaxException e) {
            throw new IOException("an address that cannot be called", e);
        }
    }

    private static CloseableHttpResponse bounded(CloseableHttpResponse response, Exchange exchange) throws IOException {
        byte[] body;
        try (HttpEntity entity = response.getEntity()) {
            body = entity == null ? new byte[0] : read(entity);
        } catch (IOException e) {
            response.close();
            throw e;
        }
        exchange.answered(new Answer(response.getCode(), headers(response), body));
        // Never null: the SDK fails on an error answer without a body.
        response.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        return response;
    }

    private static byte[] read(HttpEntity entity) throws IOException {
        InputStream in = entity.getContent();
        byte[] body = in.readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new IOException("an answer of more than " + MOST_BYTES + " bytes");
        }
        return body;
    }

    private static Map<String, List<String>> headers(CloseableHttpResponse response) {
        Map<String, List<String>> headers = new HashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(header.getValue());
        }
        return headers;
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }

    @Override
    public void close(CloseMode mode) {
        inner.close(mode);
    }
}
