package io.latchkey.faults.processes;

import io.latchkey.sandbox.Sandbox;
import io.latchkey.testing.PackagedJar;
import io.latchkey.testing.TestPostgres;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** Equal nodes behind one address, on one database and one sandbox. A node that is killed is started again. */
final class Cluster implements AutoCloseable {

    /** A frozen node is left so until somebody else has taken over; longer only when nobody does. */
    private static final Duration LONGEST_FROST = Duration.ofSeconds(12);

    /** Seconds on an idle machine. */
    private static final Duration LONGEST_START = Duration.ofMinutes(10);

    /** Three seconds of a lease instead of twelve, so that a takeover does not dominate the run; the rest in proportion. */
    private static final List<String> HASTY = List.of(
            "--latchkey.work.lease=3s",
            "--latchkey.work.call-limit=2s",
            "--latchkey.okta.deadline=2s",
            "--latchkey.okta.connect-timeout=1s",
            "--latchkey.okta.response-timeout=2s",
            "--latchkey.outbound.connect-timeout=1s",
            "--latchkey.outbound.call-timeout=2s",
            "--latchkey.rollout.call-timeout=2s",
            "--latchkey.work.heartbeat-every=500ms");

    private static final List<String> SETTINGS = List.of(
            "--latchkey.work.poll-every=100ms",
            "--latchkey.work.first-backoff=200ms",
            "--latchkey.work.longest-backoff=2s",
            "--latchkey.intake.sweep-every=5s",
            "--latchkey.intake.sweep-overlap=60s",
            "--spring.main.banner-mode=off",
            "--logging.level.root=WARN",
            "--logging.level.io.latchkey=INFO");

