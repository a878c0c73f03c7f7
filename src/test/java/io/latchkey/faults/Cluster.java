package io.latchkey.faults;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.latchkey.audit.SimulatedSealing;
import io.latchkey.faults.oracle.Facts;
import io.latchkey.faults.oracle.Oracle;
import io.latchkey.faults.oracle.Referee;
import io.latchkey.faults.vendors.MemoryJira;
import io.latchkey.faults.vendors.MemoryJira.Issue;
import io.latchkey.faults.vendors.MemoryOkta;
import io.latchkey.intake.SimulatedWebhooks;
import io.latchkey.testing.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Some nodes on one database, of which one runs at a time, for as long as it takes no time: what takes some, a remote call or
 * to stand still, is where others go on, in the order of their times. Each run begins with an empty database, nodes
 * that have just started, the same time and the same ids, so that a seed plays alike whatever was played before.
 */
final class Cluster implements AutoCloseable {

    /** db-scheduler takes a node for dead after this. */
    private static final Duration SILENCE = Duration.ofSeconds(8);

    /**
     * Statements are parsed and planned once, so that a plan never depends on what was played before. No commit waits for
     * the disk: what a server that crashes loses is not simulated.
     */
    private static final String SWIFT = "?prepareThreshold=1&preparedStatementCacheQueries=2000"
            + "&preparedStatementCacheSizeMiB=50&options="
            + "-c%20plan_cache_mode=force_generic_plan%20-c%20jit=off%20-c%20synchronous_commit=off"
            + "%20-c%20lock_timeout=10s";

    /** A call may take eight seconds; what goes before it, to fetch a token, counts towards them. */
    private static final Duration CALL = Duration.ofSeconds(7);

    /** For so long after it was taken a lease outlasts any call. */
    private static final Duration RENEWED = Duration.ofSeconds(4);

    /** How often nodes ask for work that others committed. */
    private static final Duration POLL = Duration.ofMillis(100);

    private static final Duration HORIZON = Duration.ofHours(8);
    private static final int MOST_STEPS = 4_000;

    /** What nodes log of their failures, thousands of times, is no news here. */
    private static final Quiet QUIET = new Quiet();

    private final List<Node> nodes = new ArrayList<>();
    private final Wires wires = new Wires();
    private final Connection inspector;
    private final KeptTables tables;
    private final Referee referee;
    private final RSAKey firstKey;
    private final RSAKey secondKey;
    private World world = World.before();
    private Pressing pressing = new Pressing(this, world);
    private Site site;
    private Facts facts = new Facts();
    private final Map<String, Network.Refusal> refusals = new HashMap<>();
    private Due due = new Due(0, 0, null, null, null, false);
    private @Nullable Instant silent;
    private boolean retried;
    private Instant away = Instant.MIN;
    private Instant since = Instant.MIN;
    private int steps;
    private boolean stale;
    private Instant lookedAt = Instant.MIN;
    private Instant polled = Instant.MIN;

    /**
     * What came of a run.
     *
     * @param trace what happened
     * @param points the points it passed
     * @param violations what was not as it must be
     */
    record Outcome(Trace trace, List<Fault.Point> points, List<String> violations, Facts facts) {}

