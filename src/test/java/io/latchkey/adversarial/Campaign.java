package io.latchkey.adversarial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.adversarial.oracle.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Plays the scenes of one company, many tickets at once; waits after each until everything is quiet; and asks the oracle
 * about each ticket. The same seed plays the same tickets.
 */
final class Campaign {

    private static final int AT_ONCE = 6;
    private static final String BREAKER = "/api/guardrails/breaker";
    private static final String TRIPPED = "guardrail.breaker-tripped";

    /** How long an admission may be acted upon without another look (issue: 5 s), and a little more. */
    private static final Duration CONFIRMED = Duration.ofMillis(5_200);

    private final Company company;
    private final Scene.Role role;
    private final Tally tally;
    private final BetweenReads between = new BetweenReads();
    private final Scenes scenes;
    private final Player player;
    private final Judge judge;
    private final long seed;
    private final Random random;
    private final AtomicInteger numbers = new AtomicInteger();
    private int bases = 4;

    Campaign(Company company, Scene.Role role, long seed, Tally tally) {
        this.company = company;
        this.role = role;
        this.tally = tally;
        this.seed = seed + role.ordinal();
        this.random = new Random(this.seed);
        this.scenes = new Scenes(company, between);
        this.player = new Player(company, between, this.seed);
        this.judge = new Judge(company, role == Scene.Role.STRICT);
    }

    /** Plays this company's part of so many tickets. */
    void run(int tickets, Strangers strangers) {
        scenes.prepare(role);
        int before = judge.accounts().size();
        long byHand = company.madeByHand().size();
        if (role == Scene.Role.ORDINARY) {
            bases = Math.max(4, tickets / 50);
            bases();
        }
        for (Scene scene : Scene.values()) {
            if (scene.role() == role) {
                scenes.begin(scene);
                play(scene, scene.of(tickets), strangers);
                scenes.end(scene);
            }
        }
        long made = judge.accounts().size() - before - (company.madeByHand().size() - byHand);
        assertThat(made)
                .as("accounts made at " + role)
                .isEqualTo(judge.granted().size());
    }

    private void bases() {
        Rules rules = judge.rules(Scene.OPEN);
        List<Ticket> played = inParallel(() ->
                IntStream.range(0, bases).parallel().mapToObj(player::playBase).toList());
        company.settle();
        judge(played, rules, null);
    }

    private void play(Scene scene, int count, Strangers strangers) {
        switch (scene) {
            case OPEN ->
                judged(scene, count, played -> {
                    strangers.signal(company, Math.max(12, count / 4), seed, tally);
                    company.settle();
                    inParallel(() -> {
                        played.parallelStream().forEach(player::after);
                        return played;
                    });
                });
            case HELD_BACK -> judged(scene, count, played -> scenes.release(scene, random.nextBoolean()));
            case BREAKER -> breaker(scene, count);
            case BEFORE_THE_FIRST_EFFECT -> beforeTheFirstEffect(scene, count);
            case STRANGERS ->
                judged(scene, count, played -> {
                    strangers.tell(company, played);
                    demandUntouched(played);
                    scenes.release(scene, random.nextBoolean());
                });
            default -> judged(scene, count, played -> {});
        }
    }

    private void judged(Scene scene, int count, Consumer<List<Ticket>> during) {
        Rules rules = judge.rules(scene);
        List<Ticket> played = play(mixed(scene, count));
        during.accept(played);
        company.settle();
        judge(played, rules, null);
    }

    private List<Kind> mixed(Scene scene, int count) {
        List<Kind> kinds = Kind.of(scene);
        List<Kind> mixed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            mixed.add(kinds.get(i % kinds.size()));
        }
        Collections.shuffle(mixed, random);
        return mixed;
    }

    private List<Ticket> play(List<Kind> kinds) {
        int first = numbers.getAndAdd(kinds.size());
        return inParallel(() -> IntStream.range(0, kinds.size())
                .parallel()
                .mapToObj(i -> player.play(kinds.get(i), first + i, bases))
                .toList());
    }

    private void judge(List<Ticket> played, Rules rules, @Nullable Instant admittedAt) {
        Map<String, JsonNode> accounts = judge.accounts();
        inParallel(() -> played.parallelStream()
                        .map(ticket -> judge.judge(ticket, rules, accounts, admittedAt))
                        .toList())
                .forEach(tally::count);
    }

    /** Okta takes no account while people change what was admitted. */
    private void beforeTheFirstEffect(Scene scene, int count) {
        List<Ticket> played = play(mixed(scene, count));
        Awaitility.await()
                .pollInterval(Duration.ofMillis(200))
                .atMost(Duration.ofMinutes(10))
                .until(() -> played.stream().allMatch(ticket -> is(ticket, "outcome", "admitted")));
        Instant admitted = company.jira().now();
        if (random.nextBoolean()) {
            company.jira().dropWebhooks(true);
        }
        played.forEach(ticket -> player.beforeTheFirstEffect(ticket, random));
        scenes.allow("example.com");
        Rules rules = judge.rules(scene);
        Awaitility.await()
                .atMost(CONFIRMED.multipliedBy(10))
                .until(() -> company.jira().now().isAfter(admitted.plus(CONFIRMED)));
        company.okta().server().faults().clear();
        company.settle();
        judge(played, rules, admitted);
    }

    private boolean is(Ticket ticket, String member, String value) {
        return Judge.newest(company.story(ticket).path("decisions"))
                .path(member)
                .asText()
                .equals(value);
    }

    private void demandUntouched(List<Ticket> played) {
        company.settle();
        played.stream()
                .filter(ticket -> !company.story(ticket).path("decisions").isEmpty())
                .forEach(ticket -> tally.wrongGrants(1, "strangers' signals had " + ticket + " decided"));
        tally.said("signal.of-strangers", played.size());
    }

    /** All are legitimate and come at once; some pass, the others wait for an administrator and pass then. */
    private void breaker(Scene scene, int count) {
        int allowed = Math.max(1, count / 3);
        // A trip and a reset: from then on it counts anew, and the one that was held is the first.
        company.administrator().put(BREAKER, Map.of("accountsPerHour", 0));
        judged(scene, 1, one -> {
            company.settle();
            reset();
            company.administrator().put(BREAKER, Map.of());
            reset();
        });
        company.administrator().put(BREAKER, Map.of("accountsPerHour", allowed + 1));
        judged(scene, Math.max(2, count - 1), played -> {
            company.settle();
            int admitted = (int) played.stream()
                    .filter(ticket -> is(ticket, "outcome", "admitted"))
                    .count();
            int held = (int) played.stream()
                    .filter(ticket -> is(ticket, "code", TRIPPED))
                    .count();
            tally.said(TRIPPED, held);
            if (admitted != allowed || held != played.size() - allowed) {
                tally.wrongGrants(
                        Math.max(0, admitted - allowed),
                        "breaker of " + allowed + ": " + admitted + " admitted, " + held + " held");
            }
            company.administrator().put(BREAKER, Map.of());
            reset();
        });
    }

    private void reset() {
        company.administrator()
                .get("/api/guardrails")
                .path("tripped")
                .forEach(trip -> company.administrator()
                        .post("/api/guardrails/tripped/" + trip.path("id").asText() + "/reset", Map.of()));
        company.settle();
    }

    private static <T> List<T> inParallel(Callable<List<T>> work) {
        var pool = new ForkJoinPool(AT_ONCE);
        try {
            return pool.submit(work).join();
        } finally {
            pool.shutdown();
        }
    }
}
