package io.latchkey.testing;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.Latchkey;
import io.latchkey.demo.Http;
import io.latchkey.demo.Setup;
import io.latchkey.sandbox.Sandbox;
import io.latchkey.sandbox.forge.ForgePlatform;
import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.http.SandboxClock;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraSite;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.sandbox.jira.Person;
import io.latchkey.sandbox.okta.OktaOrg;
import io.latchkey.tenant.Door;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The whole product on a free loopback port, with a database of its own and a sandbox, as its users meet it: what a test
 * asks of it goes through its HTTP edge or through the vendors. It can be stopped and started again on the same data.
 */
public final class RunningProduct implements AutoCloseable {

    /** The app's key at the site. */
    public static final String APP_KEY = "io.latchkey";

    private static final List<String> OKTA_BUCKETS = List.of(
            "/api/v1/users",
            "GET /api/v1/users/{id}",
            "/api/v1/groups",
            "/api/v1/groups/{id}",
            "POST|PUT|DELETE /api/v1/users/{id}",
            "/api/v1/apps",
            "/api/v1/apps/{id}",
            "/oauth2/v1/clients",
            "/api/v1/logs");

    private static final Duration HOUR = Duration.ofHours(1);

    /** What waits for a token of the app looks again within a minute. */
    private static final Duration SOON = Duration.ofMinutes(2);

    private static final AtomicInteger NEWCOMERS = new AtomicInteger(100);

    private final Sandbox sandbox = Sandbox.start();
    private final SandboxClock clock = new SandboxClock();
    private final CountedTransactions transactions = new CountedTransactions();
    private final URI uri = URI.create("http://127.0.0.1:" + FreePort.any());
    private final Map<String, Object> properties = new HashMap<>();
    private final Map<String, Object> beans = new HashMap<>();
    private Setup setup = new Setup(uri, sandbox.jira().uri(), sandbox.okta().uri());
    private @Nullable ForgePlatform forge;
    private @Nullable ForgePlatform next;
    private final SingleConnectionDataSource connection;
    private final JdbcTemplate database;
    private final boolean counted;
    private @Nullable ConfigurableApplicationContext context;

    private RunningProduct(TestPostgres postgres, boolean counted, Door door) {
        this.counted = counted;
        properties.putAll(sandbox.properties());
        properties.putAll(postgres.properties());
        properties.put("server.address", uri.getHost());
        properties.put("server.port", uri.getPort());
        properties.put("server.tomcat.basedir", Scratch.directory("tomcat").toString());
        properties.put("latchkey.base-url", uri.toString());
        properties.put("latchkey.crypto.master-key", OnPostgres.MASTER_KEY);
        properties.put("latchkey.work.first-backoff", "50ms");
        properties.put("latchkey.work.poll-every", "50ms");
        properties.put("latchkey.work.look-again-after", "100ms");
        // Timers only where a test asks for them: one in between would be one remote call more.
        properties.put("latchkey.intake.sweep-every", "1h");
        properties.put("latchkey.okta.see-roles-every", "1h");
        ampleLimits(sandbox.okta());
        connection = new SingleConnectionDataSource(
                String.valueOf(properties.get("spring.datasource.url")), "latchkey_app", TestPostgres.PASSWORD, true);
        database = new JdbcTemplate(connection);
        if (door == Door.FORGE) {
            use(configured(ForgePlatform.start(jira(), sandbox.clock(), Sandbox.HOST)));
        }
    }

    /** The door of tests that name none. */
    private static Door usualDoor() {
        return usually(Door.CONNECT);
    }

    /** The door of {@code -Dlatchkey.door}, or else this one. */
    public static Door usually(Door door) {
        return Door.of(System.getProperty("latchkey.door", door.stored()));
    }

    private RunningProduct with(Map<String, Object> different) {
        properties.putAll(different);
        if (different.containsKey("latchkey.connect.leeway")) {
            properties.put("latchkey.forge.leeway", different.get("latchkey.connect.leeway"));
        }
        return this;
    }

    /** Tests onboard many people a minute; limits are for those that are about them. */
    public static void ampleLimits(OktaOrg org) {
        OKTA_BUCKETS.forEach(bucket -> org.limit(bucket, 1_000_000));
    }

