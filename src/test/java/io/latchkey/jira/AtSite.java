package io.latchkey.jira;

import static org.springframework.web.servlet.function.RouterFunctions.route;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.latchkey.platform.TenantId;
import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.http.SandboxClock;
import io.latchkey.sandbox.http.SandboxServer;
import io.latchkey.sandbox.jira.Installation;
import io.latchkey.sandbox.jira.Qsh;
import io.latchkey.testing.AmpleBudgets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.function.ServerResponse;

/** The client as an app that is installed at the sandbox's site, signing each call with the installation's secret. */
final class AtSite implements AutoCloseable {

    private static final String APP = "io.latchkey.jira.test";
    private static final Duration PATIENCE = Duration.ofMillis(700);

    final TenantId tenant = new TenantId(UUID.randomUUID());
    final SandboxClock clock = new SandboxClock();
    final io.latchkey.sandbox.jira.JiraSite site = io.latchkey.sandbox.jira.JiraSite.start("localhost", 0, clock);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final AmpleBudgets budgets = new AmpleBudgets();
    final Installation installation;
    final JiraRequests requests;
    final JiraComments comments;
    final OwnComments ownComments;
    final RaisedRequests raisedRequests;
    final TaskNotes taskNotes;
    final JiraWorkflow workflow;
    final AskedAppAccount appAccount;
    final JiraSite settings;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final SandboxServer app;
    private volatile URI address = site.uri();

    AtSite() {
        var base = new AtomicReference<String>();
        app = SandboxServer.start(
                "app",
                "127.0.0.1",
                0,
                route().GET("/descriptor", request -> ServerResponse.ok().body(descriptor(String.valueOf(base.get()))))
                        .POST(
                                "/installed",
                                request -> ServerResponse.noContent().build())
                        .POST(
                                "/uninstalled",
                                request -> ServerResponse.noContent().build())
                        .build());
        base.set(app.uri().toString());
        installation = site.installApp(URI.create(app.uri() + "/descriptor"));
        var calls = new JiraCalls(
                asked -> client(), new JiraLimits(budgets, new JiraProperties(65_000, 0.9, 100), clock), meters, clock);
        var door = new OneDoor(tenant, site.uri());
        appAccount = new AskedAppAccount(door, calls);
        var known = new Known(appAccount, door, clock);
        requests = new JiraRequests(calls, known);
        comments = new JiraComments(calls, known);
        ownComments = new OwnComments(calls, known, comments, requests);
        raisedRequests = new RaisedRequests(calls, requests, known);
        taskNotes = new TaskNotes(calls, known);
        workflow = new JiraWorkflow(calls, requests);
        settings = new JiraSite(calls, requests, workflow);
    }

    private static Map<String, Object> descriptor(String baseUrl) {
        return Map.of(
                "key", APP,
                "name", "Latchkey",
                "baseUrl", baseUrl,
                "authentication", Map.of("type", "jwt"),
                "apiMigrations", Map.of("signed-install", true),
                "lifecycle", Map.of("installed", "/installed", "uninstalled", "/uninstalled"),
                "scopes", List.of("READ", "WRITE", "DELETE"));
    }

    private RestClient client() {
        var factory = new JdkClientHttpRequestFactory(http);
        factory.setReadTimeout(PATIENCE);
        return RestClient.builder()
                .baseUrl(address.toString())
                .requestFactory(factory)
                .requestInterceptor(signed())
                .build();
    }

    private ClientHttpRequestInterceptor signed() {
        return (request, body, execution) -> {
            String jwt = jwt(Qsh.of(
                    request.getMethod().name(), request.getURI(), site.uri().toString()));
            request.getHeaders().set(HttpHeaders.AUTHORIZATION, "JWT " + jwt);
            return execution.execute(request, body);
        };
    }

    private String jwt(String qsh) {
        Instant now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(APP)
                .claim("qsh", qsh)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(180)))
                .build();
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            jwt.sign(new MACSigner(installation.sharedSecret().getBytes(StandardCharsets.UTF_8)));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    /** From now on calls go where nobody listens. */
    void becomeUnreachable() {
        address = URI.create("http://localhost:1");
    }

    void order(Fault fault) {
        site.server().faults().order(fault);
    }

    /** What was asked of the vendor since the last {@link #forgetTraffic()}. */
    List<Exchange> traffic() {
        return site.server().traffic().all();
    }

    void forgetTraffic() {
        site.server().traffic().clear();
    }

    void uninstall() {
        site.uninstallApp(APP);
    }

    void deny(String... permissions) {
        site.denyApp(APP, permissions);
    }

    /** A call as a person, through the vendor's REST API. */
    String asPerson(io.latchkey.sandbox.jira.Person person, String method, String path, String body) {
        String basic = Base64.getEncoder()
                .encodeToString((person.email() + ":" + io.latchkey.sandbox.jira.Cast.PASSWORD)
                        .getBytes(StandardCharsets.UTF_8));
        var request = HttpRequest.newBuilder(URI.create(site.uri() + path))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(method + " " + path + " answered " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        site.close();
        app.close();
    }
}
