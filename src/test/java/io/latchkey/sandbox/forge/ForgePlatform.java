package io.latchkey.sandbox.forge;

import static org.springframework.web.servlet.function.RouterFunctions.route;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.http.SandboxClock;
import io.latchkey.sandbox.http.SandboxServer;
import io.latchkey.sandbox.jira.ForgeFace;
import io.latchkey.sandbox.jira.JiraSite;
import io.latchkey.sandbox.jira.Person;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Forge between a site and one app's remote backend: the key set, the gateway under which the site is called and Atlassian is
 * told whose accounts are stored, events and schedules that are sent again four times, a minute apart, unless they are answered
 * with 2xx within five seconds, and what pages ask ({@code invokeRemote}: 25 s, never again). One installation at a time. Safe for
 * many threads.
 */
public final class ForgePlatform implements AutoCloseable {

    private static final Duration EVENT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PAGE_TIMEOUT = Duration.ofSeconds(25);
    /** Documented for {@code preUninstall}. */
    private static final Duration UNINSTALL_TIMEOUT = Duration.ofSeconds(55);

    private static final String OF_ISSUES = "latchkey-issues";
    private static final String PORTAL = "latchkey-portal";
    private static final Duration BETWEEN = Duration.ofSeconds(60);
    private static final int AGAIN = 4;
    private static final Pattern OF_REQUEST = Pattern.compile("/api/(tickets|portal/requests)/([^/?]+)");

    private final String app = "ari:cloud:ecosystem::app/" + UUID.randomUUID();
    private final JiraSite site;
    private final SandboxClock clock;
    private final InvocationKeys keys = new InvocationKeys();
    private final SandboxServer server;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final List<Event> waiting = new ArrayList<>();
    private final Queue<String> tokens = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean remembering = new AtomicBoolean();
    private final Set<String> notGranted = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean holding = new AtomicBoolean();
    private final AtomicBoolean dropping = new AtomicBoolean();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicReference<@Nullable Installed> installed = new AtomicReference<>();
    private volatile String lastId = "";
    private final ScheduledExecutorService pump = Executors.newSingleThreadScheduledExecutor(ForgePlatform::daemon);
    private final ExecutorService senders = Executors.newFixedThreadPool(8, ForgePlatform::daemon);

    /** An installation of the app. */
    private record Installed(String id, URI remote, ForgeFace face) {}

    /** An event on its way. */
    private record Event(Installed to, String module, String path, ObjectNode body, int tried, Instant due) {}

    /** What a page was answered. */
    public record Answer(int status, String body) {}

    private ForgePlatform(JiraSite site, SandboxClock clock, String host) {
        this.site = site;
        this.clock = clock;
        this.server = SandboxServer.start(
                "forge",
                host,
                0,
                route().GET(
                                "/.well-known/jwks.json",
                                request -> ServerResponse.ok()
                                        .contentType(MediaType.APPLICATION_JSON)
                                        .body(keys.published()))
                        .POST("/app/report-accounts/", this::report)
                        .path("/ex/jira/{cloudId}", gateway -> gateway.route(all -> true, this::pass))
                        .build());
        pump.scheduleWithFixedDelay(this::sendDue, 10, 10, TimeUnit.MILLISECONDS);
    }