    /** Starts it, not yet installed anywhere; the properties win over those of tests. */
    public static RunningProduct bare(Map<String, Object> properties) {
        return bare(sandbox -> properties);
    }

    /** As {@link #bare(Map)}, with properties that depend on the sandbox. */
    public static RunningProduct bare(Function<Sandbox, Map<String, Object>> properties) {
        return bare(TestPostgres.shared(), usualDoor(), properties);
    }

    /** As {@link #bare(Map)}, to be installed through this door. */
    public static RunningProduct bare(Door door, Map<String, Object> properties) {
        return bare(TestPostgres.shared(), door, sandbox -> properties);
    }

    private static RunningProduct bare(
            TestPostgres postgres, Door door, Function<Sandbox, Map<String, Object>> properties) {
        var product = new RunningProduct(postgres, true, door);
        product.with(properties.apply(product.sandbox)).start();
        return product;
    }

    /** Starts it, installed and set up as the demo is. */
    public static RunningProduct setUp(Map<String, Object> properties) {
        return setUp(usualDoor(), properties);
    }

    /** As {@link #setUp(Map)}, installed through this door. */
    public static RunningProduct setUp(Door door, Map<String, Object> properties) {
        return bare(door, properties).complete();
    }

    private RunningProduct complete() {
        setup.complete();
        awaitQuiet();
        return this;
    }

    /** As {@link #setUp(Map)}, installed through Connect; its Forge app may be installed besides. */
    public static RunningProduct setUpWithBothDoors(Map<String, Object> properties) {
        var product = new RunningProduct(TestPostgres.shared(), true, Door.CONNECT);
        product.next = product.configured(ForgePlatform.start(product.jira(), product.sandbox.clock(), Sandbox.HOST));
        product.with(properties).start();
        return product.complete();
    }

    /** The administrator installs the Forge app too, and moves the site there with a code from the page of the other. */
    public void moveToForge() {
        ForgePlatform platform = requireNonNull(next);
        String code = administrator()
                .post("/api/installation/move-code", Map.of())
                .path("code")
                .asText();
        use(platform);
        setup.install();
        administrator().post("/api/arrival", Map.of("code", code));
    }

    private void use(ForgePlatform platform) {
        forge = platform;
        setup = new Setup(uri, jira().uri(), okta().uri(), platform);
    }

    private ForgePlatform configured(ForgePlatform platform) {
        properties.merge(
                "latchkey.http.allowed-loopback", platform.uri().getAuthority(), (before, more) -> before + "," + more);
        properties.put("latchkey.forge.app-id", platform.app());
        properties.put("latchkey.forge.jwks-url", platform.keySet().toString());
        properties.put("latchkey.forge.gateway", platform.uri().toString());
        return platform;
    }

    /** Whoever installed it removes it. */
    public void uninstall() {
        if (forge == null) {
            jira().uninstallApp(APP_KEY);
        } else {
            forge.uninstall();
        }
    }

    /** The app's own account at the site. */
    public String appAccount() {
        return forge == null
                ? jira().installation(APP_KEY).accountId()
                : forge.face().accountId();
    }

    /** Forge, of a product that is installed through it. */
    public ForgePlatform forge() {
        return requireNonNull(forge);
    }

    /** As {@link #setUp(Map)}, with beans of the test on every node, by their names. */
    public static RunningProduct setUp(Map<String, Object> properties, Map<String, Object> beans) {
        var product = new RunningProduct(TestPostgres.shared(), true, usualDoor());
        product.with(properties).beans.putAll(beans);
        product.start();
        return product.complete();
    }

    /** As {@link #setUp(Map)}, with a database on a server that the test may stop. */
    public static RunningProduct setUp(TestPostgres postgres, Map<String, Object> properties) {
        return bare(postgres, usualDoor(), sandbox -> properties).complete();
    }

    /** As {@link #setUp(TestPostgres, Map)}, for what is measured: nothing stands between the product and its database. */
    public static RunningProduct measured(TestPostgres postgres, Map<String, Object> properties) {
        return measured(postgres, Door.CONNECT, properties);
    }

