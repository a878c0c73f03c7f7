package io.latchkey.rollout;

import io.latchkey.platform.http.OutboundClients;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Posts to a webhook: to public addresses alone, without following anything, and for a limited time in all. Of the answer
 * the status counts, once it has come whole; a long one is cut off, and counts by its status.
 */
@Component
class WebhookHttp implements DisposableBean {

    /** The most bytes of an answer that are read. */
    static final int MOST_BYTES = 64 * 1024;

    private final CloseableHttpClient client;
    private final RolloutProperties properties;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "webhook-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    WebhookHttp(OutboundClients clients, RolloutProperties properties) {
        this.client = clients.open(new OutboundClients.Limits(
                properties.connectTimeout(), properties.callTimeout(), properties.calls(), properties.calls()));
        this.properties = properties;
    }

    /**
     * What was answered.
     *
     * @param retryAfter the header as it came, if it came
     */
    record Answer(int status, @Nullable String retryAfter) {}

    /**
     * Sends once.
     *
     * @throws IOException when there was no answer; it may have been taken
     */
    Answer post(URI url, Map<String, String> headers, byte[] body) throws IOException {
        HttpPost request = new HttpPost(url);
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        var late = new AtomicBoolean();
        ScheduledFuture<?> deadline = deadlines.schedule(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                properties.callTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return answer(request);
        } catch (IOException e) {
            if (late.get()) {
                throw new SocketTimeoutException("no answer in time");
            }
            throw e;
        } finally {
            deadline.cancel(false);
        }
    }

    private Answer answer(HttpPost request) throws IOException {
        ClassicHttpResponse response = client.executeOpen(target(request), request, null);
        try {
            Header retryAfter = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
            Answer answer = new Answer(response.getCode(), retryAfter == null ? null : retryAfter.getValue());
            if (!isReadWhole(response.getEntity())) {
                request.cancel();
            }
            return answer;
        } finally {
            closed(response);
        }
    }

    private static org.apache.hc.core5.http.HttpHost target(HttpPost request) throws IOException {
        try {
            return RoutingSupport.determineHost(request);
        } catch (HttpException e) {
            throw new IOException("an address that cannot be called", e);
        }
    }

    /** An answer that breaks off is none: whoever sent it may have broken off with more than that. */
    private static boolean isReadWhole(@Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return true;
        }
        InputStream in = entity.getContent();
        byte[] part = new byte[4096];
        int read = 0;
        for (int more = in.read(part); more >= 0; more = in.read(part)) {
            read += more;
            if (read > MOST_BYTES) {
                return false;
            }
        }
        return true;
    }

    private static void closed(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException e) {
            // Of a connection that was cut; what was answered is known.
        }
    }

    @Override
    public void destroy() throws IOException {
        deadlines.shutdownNow();
        client.close();
    }
}