    private final Sandbox sandbox;
    private final Database database;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, DatabaseGate> gates = new HashMap<>();
    private final Entrance entrance = new Entrance(() -> List.copyOf(nodes));
    private final ExecutorService threads = Executors.newCachedThreadPool(runnable -> {
        var thread = new Thread(runnable, "cluster");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger frosts = new AtomicInteger();
    private final AtomicInteger takeovers = new AtomicInteger();

    /** What a product that runs for real is told, beside what its environment says: nothing about its work. */
    private static final List<String> PRODUCTION =
            List.of("--spring.main.banner-mode=off", "--logging.level.root=WARN", "--logging.level.io.latchkey=INFO");

    private Cluster(Sandbox sandbox, String url, int size, List<String> settings) {
        this.sandbox = sandbox;
        this.database = new Database(url);
        for (int i = 1; i <= size; i++) {
            String name = "node-" + i;
            URI server = URI.create(url.substring("jdbc:".length()));
            var gate = new DatabaseGate(server.getPort());
            gates.put(name, gate);
            String through = "jdbc:postgresql://localhost:" + gate.port() + server.getPath();
            nodes.add(new Node(name, environment(through + "?ApplicationName=" + name), settings));
        }
    }

    /** Starts the first node, with the patience of production: it is cold when it is set up. */
    static Cluster start(Sandbox sandbox, int size) {
        return start(sandbox, size, SETTINGS);
    }

    /** Starts all nodes as they are run for real. */
    static Cluster inProduction(Sandbox sandbox, int size) {
        Cluster cluster = start(sandbox, size, PRODUCTION);
        cluster.nodes.stream().skip(1).forEach(cluster::run);
        cluster.awaitWhole();
        return cluster;
    }

    private static Cluster start(Sandbox sandbox, int size, List<String> settings) {
        var cluster = new Cluster(sandbox, TestPostgres.shared().createDatabase(), size, settings);
        // They must not outlive this JVM, however it ends.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> cluster.nodes.forEach(Node::close)));
        cluster.run(cluster.nodes.get(0));
        Awaitility.await("the first node is up").atMost(LONGEST_START).until(cluster.nodes.get(0)::isServing);
        return cluster;
    }

    /** From now on all nodes run, with short limits. */
    void hasten() {
        List<String> hasty = Stream.concat(SETTINGS.stream(), HASTY.stream()).toList();
        nodes.forEach(node -> node.set(hasty));
        nodes.get(0).kill();
        nodes.stream().skip(1).forEach(this::run);
        awaitWhole();
    }

    private void run(Node node) {
        threads.execute(node::run);
    }

    private Map<String, String> environment(String url) {
        Map<String, String> environment = PackagedJar.environment(url, entrance.uri());
        environment.putAll(PackagedJar.environment(sandbox));
        return environment;
    }

    URI uri() {
        return entrance.uri();
    }

    Database database() {
        return database;
    }

    int kills() {
        return kills.get();
    }

    /** How often a node was frozen, and how often another one took its work over meanwhile. */
    String frosts() {
        return frosts + " frozen, " + takeovers + " of them taken over";
    }

    /** Whose connection to a vendor this is; empty when its process has ended meanwhile. */
    Optional<Node> caller(int callerPort, int vendorPort) {
        return nodes.stream().filter(node -> node.calls(callerPort, vendorPort)).findFirst();
    }

    /** Kills the process; another one is started in its place. */
    void kill(Node node) {
        if (node.kill()) {
            kills.incrementAndGet();
        }
    }

    /** Processes that ended without being killed. */
    List<String> died() {
        return nodes.stream().flatMap(node -> node.died().stream()).toList();
    }

    /** Ends all database connections of a node; it opens new ones. */
    void disconnect(Node node) {
        database.rows("select pg_terminate_backend(pid) from pg_stat_activity where application_name = ?", node.name());
    }

    /** The node's next commit is done, and its connection dies before the node is told. */
    void loseNextCommit(Node node) {
        Objects.requireNonNull(gates.get(node.name())).loseNextCommit();
    }

    /** How many answers to a commit were lost. */
    int lostCommits() {
        return gates.values().stream().mapToInt(DatabaseGate::lost).sum();
    }

    /** Freezes the process until its work on the request was taken over by another one; tells how that went. */
    CompletableFuture<String> freeze(Node node, String issueId) {
        node.freeze();
        long before = fences(issueId);
        frosts.incrementAndGet();
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        Awaitility.await()
                                .pollInterval(Duration.ofMillis(50))
                                .atMost(LONGEST_FROST)
                                .until(() -> fences(issueId) != before);
                        takeovers.incrementAndGet();
                        return node.name() + " was taken over and thaws";
                    } catch (ConditionTimeoutException nobody) {
                        return node.name() + " was not taken over within " + LONGEST_FROST + " and thaws; it held "
                                + held(node) + "; the scheduler has " + scheduled();
                    } finally {
                        node.thaw();
                    }
                },
                threads);
    }

    /** What may keep others waiting: the open transactions of a node, and who waits for them. */
    private List<Map<String, @Nullable Object>> held(Node node) {
        return database.rows(
                "select a.state, age(clock_timestamp(), a.xact_start)::text as since, left(a.query, 80) as query,"
                        + " (select count(*) from pg_stat_activity w where a.pid = any(pg_blocking_pids(w.pid))) as waiting"
                        + " from pg_stat_activity a where a.application_name = ? and a.xact_start is not null",
                node.name());
    }

    private List<Map<String, @Nullable Object>> scheduled() {
        return database.rows("select right(task_instance, 2) as slot, picked_by, execution_time::text,"
                + " last_heartbeat::text from scheduled_tasks where task_name = 'work'");
    }

    /** Rises whenever somebody claims work about this issue. */
    long fences(String issueId) {
        return database.number("select coalesce(sum(fence), 0) from work_item where subject = ?", issueId);
    }

    /** Waits until every node is up again. */
    void awaitWhole() {
        Awaitility.await("all nodes are up")
                .atMost(LONGEST_START)
                .until(() -> nodes.stream().allMatch(Node::isServing));
    }

    /** The lines of the nodes' logs that name any of these. */
    List<String> said(String... names) {
        return nodes.stream()
                .flatMap(node -> node.said().lines().map(line -> node.name() + " " + line))
                .filter(line -> List.of(names).stream().anyMatch(line::contains))
                .toList();
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        threads.shutdownNow();
        entrance.close();
        gates.values().forEach(DatabaseGate::close);
        database.close();
    }
}