    /** As {@link #measured}, installed through Forge. */
    public static RunningProduct measuredThroughForge(TestPostgres postgres, Map<String, Object> properties) {
        return measured(postgres, Door.FORGE, properties);
    }

    private static RunningProduct measured(TestPostgres postgres, Door door, Map<String, Object> properties) {
        var product = new RunningProduct(postgres, false, door);
        List.of("first-backoff", "poll-every", "look-again-after")
                .forEach(name -> product.properties.remove("latchkey.work." + name));
        product.with(properties).start();
        return product.complete();
    }

    /** Starts another node of it, on a port of its own; whoever asked closes it. */
    public ConfigurableApplicationContext anotherNode() {
        return started(Map.of("server.port", FreePort.any()));
    }

    /** The properties that point at its database. */
    public Map<String, Object> database() {
        return Map.of("spring.datasource.url", properties.get("spring.datasource.url"));
    }

    /** Its beans. */
    public ConfigurableApplicationContext context() {
        return requireNonNull(context);
    }

    /** Starts it, on the data that it left when it was stopped. */
    public void start() {
        context = started(Map.of());
    }

    private ConfigurableApplicationContext started(Map<String, Object> different) {
        var application = new SpringApplication(Latchkey.class);
        application.setRegisterShutdownHook(false);
        application.addInitializers(starting -> {
            starting.getEnvironment().getPropertySources().addFirst(new MapPropertySource("running", properties));
            starting.getEnvironment().getPropertySources().addFirst(new MapPropertySource("different", different));
            if (counted) {
                starting.getBeanFactory().registerSingleton("countedTransactions", transactions);
            }
            starting.getBeanFactory().registerSingleton("clock", clock);
            beans.forEach(starting.getBeanFactory()::registerSingleton);
        });
        return application.run("--spring.main.banner-mode=off", "--logging.level.root=WARN");
    }

    /** Stops it as an operator does: what is under way may finish its step. */
    public void stop() {
        requireNonNull(context).close();
        context = null;
    }

    /** Takes its database away in mid-flight, so that nothing more is recorded, and then stops it. */
    public void crash() {
        var pool = DataSourceUnwrapper.unwrap(
                requireNonNull(context).getBean(javax.sql.DataSource.class), com.zaxxer.hikari.HikariDataSource.class);
        requireNonNull(pool).close();
        stop();
    }

    /** To be called when the database was stopped and is there again, before anything is counted. */
    public void reconnect() {
        connection.resetConnection();
    }

    /** Where it listens. */
    public URI uri() {
        return uri;
    }

    /** Its administrator's steps. */
    public Setup setup() {
        return setup;
    }

    /** The site. */
    public JiraSite jira() {
        return sandbox.jira();
    }

    /** The org. */
    public OktaOrg okta() {
        return sandbox.okta();
    }

    /** Both vendors. */
    public Sandbox sandbox() {
        return sandbox;
    }

    /** How it says which type a refusal has: Forge takes one type alone. */
    public String problemType() {
        return forge == null ? "application/problem+json" : "application/json";
    }

    /** Its clock; the vendors have their own. */
    public SandboxClock clock() {
        return clock;
    }

    /** What reached the database. */
    public CountedTransactions transactions() {
        return transactions;
    }

    /** Its API, as the site's administrator calls it. */
    public Http administrator() {
        return setup.administrator();
    }

    /** Its API, as somebody of the site calls it from the page that shows what they ask for. */
    public Http as(Person person) {
        return as(person.accountId());
    }

    /** As {@link #as(Person)}, by the account. */
    public Http as(String accountId) {
        return forge == null
                ? Http.at(uri).authorized("JWT " + jira().contextToken(APP_KEY, accountId))
                : Http.at(uri).onPages(path -> forge().headers(path, accountId));
    }

    /** Whether it is installed through Forge. */
    public boolean isThroughForge() {
        return forge != null;
    }

    /** From now on Jira tells of issues once it is {@linkplain #releaseSignals released}. */
    public void holdSignals() {
        if (forge == null) {
            jira().holdWebhooks();
        } else {
            forge.hold(true);
        }
    }

    /** Jira tells what it kept, and from now on all. */
    public void releaseSignals() {
        if (forge == null) {
            jira().releaseWebhooks(false);
        } else {
            forge.hold(false);
        }
    }

