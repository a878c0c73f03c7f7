package io.latchkey.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.util.unit.DataSize;

/** Where our calls may lead, whatever names say and whenever they say something else. */
class OutboundAddressesTest {

    private static final String SITE = "acme.atlassian.net";
    private static final String PUBLIC = "104.192.142.9";

    private final List<String> asked = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1.2.3",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "169.254.0.1",
                "100.64.0.1",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "198.18.0.1",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "::ffff:10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::",
                "2001::1",
                "2001:db8::1"
            })
    void neverLeadIntoOurOwnNetwork(String address) throws Exception {
        var names = answering(address);

        assertThatThrownBy(() -> addresses(names).resolve(SITE, 443)).isInstanceOf(RefusedAddress.class);
        assertThat(PublicAddresses.isPublic(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "104.192.142.9",
                "1.1.1.1",
                "172.15.0.1",
                "172.32.0.1",
                "100.63.255.255",
                "2606:4700::1",
                "64:ff9b::6810:1",
                "2002:6810:1::"
            })
    void leadToPublicOnes(String address) {
        assertThatCode(() -> addresses(answering(address)).resolve(SITE, 443)).doesNotThrowAnyException();
    }

    @Test
    void oneAddressOfOurOwnSpoilsTheName() {
        assertThatThrownBy(() -> addresses(answering(PUBLIC, "10.0.0.1")).resolve(SITE, 443))
                .isInstanceOf(RefusedAddress.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"example.com", "acme.atlassian.net.example.com", "atlassian.net", "metadata.google.internal"})
    void hostsThatNobodyNamesAreNotEvenLookedUp(String host) {
        var addresses = addresses(answering(PUBLIC));

        assertThatThrownBy(() -> addresses.resolve(host, 443)).isInstanceOf(RefusedAddress.class);
        assertThatThrownBy(() -> addresses.demandKnown(URI.create("https://" + host + "/x")))
                .isInstanceOf(RefusedAddress.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void exceptionsAreExactAndStayOnThisMachine() throws Exception {
        var addresses = addresses(answering("127.0.0.1"));

        assertThat(addresses.resolve("localhost", 8091)).isNotEmpty();
        assertThatThrownBy(() -> addresses.resolve("localhost", 8092)).isInstanceOf(RefusedAddress.class);
        assertThatThrownBy(() -> addresses.resolve("localhost")).isInstanceOf(RefusedAddress.class);
        assertThatThrownBy(() -> addresses(answering(PUBLIC)).resolve("localhost", 8091))
                .isInstanceOf(RefusedAddress.class);
    }

    @Test
    void theProxyIsTheOperatorsAndMayBeAnywhere() throws Exception {
        var properties = properties(URI.create("http://proxy.internal:3128"));
        var addresses = new OutboundAddresses(loopback(8091), properties, List.of(), answering("10.0.0.7"));

        assertThat(addresses.resolve("proxy.internal", 3128)).hasSize(1);
        assertThatThrownBy(() -> addresses.resolve("proxy.internal", 22)).isInstanceOf(RefusedAddress.class);
    }

    /** Rebinding: the first answer passes the check, the next one leads to this machine. */
    @Test
    void whatIsCheckedIsWhatIsConnectedTo() throws Exception {
        try (var server = new Server()) {
            var answers = new AtomicInteger();
            HostNames rebinding = host -> addresses(host, answers.getAndIncrement() == 0 ? PUBLIC : "127.0.0.1");
            var requests = requests(rebinding, loopback(1));
            URI address = URI.create("http://" + SITE + ":" + server.port() + "/");

            assertThatThrownBy(() ->
                            requests.createRequest(address, HttpMethod.GET).execute())
                    .isInstanceOf(IOException.class);
            assertThat(answers).as("one look for one connection").hasValue(1);
            assertThatThrownBy(() ->
                            requests.createRequest(address, HttpMethod.GET).execute())
                    .isInstanceOf(RefusedAddress.class);

            assertThat(server.requests).hasValue(0);
        }
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (var server = new Server()) {
            var requests = requests(InetAddress::getAllByName, loopback(server.port()));

            try (var answer = requests.createRequest(
                            URI.create("http://127.0.0.1:" + server.port() + "/away"), HttpMethod.GET)
                    .execute()) {
                assertThat(answer.getStatusCode().value()).isEqualTo(302);
            }
            assertThat(server.requests).hasValue(1);
        }
    }

    @Test
    void aCallEndsInTimeHoweverSlowlyItIsAnswered() throws Exception {
        try (var server = new Server()) {
            var requests = requests(InetAddress::getAllByName, loopback(server.port()));
            long start = System.nanoTime();

            assertThatThrownBy(() -> {
                        try (var answer = requests.createRequest(
                                        URI.create("http://127.0.0.1:" + server.port() + "/drip"), HttpMethod.GET)
                                .execute()) {
                            answer.getBody().readAllBytes();
                        }
                    })
                    .isInstanceOf(java.net.SocketTimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.1/24", "10.0.0.0/33", "300.0.0.1", "localhost", "10.0.0.0/x", "", "::1::", "10.0.0/8"})
    void aRangeIsWrittenWithoutAnythingElse(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }

    @Test
    void aRangeHoldsWhatSharesItsPrefix() throws Exception {
        AddressRange range = AddressRange.of("104.192.136.0/21");

        assertThat(range.contains(InetAddress.getByName("104.192.143.255"))).isTrue();
        assertThat(range.contains(InetAddress.getByName("104.192.144.0"))).isFalse();
        assertThat(range.contains(InetAddress.getByName("::1"))).isFalse();
        assertThat(AddressRange.of("2401:1d80:3000::/36").contains(InetAddress.getByName("2401:1d80:3fff::1")))
                .isTrue();
        assertThat(AddressRange.of("0.0.0.0/0").contains(InetAddress.getByName("9.9.9.9")))
                .isTrue();
    }

    private static BoundedRequests requests(HostNames names, AllowedLoopback loopback) {
        var http = new OutboundHttp();
        var properties = properties(null);
        var addresses =
                new OutboundAddresses(loopback, properties, List.of(host -> host.endsWith(".atlassian.net")), names);
        return (BoundedRequests) http.outboundRequests(
                http.outboundClient(
                        properties, new OutboundClients(addresses, new OutboundRoutes(loopback, properties))),
                http.outboundDeadlines(),
                properties,
                addresses);
    }

    private OutboundAddresses addresses(HostNames names) {
        return new OutboundAddresses(
                loopback(8091), properties(null), List.of(host -> host.endsWith(".atlassian.net")), names);
    }

    private HostNames answering(String... addresses) {
        return host -> {
            asked.add(host);
            return addresses(host, addresses);
        };
    }

    private static InetAddress[] addresses(String host, String... addresses) throws UnknownHostException {
        InetAddress[] found = new InetAddress[addresses.length];
        for (int i = 0; i < addresses.length; i++) {
            found[i] = InetAddress.getByAddress(
                    host, InetAddress.getByName(addresses[i]).getAddress());
        }
        return found;
    }

    private static AllowedLoopback loopback(int port) {
        return new AllowedLoopback(new HttpProperties(List.of("127.0.0.1:" + port, "localhost:" + port)));
    }

    private static OutboundProperties properties(@org.jspecify.annotations.Nullable URI proxy) {
        return new OutboundProperties(Duration.ofMillis(300), Duration.ofMillis(1500), DataSize.ofMegabytes(1), proxy);
    }

    /** Counts what reaches it; one path leads away, one answers a byte every now and then. */
    private static final class Server implements AutoCloseable {

        private final HttpServer http;
        private final AtomicInteger requests = new AtomicInteger();

        Server() throws IOException {
            http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            http.setExecutor(Executors.newCachedThreadPool(work -> {
                var thread = new Thread(work);
                thread.setDaemon(true);
                return thread;
            }));
            http.createContext("/", exchange -> {
                requests.incrementAndGet();
                if (exchange.getRequestURI().getPath().equals("/away")) {
                    exchange.getResponseHeaders().set("Location", "/elsewhere");
                    exchange.sendResponseHeaders(302, -1);
                    exchange.close();
                    return;
                }
                exchange.sendResponseHeaders(200, 0);
                try (var body = exchange.getResponseBody()) {
                    while (true) {
                        body.write('.');
                        body.flush();
                        // A server that answers slowly without end: time that passes outside is what is tested.
                        Thread.sleep(100);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            http.start();
        }

        int port() {
            return http.getAddress().getPort();
        }

        @Override
        public void close() {
            http.stop(0);
        }
    }
}
