package io.latchkey.grants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.grants.GrantsPlay.Somebody;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.testing.RunningProduct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The ends of many overlapping grants meet an hour in which Okta is away. What a revocation waits for beyond the budget of
 * Okta's calls is written to {@code target/faults/ends.json}; {@code -Dgrants.memberships=N} narrows it.
 */
class ManyEndsFaults {

    /** Two grants of each. */
    private static final int MEMBERSHIPS = Integer.getInteger("grants.memberships", 5_000);

    /**
     * Of the groups' bucket a minute. Okta's last published limit for an org with more than 10,000 licences is five times
     * 500, of which an app may use half by default; {@code -Dgrants.ofTheApp=N} tries another.
     */
    private static final int OF_THE_APP = Integer.getInteger("grants.ofTheApp", 1_250);

    private static final double SHARE = 0.9;
    private static final Duration GOAL = Duration.ofSeconds(60);
    private static final Duration DAY = Duration.ofDays(1);

    private static final RunningProduct PRODUCT =
            RunningProduct.setUp(Map.of("latchkey.okta.budget-share", String.valueOf(SHARE)));
    private static final GrantsPlay PLAY = new GrantsPlay(PRODUCT);

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @Test
    void areWorkedOffAsFastAsTheBudgetPermits() throws IOException {
        String group = PLAY.group();
        String untouched = PLAY.group();
        List<Somebody> people = new ArrayList<>();
        List<UUID> runs = new ArrayList<>();
        for (int i = 0; i < MEMBERSHIPS; i++) {
            Somebody one = i % 100 == 0 ? PLAY.somebody(untouched) : PLAY.somebody();
            people.add(one);
            runs.add(PLAY.give(one, group, 1, PLAY.issue()));
            runs.add(PLAY.give(one, i % 100 == 0 ? untouched : group, 1, PLAY.issue()));
        }
        await().until(() -> count("state = 'active'") == runs.size());
        PRODUCT.awaitQuiet();
        PRODUCT.okta().limit("/api/v1/groups", 2 * OF_THE_APP);
        List<String> methods = List.of("GET", "POST", "PUT", "DELETE");
        methods.forEach(method -> PRODUCT.okta()
                .server()
                .faults()
                .order(Fault.answer(method, "/(api|oauth2)/.*", Integer.MAX_VALUE, 503, "{}")));

        PLAY.pass(DAY.plusMinutes(1));
        for (int minutes = 0; minutes < 60; minutes += 10) {
            await().until(() -> count("state = 'ending'") > 0);
            PLAY.pass(Duration.ofMinutes(10));
        }
        assertThat(count("ended_at is not null and why <> 'grants.existed-before'"))
                .isZero();
        Instant back = PRODUCT.sandbox().clock().instant();
        PRODUCT.okta().server().faults().clear();
        await().until(() -> count("ended_at is null") == 0);

        List<Double> seconds = removals(PRODUCT.okta().groupId(group), back);
        List<Double> beyond = beyondTheBudget(seconds);
        assertThat(beyond).hasSize(MEMBERSHIPS);
        assertThat(people).noneMatch(one -> PLAY.isMember(one, group));
        assertThat(people.stream().filter(one -> PLAY.isMember(one, untouched))).hasSize((MEMBERSHIPS + 99) / 100);
        double p99 = beyond.get((int) Math.ceil(beyond.size() * 0.99) - 1);
        double whole = seconds.get(seconds.size() - 1) - seconds.get(0);
        report(p99, beyond.get(beyond.size() / 2), 60 * (seconds.size() - 1) / whole);
    }

    /** When each membership was taken back, in seconds after Okta was there again; sorted. */
    private static List<Double> removals(String group, Instant back) {
        return PRODUCT.okta().systemLog().stream()
                .filter(event -> event.path("eventType").asText().equals("group.user_membership.remove"))
                .filter(event -> event.path("target").findValuesAsText("id").contains(group))
                .map(event -> Duration.between(
                                        back,
                                        Instant.parse(event.path("published").asText()))
                                .toMillis()
                        / 1_000.0)
                .sorted()
                .toList();
    }

    /** For each revocation, the seconds after which the budget had permitted it; sorted. */
    private static List<Double> beyondTheBudget(List<Double> seconds) {
        double perSecond = OF_THE_APP * SHARE / 60;
        List<Double> beyond = new ArrayList<>();
        for (int i = 0; i < seconds.size(); i++) {
            beyond.add(seconds.get(i) - i / perSecond);
        }
        return beyond.stream().sorted().toList();
    }

    private static void report(double p99, double median, double madePerMinute) throws IOException {
        var report = JsonNodeFactory.instance
                .objectNode()
                .put("memberships", MEMBERSHIPS)
                .put("grants", 2 * MEMBERSHIPS)
                .put("removalsPerMinuteOfTheBudget", OF_THE_APP * SHARE)
                .put("removalsPerMinuteMade", madePerMinute)
                .put("secondsBeyondBudgetMedian", median)
                .put("secondsBeyondBudgetP99", p99)
                .put("goalSeconds", GOAL.toSeconds())
                .put("met", p99 <= GOAL.toSeconds());
        Path directory = Files.createDirectories(Path.of("target", "faults"));
        Files.writeString(directory.resolve("ends.json"), report.toPrettyString());
    }

    private static org.awaitility.core.ConditionFactory await() {
        return Awaitility.await().pollInterval(Duration.ofMillis(200)).atMost(Duration.ofMinutes(20));
    }

    private static long count(String condition) {
        return PRODUCT.count("select count(*) from access_grant where " + condition);
    }
}