    /** From now on what Jira tells of issues is lost; or no longer. */
    public void dropSignals(boolean drop) {
        if (forge == null) {
            jira().dropWebhooks(drop);
        } else {
            forge.drop(drop);
        }
    }

    /**
     * Time passes here and at the vendors; back it goes too. Through Forge the schedule has run at its end, since a token of the app
     * holds for two hours only, and what met the older one before that is due again; but not while signals are held.
     */
    public void pass(Duration time) {
        pass(time, () -> {});
    }

    /** The same, while nothing is under way that would meet the one time here and the other there. */
    public void passUnnoticed(Duration time) {
        pass(time, () -> await().until(() -> count("select count(*) from scheduled_tasks where picked") == 0));
    }

    private void pass(Duration time, Runnable beforeEach) {
        beforeEach.run();
        if (forge == null || forge.isHolding() || !forge.isInstalled()) {
            move(time);
            return;
        }
        Duration last = time.compareTo(HOUR) > 0 ? SOON : Duration.ZERO;
        move(time.minus(last));
        forge.hour();
        beforeEach.run();
        move(last);
    }

    private void move(Duration time) {
        sandbox.clock().advance(time);
        clock.advance(time);
    }

    /** Okta's API, as a person who administers the org calls it. */
    public Http oktaAdministrator() {
        return Http.at(okta().uri()).authorized("SSWS sandbox-admin");
    }

    /** The client id with which it asks Okta. */
    public String clientId() {
        return administrator()
                .get("/api/okta-connections")
                .path(0)
                .path("clientId")
                .asText();
    }

    /**
     * Gives somebody of the site an account at the org, with their address as its login, active and in these groups; at the
     * start nobody of the cast has one. Tells the account's id.
     */
    public String oktaAccountOf(Person person, String... groups) {
        String name = person.displayName();
        int space = name.indexOf(' ');
        return okta().createPerson(
                        name.substring(0, space),
                        name.substring(space + 1),
                        person.email(),
                        "Kn0wn-Before-Us",
                        List.of(groups));
    }

    /** A newcomer whom nobody has met. */
    public static Onboarding newcomer() {
        return Onboarding.newcomer(NEWCOMERS.incrementAndGet());
    }

    /** Mia raises the request for the newcomer and Paul approves it; tells the issue's key. */
    public String approved(Onboarding newcomer) {
        String key = jira().raise(newcomer);
        jira().approve(key, Cast.PAUL);
        return key;
    }

    /** What happened to a request, as the administrator's API tells it. */
    public JsonNode story(String issueKey) {
        return administrator().get("/api/requests/" + jira().idOf(issueKey));
    }

    /** The kinds of a request's rows in the trail, oldest first. */
    public List<String> trail(String issueKey) {
        return Stream.of(trailRows(issueKey))
                .map(row -> row.path("kind").asText())
                .toList();
    }

    /** A request's rows in the trail, oldest first. */
    public JsonNode[] trailRows(String issueKey) {
        List<JsonNode> rows = new ArrayList<>();
        administrator()
                .get("/api/audit?limit=500&subject=" + jira().idOf(issueKey))
                .path("rows")
                .forEach(rows::add);
        return rows.toArray(JsonNode[]::new);
    }

    /** Waits until the newest decision about the request is this one, and its run has ended; tells the story. */
    public JsonNode awaitDecision(String issueKey, String outcome, String code) {
        await().untilAsserted(() -> {
            JsonNode decision = newest(story(issueKey).path("decisions"));
            org.assertj.core.api.Assertions.assertThat(decision.path("outcome").asText() + " "
                            + decision.path("code").asText())
                    .as("newest decision about %s", issueKey)
                    .isEqualTo(outcome + " " + code);
        });
        awaitQuiet();
        return story(issueKey);
    }

    /** Waits until the request's run has ended so; tells the story. */
    public JsonNode awaitRun(String issueKey, String state) {
        await().untilAsserted(() -> {
            JsonNode run = newestRun(story(issueKey));
            org.assertj.core.api.Assertions.assertThat(run.path("state").asText())
                    .as("state of the run of %s: %s", issueKey, run)
                    .isEqualTo(state);
        });
        awaitQuiet();
        return story(issueKey);
    }

