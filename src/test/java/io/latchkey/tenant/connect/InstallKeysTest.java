package io.latchkey.tenant.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.atlassian.connect.spring.internal.auth.jwt.InvalidJwtException;
import com.sun.net.httpserver.HttpServer;
import io.latchkey.platform.http.AllowedLoopback;
import io.latchkey.platform.http.HttpProperties;
import io.latchkey.tenant.TenantFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.client.RestTemplateBuilder;

/** Made-up key ids are asked for at a bounded rate; the server here knows none. */
class InstallKeysTest {

    private static final int AT_ONCE = 20;

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong(1);
    private HttpServer server;
    private InstallKeys keys;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        String authority = "localhost:" + server.getAddress().getPort();
        keys = new InstallKeys(
                new RestTemplateBuilder(),
                new ConnectProperties(
                        URI.create("http://" + authority), Duration.ofSeconds(10), Duration.ofMinutes(15)),
                new AllowedLoopback(new HttpProperties(List.of(authority))),
                nanos::get);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aFloodOfMadeUpOnesIsNoFloodOfDownloads() {
        for (int i = 0; i < 200; i++) {
            fetch(UUID.randomUUID().toString());
        }
        assertThat(asked).hasValue(AT_ONCE);
        assertThatThrownBy(() -> keys.fetchPublicKey("", UUID.randomUUID().toString()))
                .isInstanceOf(TenantFailure.InstallKeyUnavailable.class);

        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        for (int i = 0; i < 200; i++) {
            fetch(UUID.randomUUID().toString());
        }

        assertThat(asked).hasValue(AT_ONCE + 3);
    }

    @Test
    void oneThatIsNotThereIsAskedForOnce() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> keys.fetchPublicKey("", "gone")).isInstanceOf(InvalidJwtException.class);
        }

        assertThat(asked).hasValue(1);
    }

    private void fetch(String keyId) {
        assertThatThrownBy(() -> keys.fetchPublicKey("", keyId))
                .isInstanceOfAny(InvalidJwtException.class, TenantFailure.InstallKeyUnavailable.class);
    }
}
