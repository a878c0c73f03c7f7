package io.latchkey.adversarial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.adversarial.oracle.Expected;
import io.latchkey.adversarial.oracle.Expected.Outcome;
import io.latchkey.adversarial.oracle.Oracle;
import io.latchkey.adversarial.oracle.Rules;
import io.latchkey.demo.Http;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.testing.RunningProduct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * Plays many tickets at once in phases, each with its own workflow, webhooks and guardrails; waits until everything is
 * quiet; and asks the oracle about each. The same seed plays the same tickets.
 */
final class Campaign {

    private static final Set<String> GROUPS = Set.of("All employees", "Engineering");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 8;
    private static final String INCOMPLETE = "incomplete: ";

    private static final List<Kind> OPEN = List.of(
            Kind.PLAIN,
            Kind.PLAIN,
            Kind.PLAIN,
            Kind.NAMES_OF_THE_WORLD,
            Kind.NAMES_OF_THE_WORLD,
            Kind.EDITED_WHERE_IT_DOES_NOT_MATTER,
            Kind.DECLINED_THEN_APPROVED_ANEW,
            Kind.CLOSED_THEN_REOPENED,
            Kind.REFERENCE_INSIDE,
            Kind.STATUS_FORCED,
            Kind.COPIED_AND_FORCED,
            Kind.NEVER_ANSWERED,
            Kind.DECLINED,
            Kind.DECLINED_THEN_FORCED,
            Kind.APPROVED_BY_REPORTER,
            Kind.APPROVED_BY_CREATOR,
            Kind.APPROVED_BY_APP,
            Kind.EDITED_BEFORE_THE_ANSWER,
            Kind.OTHER_TYPE,
            Kind.FOREIGN_DOMAIN,
            Kind.LOOK_ALIKE,
            Kind.HIDDEN_CHARACTERS,
            Kind.MIXED_SCRIPT,
            Kind.INPUT_MISSING,
            Kind.INPUT_TOO_LONG,
            Kind.NO_EMAIL);
    private static final List<Kind> HELD_BACK = List.of(
            Kind.EDITED_AFTER_THE_ANSWER,
            Kind.MOVED_AFTER_THE_ANSWER,
            Kind.CLOSED_AFTER_THE_ANSWER,
            Kind.SENT_BACK_AFTER_THE_ANSWER,
            Kind.APPROVER_LEFT,
            Kind.APPROVED_LATE);

    private final RunningProduct product;
    private final Player player;
    private final HostileSignals hostile;
    private final Random random;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, Integer> byReason = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Set<String> granted = new HashSet<>();
    private int tickets;
    private int legitimate;
    private int wrongGrants;
    private int lostGrants;

    Campaign(RunningProduct product, long seed) {
        this.product = product;
        this.player = new Player(product, seed);
        this.random = new Random(seed);
        String token = product.administrator()
                .post("/api/automation-tokens", Map.of("name", "Leaked to somebody"))
                .path("token")
                .asText();
        this.hostile = new HostileSignals(product, token);
    }

    /** Plays at least so many tickets, and a tenth as many hostile signals. */
    Campaign run(int least) {
        player.introduce();
        int before = users().size();
        http().put("/api/guardrails/connections/main/email-domains", Map.of("domains", List.of("example.com")));
        int bases = Math.max(4, least / 50);
        bases(bases);
        phase(mixed(OPEN, least * 6 / 10), bases, () -> product.jira().repeatWebhooks(2), none -> hostile(least / 10));
        phase(mixed(HELD_BACK, least * 14 / 100), bases, this::hold, this::release);
        twoAnswers(List.of(Kind.QUORUM_NOT_REACHED, Kind.QUORUM_REACHED), least * 6 / 100, bases, quorum());
        twoAnswers(
                List.of(Kind.SECOND_STEP_OPEN, Kind.SECOND_STEP_DECLINED, Kind.BOTH_STEPS),
                least * 6 / 100,
                bases,
                null);
        protectedGroup(least * 5 / 100, bases);
        breaker(least * 8 / 100, bases);
        while (tickets < least) {
            phase(mixed(OPEN, least - tickets), bases, () -> {}, none -> {});
        }
        assertThat(users().size() - before).as("accounts made").isEqualTo(granted.size());
        return this;
    }