    /** The run that began last of a story. */
    public static JsonNode newestRun(JsonNode story) {
        return newest(story.path("runs"));
    }

    private static JsonNode newest(JsonNode list) {
        return list.path(list.size() - 1);
    }

    /** Waits until no webhook is on its way and nothing of work is under way or due within a day. */
    public void awaitQuiet() {
        await("webhooks that are on their way")
                .until(
                        () -> jira().webhooks().stream()
                                .filter(webhook -> Set.of("WAITING", "SENDING")
                                        .contains(webhook.path("state").asText()))
                                .toList(),
                        List::isEmpty);
        await("what Forge tells").until(() -> forge == null || !forge.isAnnouncing());
        await("work that is due")
                .until(
                        () -> database.queryForList(
                                "select task_instance || ' at ' || execution_time from scheduled_tasks"
                                        + " where task_name = 'work' and execution_time < now() + interval '1 day'",
                                String.class),
                        List::isEmpty);
    }

    /** Polls often, gives up after half a minute. */
    public static ConditionFactory await() {
        return await(null);
    }

    private static ConditionFactory await(@Nullable String what) {
        return Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30));
    }

    /** Counts as the role of the product, in the tenant of the site. */
    public synchronized long count(String select, Object... arguments) {
        database.execute("select set_config('latchkey.tenant_id', tenant_id::text, false) from installation_lookup"
                + " where external_id = '" + externalId() + "'");
        return requireNonNull(database.queryForObject(select, Long.class, arguments));
    }

    /** What the site calls the installation. */
    public String externalId() {
        return forge == null ? jira().installation(APP_KEY).clientKey() : forge.installationId();
    }

    /** Counts as the role of the product, in any tenant. */
    public synchronized long countOf(String tenant, String select) {
        database.queryForObject("select set_config('latchkey.tenant_id', ?, false)", String.class, tenant);
        return requireNonNull(database.queryForObject(select, Long.class));
    }

    /** The names of all tables whose rows belong to tenants, as row level security keeps them apart. */
    public List<String> tenantTables() {
        return database.queryForList(
                "select relname::text from pg_class where relkind in ('r', 'p') and relforcerowsecurity", String.class);
    }

    /** Forgets what the vendors were asked so far. */
    public void forgetTraffic() {
        jira().server().traffic().clear();
        okta().server().traffic().clear();
    }

    /** What the product asked of both vendors, oldest first; tokens and what is asked about who calls left out. */
    public List<Exchange> remoteCalls() {
        return ofProduct(
                jira().server().traffic().all(), okta().server().traffic().all());
    }

    /** The same, which the vendors forget in that moment; of many calls they remember the last ones only. */
    public List<Exchange> takeRemoteCalls() {
        return ofProduct(
                jira().server().traffic().take(), okta().server().traffic().take());
    }

    private static List<Exchange> ofProduct(List<Exchange> atJira, List<Exchange> atOkta) {
        Stream<Exchange> asked = Stream.concat(
                atJira.stream().filter(call -> authorization(call).matches("JWT .*|Bearer sandbox-oauth-.*")),
                atOkta.stream().filter(call -> authorization(call).matches("(Bearer|DPoP) .*")));
        return asked.filter(call -> !call.path().endsWith("/permissions/check"))
                .filter(call -> !call.path().endsWith("/oauth2/v1/token"))
                .sorted(Comparator.comparing(Exchange::at))
                .toList();
    }

    /** Those of them with this method and a path that matches. */
    public List<Exchange> remoteCalls(String method, String path) {
        return remoteCalls().stream()
                .filter(call -> call.method().equals(method) && call.path().matches(path))
                .toList();
    }

    private static String authorization(Exchange call) {
        return call.requestHeaders().getOrDefault("authorization", List.of("")).get(0);
    }

    @Override
    public void close() {
        if (context != null) {
            stop();
        }
        connection.destroy();
        Stream.of(Optional.ofNullable(forge), Optional.ofNullable(next))
                .flatMap(Optional::stream)
                .distinct()
                .forEach(ForgePlatform::close);
        sandbox.close();
    }
}
