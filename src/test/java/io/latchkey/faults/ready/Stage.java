package io.latchkey.faults.ready;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.faults.ready.oracle.Deed;
import io.latchkey.faults.ready.oracle.Reader;
import io.latchkey.faults.ready.oracle.Result;
import io.latchkey.faults.ready.oracle.State;
import io.latchkey.sandbox.http.SandboxServer;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraRules;
import io.latchkey.sandbox.jira.Person;
import io.latchkey.sandbox.okta.OktaOrg;
import io.latchkey.testing.ReadyRecipes;
import io.latchkey.testing.RunningProduct;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The product with all ready recipes, the sandbox, and time, which passes when nothing is under way. One play after the
 * other, each about an account of its own.
 */
final class Stage implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofMillis(1_200);
    private static final String DEADLINE_MILLIS = DEADLINE.toMillis() + "ms";

    /** Jira's tokens are signed by the machine's clock, which stays behind; no timer comes between two plays. */
    private static final Map<String, Object> SETTINGS = Map.ofEntries(
            Map.entry("latchkey.connect.leeway", "3650d"),
            Map.entry("latchkey.intake.sweep-every", "3650d"),
            Map.entry("latchkey.work.lease", "4s"),
            Map.entry("latchkey.work.call-limit", "2s"),
            Map.entry("latchkey.work.heartbeat-every", "500ms"),
            Map.entry("latchkey.okta.deadline", DEADLINE_MILLIS),
            Map.entry("latchkey.okta.connect-timeout", "1s"),
            Map.entry("latchkey.okta.response-timeout", DEADLINE_MILLIS),
            Map.entry("latchkey.outbound.connect-timeout", "1s"),
            Map.entry("latchkey.outbound.call-timeout", DEADLINE_MILLIS),
            Map.entry("latchkey.rollout.call-timeout", DEADLINE_MILLIS));

    /** No wait of the product's is longer that a play has to come to the end of. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(3);

    /** What is believed of the roles that the app sees is older than that in each play, and so read in each. */
    private static final Duration BETWEEN = Duration.ofMinutes(6);

    private final RunningProduct product;
    private final LeaseClock leases;
    private final Hands hands;
    private final Reader reader;
    private final String app;
    private int plays;
    private @Nullable People people;

    /** Starts everything. */
    Stage() {
        product = RunningProduct.bare(SETTINGS);
        leases = new LeaseClock(String.valueOf(product.database().get("spring.datasource.url")));
        product.setup().install();
        product.setup().raiseAnExample();
        product.setup().connectOkta();
        ReadyRecipes.saveAll(product);
        product.jira().rules().set(JiraRules.WEBHOOK_RETRY_DELAY_MILLIS, 300);
        app = product.okta().createApp("Wiki");
        hands = new Hands(this, DEADLINE.plusMillis(400));
        product.jira().server().interfere(hands);
        product.okta().server().interfere(hands);
        reader = new Reader(
                product.okta().uri(),
                product.jira().uri(),
                product::administrator,
                product.clientId(),
                product.jira().installation(RunningProduct.APP_KEY).accountId());
        product.awaitQuiet();
    }

    OktaOrg okta() {
        return product.okta();
    }

    String app() {
        return app;
    }

    People people() {
        return java.util.Objects.requireNonNull(people);
    }

    Instant now() {
        return product.sandbox().clock().instant();
    }

    /** That day, where the recipes' days begin. */
    String inDays(int days) {
        return LocalDate.ofInstant(now(), ZoneId.of("Europe/Berlin"))
                .plusDays(days)
                .toString();
    }

    void map(Person person, String oktaUserId) {
        ReadyRecipes.map(product, person, oktaUserId);
    }

    /** A request that another one builds on, undisturbed. */
    void playBefore(ReadyRecipe recipe, Map<String, JsonNode> values) {
        String key = raised(recipe.requestType(), values);
        product.jira().approve(key, Cast.PAUL);
        untilRest(false);
        String ending = reader.ending(product.jira().idOf(key));
        if (!ending.equals(Result.COMPLETED)) {
            throw new IllegalStateException("the request before ended as " + ending);
        }
    }

    /** The server of a vendor is gone for a moment. */
    void leaveFor(String vendor) {
        SandboxServer server =
                vendor.equals("okta") ? okta().server() : product.jira().server();
        server.refuse(Duration.ofMillis(400));
    }

    private String raised(String type, Map<String, JsonNode> values) {
        String key = product.jira().raise(type, values);
        untilRest(false);
        return key;
    }

    /** Plays a recipe; null stands for nothing that goes wrong. */
    Played play(ReadyRecipe recipe, @Nullable Trouble trouble) {
        pass(BETWEEN);
        awaitIdle();
        product.jira().forgetWebhooks();
        product.transactions().reset();
        Asked asked = recipe.asked(this, String.valueOf(++plays));
        String key = raised(asked.type(), asked.values());
        String id = product.jira().idOf(key);
        asked.names().call("/" + id, "/{issue}").call(key, "{issue}").call(product.clientId(), "{client}");
        product.forgetTraffic();
        var subject = new Reader.Subject(id, asked.login(), asked.newGroup(), now(), asked.names());
        people = new People(product.sandbox(), key, asked);
        State before = reader.state(subject);
        var script = new Script(asked.names(), trouble, () -> isAdmitted(id));
        hands.follow(script);
        try {
            product.jira().approve(key, Cast.PAUL);
            untilRest(true);
            String ending = reader.ending(id);
            State done = reader.state(subject);
            Deed deedAtRest = hands.deed();
            endAccess(subject);
            untilRest(false);
            State last = reader.state(subject);
            hands.rest();
            var result = new Result(ending, before, done, last);
            List<String> wrong = wrong(id, result, script);
            return new Played(
                    result, deedAtRest, hands.deed(), script.calls(), script.isStruck(), wrong, script.trace());
        } finally {
            hands.rest();
        }
    }

    private boolean isAdmitted(String id) {
        return product.count("select count(*) from request_decision where issue_id = ? and outcome = 'admitted'", id)
                > 0;
    }

    private List<String> wrong(String id, Result result, Script script) {
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> wanted = new HashMap<>();
        boolean completed = result.ending().equals(Result.COMPLETED);
        wanted.put("request.completed", completed ? 1 : 0);
        wanted.put("run.parked", result.ending().startsWith("parked") ? 1 : 0);
        wanted.forEach((kind, times) -> {
            int found = reader.inTrail(id, kind);
            if (found != times) {
                wrong.add("the trail has " + found + " of " + kind + ", not " + times);
            }
        });
        if (reader.inTrail(id, "request.admitted") > 1) {
            wrong.add("the trail has more than one admission");
        }
        long waiting = product.count(
                "select count(*) from work_item where subject = ? and state in ('waiting', 'running')", id);
        if (waiting != 0) {
            wrong.add(waiting + " items of work are not over");
        }
        script.calls().stream()
                .map(Script.Came::point)
                .filter(Point::writes)
                .filter(point ->
                        point.call().startsWith("jira") && !point.call().contains("{issue}"))
                .forEach(point -> wrong.add("it has written elsewhere: " + point));
        return wrong;
    }

    /** What is wrong with the trail of all plays so far. */
    List<String> wrongWithTrail() {
        RunningProduct.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> verification().path("notSealedYet").asInt(-1) == 0);
        JsonNode broken = verification().path("firstBroken");
        return broken.isNull() ? List.of() : List.of("the trail is broken at " + broken);
    }

    private JsonNode verification() {
        return product.administrator().get("/api/audit/verification");
    }

    /** Time passes here and at the vendors, while nothing is under way. */
    private void pass(Duration time) {
        product.sandbox().clock().advance(time);
        product.clock().advance(time);
        leases.advance(time);
    }

    /** Lets what was given for a time come to its end. */
    private void endAccess(Reader.Subject subject) {
        Optional<Instant> end = Optional.empty();
        for (JsonNode grant : reader.grants(subject)) {
            if (grant.path("state").asText().equals("ACTIVE")) {
                Instant its = Instant.parse(grant.path("endsAt").asText());
                end = end.filter(its::isBefore).or(() -> Optional.of(its));
            }
        }
        if (end.isPresent()) {
            pass(Duration.between(now(), end.get()).plusSeconds(1));
            RunningProduct.await().until(() -> {
                mindDeath();
                return product.count(
                                "select count(*) from access_grant where state = 'active' and ends_at < ?",
                                java.sql.Timestamp.from(product.clock().instant()))
                        == 0;
            });
        }
    }

    /** Lets time pass until nothing is due any more; agents do what they are asked to. */
    private void untilRest(boolean reviewed) {
        for (; ; ) {
            awaitIdle();
            if (reviewed && people().review()) {
                continue;
            }
            Optional<Duration> wait = nextDue();
            if (wait.isEmpty()) {
                return;
            }
            pass(wait.get().plusMillis(5));
        }
    }

    private Optional<Duration> nextDue() {
        Instant now = product.clock().instant();
        long due = product.count("select coalesce(min((extract(epoch from execution_time) * 1000)::bigint), 0)"
                + " from scheduled_tasks where task_name = 'work'");
        Duration wait = Duration.between(now, Instant.ofEpochMilli(due));
        return due == 0 || wait.compareTo(LONGEST_WAIT) > 0
                ? Optional.empty()
                : Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    }

    /** Nothing is on its way, under way, or due in a moment. */
    private void awaitIdle() {
        RunningProduct.await().atMost(Duration.ofSeconds(60)).until(() -> {
            mindDeath();
            return isThere() && isSilent() && isIdle() && isSilent();
        });
    }

    private boolean isThere() {
        return !product.jira().server().isAbsent() && !okta().server().isAbsent();
    }

    private boolean isSilent() {
        return product.jira().webhooks().stream()
                .map(webhook -> webhook.path("state").asText())
                .noneMatch(state -> state.equals("WAITING") || state.equals("SENDING"));
    }

    private boolean isIdle() {
        return busy() == 0;
    }

    private long busy() {
        return product.count(
                "select count(*) from scheduled_tasks where task_name = 'work' and (picked or execution_time < ?)",
                java.sql.Timestamp.from(product.clock().instant().plusMillis(150)));
    }

    /** A node whose call waits for its end gets it, and another one starts. */
    private void mindDeath() {
        Optional<CountDownLatch> dying = hands.dying();
        if (dying.isPresent()) {
            product.crash();
            dying.get().countDown();
            product.start();
        }
    }

    @Override
    public void close() {
        product.close();
        leases.close();
    }
}