    int tickets() {
        return tickets;
    }

    List<String> violations() {
        return violations;
    }

    private void bases(int count) {
        Rules rules = rules();
        List<Ticket> played = inParallel(() ->
                IntStream.range(0, count).parallel().mapToObj(player::playBase).toList());
        settle();
        judge(played, rules);
    }

    private List<Kind> mixed(List<Kind> kinds, int count) {
        List<Kind> mixed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            mixed.add(kinds.get(i % kinds.size()));
        }
        Collections.shuffle(mixed, random);
        return mixed;
    }

    private void phase(List<Kind> kinds, int bases, Runnable before, Consumer<List<Ticket>> during) {
        Http.at(product.jira().uri()).send("DELETE", "/sandbox/webhooks", null);
        before.run();
        Rules rules = rules();
        List<Ticket> played = play(kinds, bases);
        during.accept(played);
        settle();
        inParallel(() -> {
            played.parallelStream().forEach(player::after);
            return played;
        });
        settle();
        judge(played, rules);
        product.jira().repeatWebhooks(1);
    }

    private List<Ticket> play(List<Kind> kinds, int bases) {
        int first = numbers.getAndAdd(kinds.size());
        return inParallel(() -> IntStream.range(0, kinds.size())
                .parallel()
                .mapToObj(i -> player.play(kinds.get(i), first + i, bases))
                .toList());
    }

    private void hold() {
        product.jira().holdWebhooks();
        person(true);
    }

    private void release(List<Ticket> played) {
        person(false);
        product.jira().releaseWebhooks(random.nextBoolean());
    }

    private void person(boolean active) {
        Http.at(product.jira().uri()).put("/sandbox/people/" + Player.INA.accountId(), Map.of("active", active));
    }

    private static List<Map<String, Object>> quorum() {
        return List.of(Map.of("name", "Waiting for approval", "conditionValue", 2));
    }

    private void twoAnswers(List<Kind> kinds, int count, int bases, @Nullable Object steps) {
        Http site = Http.at(product.jira().uri());
        if (steps == null) {
            product.jira().useTwoApprovals();
        } else {
            site.put("/sandbox/workflow/approvals", steps);
        }
        phase(mixed(kinds, count), bases, () -> {}, none -> {});
        site.put("/sandbox/workflow/approvals", List.of(Map.of("name", "Waiting for approval")));
    }

    private void protectedGroup(int count, int bases) {
        String path = "/api/guardrails/connections/main/protected-groups";
        http().put(path, Map.of("ids", List.of(product.okta().groupId("Engineering"))));
        phase(mixed(List.of(Kind.WITH_A_PROTECTED_GROUP), count), bases, () -> {}, none -> {});
        http().put(path, Map.of("ids", List.of()));
    }

    /** All are legitimate and come at once; some pass, the others wait for an administrator and pass then. */
    private void breaker(int count, int bases) {
        int allowed = count / 3;
        String path = "/api/guardrails/breaker";
        // A trip and a reset: from then on it counts anew, and the one that was held is the first.
        http().put(path, Map.of("accountsPerHour", 0));
        phase(mixed(List.of(Kind.ONE_OF_TOO_MANY), 1), bases, () -> {}, one -> {
            settle();
            reset();
            http().put(path, Map.of());
            reset();
        });
        http().put(path, Map.of("accountsPerHour", allowed + 1));
        phase(mixed(List.of(Kind.ONE_OF_TOO_MANY), count - 1), bases, () -> {}, played -> {
            settle();
            long admitted = played.stream()
                    .filter(ticket ->
                            newest(story(ticket)).path("outcome").asText().equals("admitted"))
                    .count();
            long held = played.stream()
                    .filter(ticket ->
                            newest(story(ticket)).path("code").asText().equals("guardrail.breaker-tripped"))
                    .count();
            byReason.merge("guardrail.breaker-tripped", (int) held, Integer::sum);
            wrongGrants += (int) Math.max(0, admitted - allowed);
            if (admitted != allowed || held != played.size() - allowed) {
                violations.add("breaker of " + allowed + ": " + admitted + " admitted, " + held + " held");
            }
            http().put(path, Map.of());
            reset();
        });
    }

    private void reset() {
        http().get("/api/guardrails")
                .path("tripped")
                .forEach(trip ->
                        http().post("/api/guardrails/tripped/" + trip.path("id").asText() + "/reset", Map.of()));
        settle();
    }

    private void hostile(int count) {
        List<HostileSignals.Sent> sent = inParallel(() -> IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> hostile.send(i, new Random(i)))
                .toList());
        settle();
        for (HostileSignals.Sent one : sent) {
            if (!one.isWell()) {
                violations.add("signal \"" + one.what() + "\" was answered " + one.status());
            }
            byReason.merge(one.status() / 100 == 2 ? "signal.about-nothing" : "signal.refused", 1, Integer::sum);
            if (one.mayBeTaken()
                    && !product.administrator()
                            .get("/api/requests/" + one.issueId())
                            .path("decisions")
                            .isEmpty()) {
                wrongGrants++;
            }
        }
    }

    private void judge(List<Ticket> played, Rules rules) {
        Map<String, JsonNode> accounts = new ConcurrentHashMap<>();
        users().forEach(user -> accounts.put(user.path("login").asText(), user));
        var oracle = new Oracle(rules);
        List<Judged> judged = inParallel(() -> played.parallelStream()
                .map(ticket -> judge(oracle, ticket, accounts))
                .toList());
        judged.forEach(this::count);
    }

    private record Judged(Ticket ticket, Expected expected, Outcome found, String reason, boolean hasAccount) {}

    private Judged judge(Oracle oracle, Ticket ticket, Map<String, JsonNode> accounts) {
        Http gus = Http.at(product.jira().uri()).as("gus.agent@example.com", Cast.PASSWORD);
        JsonNode issue = gus.get("/rest/api/3/issue/" + ticket.id() + "?expand=changelog");
        // What is no request of a service desk (any more) has none: 404.
        JsonNode approvals = Http.json(
                        gus.send("GET", "/rest/servicedeskapi/request/" + ticket.id() + "/approval", null))
                .path("values");
        Expected expected = oracle.expect(issue, approvals);
        JsonNode account = accounts.get(ticket.email());
        JsonNode story = story(ticket);
        JsonNode decision = newest(story);
        String outcome = decision.path("outcome").asText();
        String reason = decision.path("code").asText();
        Outcome found = switch (outcome) {
            case "admitted" -> Outcome.GRANTED;
            case "held" -> Outcome.HELD;
            case "refused" -> Outcome.REFUSED;
            default -> Outcome.UNTOUCHED;
        };
        if (found == Outcome.GRANTED && !isWhole(ticket, issue, account)) {
            JsonNode run = story.path("runs").path(story.path("runs").size() - 1);
            reason = INCOMPLETE + run.path("state").asText() + " "
                    + run.path("reasonCode").asText();
        }
        if (found == Outcome.UNTOUCHED) {
            reason = ignoredFor(ticket);
            found = reason.isEmpty() ? Outcome.UNTOUCHED : Outcome.IGNORED;
            reason = reason.isEmpty() ? "not-ours" : reason;
        }
        return new Judged(ticket, expected, found, reason, account != null);
    }

    private static boolean isWhole(Ticket ticket, JsonNode issue, @Nullable JsonNode account) {
        if (account == null) {
            return false;
        }
        Set<String> groups = new HashSet<>();
        account.path("groups").forEach(group -> groups.add(group.asText()));
        boolean done = issue.at("/fields/status/statusCategory/key").asText().equals("done");
        return groups.containsAll(GROUPS) && groups.size() <= 3 && (done || ticket.kind() == Kind.CLOSED_THEN_REOPENED);
    }

    private void count(Judged judged) {
        tickets++;
        Expected expected = judged.expected;
        boolean should = expected.outcome() == Outcome.GRANTED;
        legitimate += should ? 1 : 0;
        boolean does = judged.hasAccount || judged.found == Outcome.GRANTED;
        boolean isWhole = judged.found == Outcome.GRANTED && judged.hasAccount && !judged.reason.startsWith(INCOMPLETE);
        wrongGrants += !should && does ? 1 : 0;
        lostGrants += should && !isWhole ? 1 : 0;
        if (does) {
            granted.add(judged.ticket.email());
        }
        byReason.merge(judged.reason, 1, Integer::sum);
        if (judged.found != expected.outcome() || !judged.reason.equals(expected.reason())) {
            violations.add(judged.ticket.violation(expected, judged.found, judged.reason));
        }
        if (should != judged.ticket.kind().isLegitimate()) {
            violations.add("the oracle says " + expected + " of " + judged.ticket);
        }
    }

    private JsonNode story(Ticket ticket) {
        return http().get("/api/requests/" + ticket.id());
    }

    private static JsonNode newest(JsonNode story) {
        JsonNode decisions = story.path("decisions");
        return decisions.path(decisions.size() - 1);
    }

    private String ignoredFor(Ticket ticket) {
        JsonNode rows =
                http().get("/api/audit?limit=500&subject=" + ticket.id()).path("rows");
        String code = "";
        for (JsonNode row : rows) {
            code = row.path("kind").asText().equals("request.ignored")
                    ? row.at("/facts/code").asText()
                    : code;
        }
        return code;
    }

    private Rules rules() {
        String app = product.jira().installation(RunningProduct.APP_KEY).accountId();
        return Rules.of(app, people(), http().get("/api/guardrails"), okta(), GROUPS);
    }

    private JsonNode people() {
        return Http.at(product.jira().uri()).get("/sandbox/people");
    }

    private JsonNode okta() {
        return Http.at(product.okta().uri()).get("/sandbox/state");
    }

    private JsonNode users() {
        return okta().path("users");
    }

    private Http http() {
        return product.administrator();
    }

    private void settle() {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(200))
                .atMost(Duration.ofMinutes(30))
                .until(this::isQuiet);
    }

    private boolean isQuiet() {
        return product.count("select count(*) from scheduled_tasks where task_name = 'work'") == 0
                && product.jira().webhooks().stream()
                        .map(webhook -> webhook.path("state").asText())
                        .noneMatch(state -> state.equals("WAITING") || state.equals("SENDING"))
                && product.count("select count(*) from scheduled_tasks where task_name = 'work'") == 0;
    }

    private static <T> List<T> inParallel(Callable<List<T>> work) {
        var pool = new ForkJoinPool(AT_ONCE);
        try {
            return pool.submit(work).join();
        } finally {
            pool.shutdown();
        }
    }

    /** Exactly what is promised of this report. */
    Campaign write(Path file) {
        ObjectNode report = JSON.createObjectNode()
                .put("tickets", tickets)
                .put("legitimate", legitimate)
                .put("wrongGrants", wrongGrants)
                .put("lostGrants", lostGrants);
        ObjectNode reasons = report.putObject("byReason");
        byReason.forEach(reasons::put);
        try {
            Files.createDirectories(file.getParent());
            JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    void demandNothingWrong() {
        assertThat(violations).as("%d tickets, %s", tickets, byReason).isEmpty();
        assertThat(wrongGrants).isZero();
        assertThat(lostGrants).isZero();
    }
}
