package io.latchkey.okta;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.http.AllowedLoopback;
import io.latchkey.platform.http.HttpProperties;
import io.latchkey.platform.http.OutboundAddresses;
import io.latchkey.platform.http.OutboundClients;
import io.latchkey.platform.http.OutboundProperties;
import io.latchkey.platform.http.OutboundRoutes;
import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.http.SandboxClock;
import io.latchkey.sandbox.okta.AdminRole;
import io.latchkey.sandbox.okta.OktaOrg;
import io.latchkey.testing.AmpleBudgets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** An organisation of the sandbox and the adapter in front of it, without a database: the key is given. */
final class OktaSandbox implements AutoCloseable {

    static final RSAKey KEY = key("first");
    static final RSAKey OTHER_KEY = key("other");
    static final String PASSWORD = "Tr7!mQ2#wZ9?kXe4$bNv";

    final SandboxClock clock = new SandboxClock();
    final OktaOrg org = OktaOrg.start("127.0.0.1", 0, clock);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final RememberedSightings sightings = new RememberedSightings();
    final AmpleBudgets budgets = new AmpleBudgets();
    final String clientId;
    final OktaThreads threads;
    final OktaCalls calls;
    final OktaDirectory directory;
    private final AtomicLong stoodStill = new AtomicLong();
    private Duration standsStill = Duration.ZERO;
    private boolean vanished;

    private OktaSandbox(OktaProperties properties, Set<String> scopes, Set<AdminRole> roles, boolean dpop) {
        this.clientId = org.registerApp("Latchkey", new JWKSet(KEY.toPublicJWK()).toString(), scopes, roles, dpop);
        this.threads = new OktaThreads(properties);
        this.calls = calls(properties, clientId, KEY);
        this.directory = new OktaDirectory(calls, clientId, sightings, clock);
    }

    static OktaSandbox start() {
        return with(properties());
    }

    static OktaSandbox with(OktaProperties properties) {
        return new OktaSandbox(properties, Set.copyOf(OktaScopes.NAMES), Set.of(AdminRole.USER_ADMIN), true);
    }

    static OktaSandbox granted(Set<String> scopes, Set<AdminRole> roles, boolean dpop) {
        return new OktaSandbox(properties(), scopes, roles, dpop);
    }

    static OktaProperties properties() {
        return bounds(4, 10, 10, Duration.ofSeconds(8));
    }

    static OktaProperties bounds(int threads, int queue, int perConnection, Duration deadline) {
        return new OktaProperties(
                threads,
                queue,
                perConnection,
                deadline,
                Duration.ofSeconds(2),
                Duration.ofSeconds(6),
                0.5,
                Duration.ofMinutes(30),
                Duration.ofMinutes(2),
                Duration.ofMinutes(5));
    }

    /** A further connection to the same organisation. */
    OktaCalls calls(OktaProperties properties, String client, RSAKey key) {
        return calls(properties, org.uri(), client, key);
    }

    /** A connection to another organisation. */
    OktaCalls calls(OktaProperties properties, URI organisation, String client, RSAKey key) {
        return calls(properties, organisation, client, key, clock);
    }

    /** A connection of a node whose clock goes differently. */
    OktaCalls calls(Clock clock) {
        return calls(properties(), org.uri(), clientId, KEY, clock);
    }

    private OktaCalls calls(OktaProperties properties, URI organisation, String client, RSAKey key, Clock clock) {
        var url = new OrgUrl(organisation.toString());
        var proofs = ProofOfPossession.create(clock);
        int port = organisation.getPort();
        var transport = new OktaTransport(properties, new OutboundClients(addresses(port), routes(port)));
        var http = new OktaHttp(transport.open(), new Authorization(proofs), new RemoteCallMetrics(meters));
        var endpoint = new TokenEndpoint(
                url, client, () -> List.of(key), issued -> standStill(), proofs, http, threads, clock);
        return new OktaCalls(
                url,
                http,
                endpoint,
                proofs,
                threads,
                new OktaLimits(budgets, url, 0.5, clock),
                properties,
                clock,
                () -> System.nanoTime() + stoodStill.get());
    }

    /** As soon as the next token was issued, the node stands still for so long. */
    void standsStillAfterItsToken(Duration time) {
        standsStill = time;
    }

    private void standStill() {
        stoodStill.addAndGet(standsStill.toNanos());
        standsStill = Duration.ZERO;
    }

    static OutboundAddresses addresses(int port) {
        return new OutboundAddresses(loopback(port), outbound(), List.of(), InetAddress::getAllByName);
    }

    static OutboundRoutes routes(int port) {
        return new OutboundRoutes(loopback(port), outbound());
    }

    private static AllowedLoopback loopback(int port) {
        return new AllowedLoopback(new HttpProperties(List.of("127.0.0.1:" + port)));
    }

    private static OutboundProperties outbound() {
        return new OutboundProperties(Duration.ofSeconds(2), Duration.ofSeconds(8), DataSize.ofMegabytes(10), null);
    }

    List<Exchange> requests(String method, String path) {
        return org.server()
                .traffic()
                .matching(seen -> seen.method().equals(method) && seen.path().matches(path));
    }

    /** Without those that were only told a nonce. */
    List<Exchange> tokenRequests() {
        return requests("POST", "/oauth2/v1/token").stream()
                .filter(seen -> seen.status() != 400)
                .toList();
    }

    static NewUser person(String login, @Nullable String password, String... groupIds) {
        return new NewUser(
                "Nora",
                "Newman",
                login,
                login,
                Optional.empty(),
                Map.of(),
                Optional.ofNullable(password).map(Secret::of),
                List.of(groupIds));
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The organisation vanishes from the network. */
    void vanish() {
        if (!vanished) {
            vanished = true;
            org.close();
        }
    }

    @Override
    public void close() {
        calls.closeWhenIdle();
        threads.destroy();
        vanish();
    }
}