    Cluster(int size) {
        TestPostgres postgres = TestPostgres.shared();
        Map<String, Object> properties = postgres.properties();
        String url = String.valueOf(properties.get("spring.datasource.url"));
        String swift = url + SWIFT + LocalSockets.option(url);
        try {
            firstKey = key("0192f0c1-0000-7000-8000-000000000001");
            secondKey = key("0192f0c1-0000-7000-8000-000000000002");
            for (int i = 0; i < size; i++) {
                nodes.add(new Node("node" + i, this, properties, swift + "&ApplicationName=node" + i));
                if (i == 0) {
                    simulateLeases(url);
                }
            }
            inspector = DriverManager.getConnection(swift, "postgres", "postgres");
            tables = new KeptTables(inspector);
            site = new Site(this, firstKey, secondKey);
            site.install(nodes.get(0));
            settle();
            tables.keep();
            referee = new Referee(inspector);
            QUIET.begin();
        } catch (SQLException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey key(String kid) throws JOSEException {
        return new RSAKeyGenerator(2048)
                .keyID(kid)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .generate();
    }

    private static void simulateLeases(String url) throws SQLException {
        try (Connection owner = DriverManager.getConnection(url, "latchkey_owner", TestPostgres.PASSWORD);
                Statement statement = owner.createStatement()) {
            statement.execute("create or replace function lease_now() returns timestamptz language sql volatile as"
                    + " $$ select current_setting('sim.now')::timestamptz $$");
        }
    }

    Wires wires() {
        return wires;
    }

    World world() {
        return world;
    }

    Site site() {
        return site;
    }

    Pressing pressing() {
        return pressing;
    }

    boolean isInstalled() {
        return site.isInstalled();
    }

    /** Plays one seed. */
    Outcome play(long seed, Plan plan) {
        SwiftSignatures.begin();
        try {
            return played(seed, plan);
        } finally {
            SwiftSignatures.end();
        }
    }

    private Outcome played(long seed, Plan plan) {
        world = new World(seed, plan);
        pressing = new Pressing(this, world);
        facts = new Facts();
        refusals.clear();
        steps = 0;
        silent = null;
        retried = false;
        away = Instant.MIN;
        since = Instant.MIN;
        stale = true;
        lookedAt = Instant.MIN;
        polled = Instant.MIN;
        nodes.forEach(Node::restart);
        settle();
        tables.restore();
        referee.begin();
        wires.changed();
        site = site.again();
        world.arm(true);
        site.begin();
        boolean rests;
        try {
            rests = drive(world.now().plus(HORIZON));
        } finally {
            nodes.forEach(Node::abandon);
        }
        world.arm(false);
        nodes.stream().filter(Node::isDead).forEach(Node::restart);
        seal();
        facts.struck = world.struck().stream().map(Enum::name).toList();
        facts.firstStruck = world.firstStruck();
        settle();
        List<String> violations = new ArrayList<>();
        if (!rests) {
            violations.add("it never comes to rest");
        }
        violations.addAll(referee.fouls());
        violations.addAll(new Oracle(inspector, site.tenant().value(), world.jira(), world.okta(), facts).judge());
        return new Outcome(world.trace(), List.copyOf(world.points()), violations, facts);
    }

    /** Until when what was asked is to be left. */
    Map<String, Network.Refusal> refusals() {
        return refusals;
    }

    Facts facts() {
        return facts;
    }

    private Optional<Node> free() {
        return any(nodes.stream().filter(Node::isFree).toList());
    }

    /** One that would take a signal. */
    Optional<Node> up() {
        return any(nodes.stream().filter(Node::isUp).toList());
    }

    private Optional<Node> any(List<Node> some) {
        return some.isEmpty() ? Optional.empty() : Optional.of(world.any(some));
    }

    void died(Node node) {
        world.schedule(
                Duration.ofSeconds(3 + world.chance().nextInt(30)), node.name() + " starts again", node::restart);
    }

    /** A webhook, at whichever node; Jira sends it again when it is not acknowledged. */
    void deliver(String delivery, String issue, String account, int tries) {
        Optional<Node> node = up();
        // What is sent again may have been stored, and looked at, when its answer was lost.
        boolean idle = facts.sent.add(delivery) && isIdle(issue);
        if (node.isPresent() && receive(node.get(), delivery, issue, account)) {
            if (!account.equals(MemoryJira.APP) && site.isInstalled()) {
                boolean isNew = facts.acknowledged.put(delivery, issue) == null;
                boolean approved = world.jira().issue(issue).approvedAt != null;
                if (isNew && idle) {
                    facts.hints.add(new Facts.Hint(issue, world.now()));
                }
                if (isNew && approved) {
                    facts.hinted.putIfAbsent(issue, world.now());
                }
            }
        } else if (tries > 1) {
            world.schedule(
                    Duration.ofSeconds(20), "again " + delivery, () -> deliver(delivery, issue, account, tries - 1));
        }
    }

    /** Whether no look at it waits for its next attempt, which a signal does not hasten; only a site that is away makes it wait long. */
    private boolean isIdle(String issue) {
        if (!world.struck().contains(Fault.AWAY)) {
            return true;
        }
        settle();
        try (PreparedStatement statement =
                inspector.prepareStatement("select count(*) from work_item where tenant_id = ? and subject = ?"
                        + " and plan is null and state = 'waiting' and attempts > 0")) {
            statement.setObject(1, site.tenant().value());
            statement.setString(2, issue);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1) == 0;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean receive(Node node, String delivery, String issue, String account) {
        world.say(node.name(), "receives " + delivery + " about " + issue);
        return node.guarded(() -> SimulatedWebhooks.deliver(node.context(), site.tenant(), delivery, issue, account));
    }

    /** What persons and vendors do in the middle of a call. */
    void disturb(Fault fault, Node node) {
        disturb(fault, node, Optional.empty());
    }

    /** The same, about this request if one is named. */
    void disturb(Fault fault, Node node, Optional<Issue> about) {
        boolean armed = world.arm(false);
        site.disturb(fault, node, up().orElse(node), about);
        world.arm(armed);
    }

    /** Whether the site is away. */
    boolean isAway() {
        return world.now().isBefore(away);
    }

    /** The site cannot be reached until then. */
    void beAway(Duration time) {
        Instant back = world.now().plus(time);
        since = isAway() ? since : world.now();
        away = back.isAfter(away) ? back : away;
        facts.wasAway(since, away);
        world.later(time, "the site is back", () -> {});
    }

    /** Somebody comments on this request in a moment. */
    void speakSoon(String issue) {
        interfere(
                Fault.PERSON_COMMENTS,
                Duration.ofMillis(5 + world.chance().nextInt(100)),
                Optional.of(world.jira().issue(issue)));
    }

    /** Somebody does something before long. */
    void interfereSoon() {
        Fault fault = world.any(Fault.BY_OTHERS);
        interfere(fault, Duration.ofMillis(50 + world.chance().nextInt(20_000)), Optional.empty());
    }

    /** Somebody does something about this request, or any, after this time. */
    void interfere(Fault fault, Duration wait, Optional<Issue> about) {
        world.schedule(
                wait,
                String.valueOf(fault),
                () -> up().ifPresent(node -> {
                    world.strike(fault);
                    disturb(fault, node, about);
                }));
    }

    /**
     * Time passes for a node's execution, while others go on.
     *
     * @param still whether the whole node stands still
     */
    void elapse(Node node, Duration time, boolean still) {
        Instant until = world.now().plus(time);
        if (node.isRunning() && (still || !isAlone(until))) {
            node.pause(until, still);
        } else {
            world.tick(time);
        }
    }

    /** Whether nobody else has anything to do until then: to give them the turn would only cost. */
    private boolean isAlone(Instant until) {
        Instant next = next(due(), nodes.stream().anyMatch(Node::isFree), until.plusMillis(1));
        return next.isAfter(until);
    }

    /** A node is about to change something; what has only just begun has a new lease. */
    void changes(Node node) {
        if (node.isRunning() && world.now().isAfter(node.begun().plus(RENEWED))) {
            settle();
            referee.changes(node.name(), node.begun(), world.now(), CALL);
        }
    }

    /** How long the longest lease still is that anybody has. */
    Duration leased() {
        settle();
        try (PreparedStatement statement = inspector.prepareStatement(
                "select max(lease_until) from work_item where tenant_id = ? and state = 'waiting'")) {
            statement.setObject(1, site.tenant().value());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Instant end = instant(row, 1);
                return end == null || end.isBefore(world.now()) ? Duration.ZERO : Duration.between(world.now(), end);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Due(
            long waiting,
            long executions,
            @Nullable Instant execution,
            @Nullable Instant heartbeat,
            @Nullable Instant swept,
            boolean sweeps) {}

    /** Lets nodes work until nothing is left to do, or until a time; whether nothing was left. */
    private boolean drive(Instant until) {
        while (world.now().isBefore(until) && steps < MOST_STEPS) {
            demandSound();
            if (world.happen()) {
                stale = true;
            } else if (!goOn() && !begin(until)) {
                return true;
            }
        }
        return false;
    }

    private void demandSound() {
        world.demandSound();
        wires.demandSound();
    }

    /** Gives the turn to the execution whose time has come first, if any. */
    private boolean goOn() {
        Optional<Node> next = nodes.stream().filter(Node::isBusy).min(Comparator.comparing(Node::wakes));
        if (next.isEmpty() || next.get().wakes().isAfter(world.now())) {
            return false;
        }
        next.get().resume();
        if (!next.get().isBusy()) {
            ended(Duration.ofMillis(2));
        }
        return true;
    }

    /** Begins with what is due, or lets time pass; false when all is at rest. */
    private boolean begin(Instant until) {
        Due due = due();
        if (rests(due)) {
            if (retried || !world.isWild() || world.chance().nextBoolean()) {
                return false;
            }
            retried = true;
            stale = true;
            up().ifPresent(node -> disturb(Fault.PERSON_RETRIES, node));
            return true;
        }
        Instant now = world.now();
        Optional<Node> free = free();
        if (due.heartbeat != null
                && free.isPresent()
                && !now.isBefore(due.heartbeat.plus(SILENCE).plusMillis(50))
                && !now.isBefore(polled)) {
            lookForDead(free.get(), due.heartbeat);
        } else if (due.execution != null
                && free.isPresent()
                && !due.execution.isAfter(now.plus(free.get().skew()))
                && !now.isBefore(polled)) {
            execute(free.get());
        } else {
            Instant next = next(due, free.isPresent(), until);
            if (next.isAfter(now)) {
                world.tick(Duration.between(now, next));
            } else {
                // By the clock of whoever is free it is not time yet; another one may be asked then.
                polled = now.plusMillis(200);
            }
        }
        return true;
    }

    private void lookForDead(Node node, Instant heartbeat) {
        steps++;
        world.say(node.name(), "looks for dead executions");
        node.detectDead();
        // A node whose clock is behind finds nothing; the next one looks when it is its time to.
        boolean again = heartbeat.equals(silent);
        silent = heartbeat;
        stale = true;
        polled = world.now().plusMillis(again ? 500 : 10);
    }

    private void execute(Node node) {
        steps++;
        int before = world.points().size();
        stale = true;
        node.executeDue();
        if (!node.isBusy()) {
            ended(Duration.ofMillis(before == world.points().size() ? 500 : 2));
        }
    }

    private void ended(Duration pause) {
        stale = true;
        polled = world.now().plus(pause);
        if (world.chance().nextInt(8) == 0) {
            free().ifPresent(this::seal);
        }
    }

    /** When there is something to do next, for those who are in the middle of something or for one who is free. */
    private Instant next(Due due, boolean somebody, Instant until) {
        Instant next = earlier(until, world.nextEvent().orElse(until));
        for (Node node : nodes) {
            if (node.isBusy() && !node.isRunning()) {
                next = earlier(next, node.wakes());
            }
        }
        if (somebody && due.execution != null) {
            next = earlier(next, due.execution.isAfter(polled) ? due.execution : polled);
        }
        if (somebody && due.heartbeat != null) {
            Instant silence = due.heartbeat.plus(SILENCE).plusMillis(100);
            next = earlier(next, silence.isAfter(polled) ? silence : polled);
        }
        return next;
    }

    private static Instant earlier(Instant one, Instant other) {
        return other.isBefore(one) ? other : one;
    }

    private boolean rests(Due due) {
        boolean nothingLeft = due.waiting == 0
                && due.executions == 0
                && world.nextEvent().isEmpty()
                && nodes.stream().noneMatch(Node::isBusy);
        boolean swept =
                due.swept != null && due.swept.isAfter(world.lastDisturbance().plusSeconds(40));
        return nothingLeft && (swept || !due.sweeps || !site.isInstalled());
    }

    /** What all nodes have committed is there for everybody to see. */
    private void settle() {
        try {
            wires.settle();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Due due() {
        Instant now = world.now();
        if (stale || !now.isBefore(lookedAt.plus(POLL))) {
            stale = false;
            lookedAt = now;
            if (wires.wereUsed()) {
                settle();
                due = asked();
            }
        }
        return due;
    }

    private Due asked() {
        String sql = "select (select count(*) from work_item where tenant_id = ? and state = 'waiting'),"
                + " count(*) filter (where task_name = 'work'), min(execution_time) filter (where not picked),"
                + " min(last_heartbeat) filter (where picked),"
                + " (select swept_until from sweep_cursor where tenant_id = ?), count(*) from scheduled_tasks";
        try (PreparedStatement statement = inspector.prepareStatement(sql)) {
            UUID tenant = site.tenant().value();
            statement.setObject(1, tenant);
            statement.setObject(2, tenant);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Due(
                        row.getLong(1),
                        row.getLong(2),
                        instant(row, 3),
                        instant(row, 4),
                        instant(row, 5),
                        row.getLong(6) > 0);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private void seal() {
        seal(nodes.get(0));
    }

    private void seal(Node node) {
        boolean armed = world.arm(false);
        node.guarded(() -> SimulatedSealing.pass(node.context()));
        world.arm(armed);
    }

    MemoryOkta okta() {
        return world.okta();
    }

    @Override
    public void close() {
        QUIET.end();
        nodes.forEach(Node::close);
        try {
            inspector.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