    /** Starts beside a site. */
    public static ForgePlatform start(JiraSite site, SandboxClock clock, String host) {
        return new ForgePlatform(site, clock, host);
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "forge");
        thread.setDaemon(true);
        return thread;
    }

    /** Its server, with recorded traffic and faults. */
    public SandboxServer server() {
        return server;
    }

    /** Where it listens: what the backend takes for Atlassian's gateway. */
    public URI uri() {
        return server.uri();
    }

    /** The app's id, as it was registered. */
    public String app() {
        return app;
    }

    /** Where the keys of invocation tokens are. */
    public URI keySet() {
        return URI.create(uri() + "/.well-known/jwks.json");
    }

    /** An administrator installs the app: its account comes to the site, and the backend is told. Returns the status. */
    public int install(URI remote) {
        var now = new Installed(
                "ari:cloud:ecosystem::installation/" + UUID.randomUUID(),
                remote,
                site.forgeApp(app.substring(app.lastIndexOf('/') + 1)));
        installed.set(now);
        lastId = now.id();
        now.face().listen(event -> enqueue(now, OF_ISSUES, "/forge/issue-events", event));
        return tell("latchkey-installed", "/forge/installed");
    }

    /** The hour is over. Returns the status. */
    public int hour() {
        return tell("latchkey-hourly", "/forge/schedule");
    }

    /** An administrator removes the app: the backend is told, then the app's tokens are no good any more. Returns the status. */
    public int uninstall() {
        Installed to = here();
        // Its endpoint is given no token of the app.
        int status = send(request(to, "/forge/uninstalling", token(to, "latchkey-uninstalling"), UNINSTALL_TIMEOUT)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(about(to).toString())))
                .status();
        to.face().leave();
        installed.set(null);
        return status;
    }

    /**
     * A rule of Jira Automation comes to the app's action. The body holds the declared inputs alone, and the token names whoever
     * the rule acts as. Returns the status.
     */
    public int act(Person rule, String issueKey) {
        Installed to = here();
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("issueKey", issueKey);
        return post(
                new Event(to, "latchkey-look", "/forge/automation-action", body, 0, clock.instant()),
                token(to, "latchkey-look").by(rule.accountId()));
    }

    /** A transition with the app's post function was made. Returns the status. */
    public int transitioned(Person by, String issueId, String issueKey) {
        Installed to = here();
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("atlassianId", by.accountId());
        body.putObject("issue").put("id", issueId).put("key", issueKey);
        body.putObject("transition").put("executionId", UUID.randomUUID().toString());
        return post(new Event(to, "latchkey-post-function", "/forge/post-function", body, 0, clock.instant()));
    }

    /** Sends an event about an issue that nobody knows, at once. Returns how many nanoseconds its answer of 2xx took. */
    public double announce(long issueId) {
        Installed to = here();
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("eventType", "avi:jira:updated:issue")
                .put("timestamp", issueId)
                .put("atlassianId", "557058:4f3d8d71-9d3e-4276-8d81-309f8e923d04");
        body.putObject("issue").put("id", String.valueOf(issueId)).put("key", "ITH-" + issueId);
        HttpRequest.Builder request = request(to, "/forge/issue-events", token(to, "latchkey-issues"), EVENT_TIMEOUT)
                .header("x-forge-oauth-system", given(to.face().systemToken()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        long before = System.nanoTime();
        Answer answer = send(request);
        long took = System.nanoTime() - before;
        if (answer.status() != 200) {
            throw new IllegalStateException("an event was answered " + answer);
        }
        return took;
    }

    /** From now on it is known which tokens were given. */
    public void rememberTokens() {
        remembering.set(true);
    }

    /** Every token that was given since: those of calls, of the app and of people. */
    public List<String> tokens() {
        return List.copyOf(tokens);
    }

    private String given(String token) {
        if (remembering.get()) {
            tokens.add(token);
        }
        return token;
    }

    /** The app's account on the site. */
    public ForgeFace face() {
        return here().face();
    }

    /** The installation's id; once it was removed, still the one that it had. */
    public String installationId() {
        return lastId;
    }

    /** Whether the app is installed. */
    public boolean isInstalled() {
        return installed.get() != null;
    }

    private Installed here() {
        Installed now = installed.get();
        if (now == null) {
            throw new IllegalStateException("the app is not installed");
        }
        return now;
    }

    private int tell(String module, String path) {
        Installed to = here();
        var event = new Event(to, module, path, about(to), 0, clock.instant());
        int status = post(event);
        sendAgainUnlessTaken(event, status);
        return status;
    }

    private ObjectNode about(Installed to) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("id", to.id());
        body.putObject("app").put("id", app).put("version", "1.0.0");
        body.putObject("environment").put("id", "ari:cloud:ecosystem::environment/sandbox");
        return body;
    }

    private synchronized void enqueue(Installed to, String module, String path, ObjectNode body) {
        if (!dropping.get()) {
            waiting.add(new Event(to, module, path, body, 0, clock.instant()));
        }
    }

    /** Whether an event is on its way, or waits to be sent and is not kept back. */
    public synchronized boolean isAnnouncing() {
        return underWay.get() > 0 || waiting.stream().anyMatch(event -> !isKeptBack(event));
    }

    /** Whether an event is on its way, or due and not kept back. */
    public synchronized boolean isTrying() {
        Instant now = clock.instant();
        return underWay.get() > 0
                || waiting.stream()
                        .anyMatch(event -> !isKeptBack(event) && !event.due().isAfter(now));
    }

    /** From now on no event of an issue is sent; or they are again. */
    public void drop(boolean drop) {
        dropping.set(drop);
    }

    /** Whether events of issues are kept back. */
    public boolean isHolding() {
        return holding.get();
    }

    /** Keeps events of issues back, or sends those that were. */
    public void hold(boolean hold) {
        holding.set(hold);
    }

    /** An administrator has not approved a version that asks for this, any scope that a call to the site needs. */
    public void withhold(String scope) {
        GatewayScopes.demandKnown(scope);
        notGranted.add(scope);
    }

    /** They have, and what tells of it is lost. */
    public void grant(String scope) {
        notGranted.remove(scope);
    }

    /** An administrator approves all that the newest version asks for, and the backend is told. Returns the status. */
    public int upgrade() {
        notGranted.clear();
        return tell("latchkey-upgraded", "/forge/upgraded");
    }

    private synchronized void sendDue() {
        Instant now = clock.instant();
        List<Event> due = waiting.stream()
                .filter(event -> !isKeptBack(event) && !event.due().isAfter(now))
                .toList();
        waiting.removeAll(due);
        underWay.addAndGet(due.size());
        due.forEach(event -> senders.execute(() -> {
            try {
                send(event);
            } finally {
                underWay.decrementAndGet();
            }
        }));
    }

    private boolean isKeptBack(Event event) {
        return holding.get() && event.module().equals(OF_ISSUES);
    }

    private void send(Event event) {
        sendAgainUnlessTaken(event, post(event));
    }

    private void sendAgainUnlessTaken(Event event, int status) {
        if (status / 100 != 2 && event.tried() < AGAIN && event.to().equals(installed.get())) {
            ObjectNode body = event.body().deepCopy();
            body.putObject("retryContext")
                    .put("retryCount", event.tried() + 1)
                    .put("retryReason", reason(status))
                    .putNull("retryData");
            synchronized (this) {
                waiting.add(new Event(
                        event.to(),
                        event.module(),
                        event.path(),
                        body,
                        event.tried() + 1,
                        clock.instant().plus(BETWEEN)));
            }
        }
    }

    private static String reason(int status) {
        return status == 401
                ? "INVALID_FORGE_INVOCATION_TOKEN"
                : status == 0 ? "TIMEOUT_ERROR" : "INVALID_REMOTE_INVOCATION_ERROR";
    }

    private int post(Event event) {
        return post(event, token(event.to(), event.module()));
    }

    private int post(Event event, InvocationToken token) {
        var request = request(event.to(), event.path(), token, EVENT_TIMEOUT)
                .header("x-forge-oauth-system", given(event.to().face().systemToken()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event.body().toString()));
        return send(request).status();
    }

    private InvocationToken token(Installed to, String module) {
        return InvocationToken.of(app, to.id(), site.cloudId(), uri().toString(), module);
    }

    private HttpRequest.Builder request(Installed to, String path, InvocationToken token, Duration timeout) {
        return HttpRequest.newBuilder(URI.create(to.remote() + path))
                .timeout(timeout)
                .header(
                        "Authorization",
                        "Bearer "
                                + given(keys.sign(token.claims(clock.instant()).build())))
                .header("x-b3-traceid", UUID.randomUUID().toString().replace("-", ""))
                .header("x-b3-spanid", "0000000000000001");
    }

    /**
     * What a page of the app asks its backend ({@code invokeRemote}); a page that is of an issue is that of the issue which the
     * path names.
     */
    public Answer invoke(String module, Person person, String method, String path, @Nullable String body) {
        Installed to = here();
        var request = request(to, path, page(to, module, path).by(person.accountId()), PAGE_TIMEOUT)
                .header("x-forge-oauth-user", given(to.face().userToken(person.accountId())))
                .header("x-forge-oauth-system", given(to.face().systemToken()))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return send(request);
    }

    /** The same with a document in a text, of the named type. */
    public Answer send(String module, Person person, String path, String document, String type) {
        Installed to = here();
        String body =
                JsonNodeFactory.instance.objectNode().put("text", document).toString();
        return send(request(to, path, page(to, module, path).by(person.accountId()), PAGE_TIMEOUT)
                .header("x-forge-oauth-user", given(to.face().userToken(person.accountId())))
                .header("Content-Type", "application/json")
                .header("X-Latchkey-Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The headers of one call of this path as the page that asks for it makes it, for whoever sends it. */
    public Map<String, String> headers(String path, String accountId) {
        Installed to = here();
        InvocationToken page = onPage(to, path).by(accountId);
        String token = given(keys.sign(page.claims(clock.instant()).build()));
        return Map.of(
                "Authorization", "Bearer " + token,
                "x-forge-oauth-user", given(to.face().userToken(accountId)),
                "x-forge-oauth-system", given(to.face().systemToken()));
    }

    /** A request is looked at on its own page, everything else on the administrators'. */
    private InvocationToken onPage(Installed to, String path) {
        Matcher request = OF_REQUEST.matcher(path);
        if (!request.lookingAt()) {
            return token(to, "latchkey-admin");
        }
        return page(to, request.group(1).equals("tickets") ? "latchkey-panel" : PORTAL, path);
    }

    /** A page that is of a request is of the one that the path names. */
    private InvocationToken page(Installed to, String module, String path) {
        InvocationToken page = token(to, module);
        Matcher request = OF_REQUEST.matcher(path);
        Optional<List<String>> names = request.lookingAt() ? site.names(request.group(2)) : Optional.empty();
        if (names.isEmpty() || module.equals("latchkey-admin")) {
            return page;
        }
        String key = names.get().get(1);
        return module.equals(PORTAL) ? page.onRequest(key) : page.on(names.get().get(0), key);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            return new Answer(0, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(0, "");
        }
    }

    /** The gateway: hands on what is below the site's cloud id, and answers 404 for any other. */
    private ServerResponse pass(ServerRequest request) {
        String prefix = "/ex/jira/" + site.cloudId();
        String path = request.servletRequest().getRequestURI();
        if (!path.startsWith(prefix + "/")) {
            return ServerResponse.notFound().build();
        }
        String query = request.servletRequest().getQueryString();
        URI target = URI.create(site.uri() + path.substring(prefix.length()) + (query == null ? "" : "?" + query));
        if (GatewayScopes.neededFor(request.method().name(), path.substring(prefix.length()))
                .filter(notGranted::contains)
                .isPresent()) {
            return ServerResponse.status(401)
                    .header("x-failure-category", "FAILURE_CLIENT_SCOPE_CHECK")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body("{\"code\":401,\"message\":\"Unauthorized; scope does not match\"}");
        }
        return handOn(request, target);
    }

    /** Which accounts are closed the site knows here; the path is its own for apps of Connect. */
    private ServerResponse report(ServerRequest request) {
        return handOn(request, URI.create(site.uri() + "/rest/atlassian-connect/latest/report-accounts"));
    }

    private ServerResponse handOn(ServerRequest request, URI target) {
        try {
            byte[] body = request.servletRequest().getInputStream().readAllBytes();
            var forwarded = HttpRequest.newBuilder(target)
                    .timeout(PAGE_TIMEOUT)
                    .method(request.method().name(), HttpRequest.BodyPublishers.ofByteArray(body));
            for (String name : List.of("Authorization", "Content-Type", "Accept")) {
                request.headers().header(name).forEach(value -> forwarded.header(name, value));
            }
            HttpResponse<byte[]> answer = http.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
            long promised = answer.headers().firstValueAsLong("Content-Length").orElse(answer.body().length);
            if (promised != answer.body().length
                    && !"HEAD".equals(request.method().name())) {
                return lost();
            }
            var response = ServerResponse.status(answer.statusCode());
            answer.headers().map().forEach((name, values) -> {
                if (!List.of("content-length", "transfer-encoding", "connection", "date")
                        .contains(name.toLowerCase(java.util.Locale.ROOT))) {
                    response.header(name, values.toArray(String[]::new));
                }
            });
            return response.body(answer.body());
        } catch (IOException e) {
            return lost();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What an edge answers when the answer behind it did not come, or not as a whole; what was asked may be done. */
    private static ServerResponse lost() {
        return ServerResponse.status(502).contentType(MediaType.TEXT_HTML).body("<html>Bad Gateway</html>");
    }

    @Override
    public void close() {
        pump.shutdownNow();
        senders.shutdownNow();
        server.close();
    }
}
