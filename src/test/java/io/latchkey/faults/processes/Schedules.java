package io.latchkey.faults.processes;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.demo.Http;
import io.latchkey.demo.Setup;
import io.latchkey.sandbox.Sandbox;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Installation;
import io.latchkey.sandbox.jira.JiraRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays schedules, many at once, on one database, one sandbox and a few nodes; and judges them when all is quiet. */
final class Schedules implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Schedules.class);
    static final String APP = "io.latchkey";

    /** A request that has not ended by then is lost; on an idle machine it takes seconds, on one that is busy minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Sandbox sandbox = Sandbox.start();
    private final Cluster cluster;
    private final Setup setup;
    private final Hands hands;
    private final UUID tenant;
    private final String appAccount;
    private final Object webhooks = new Object();
    private final Map<Long, Play> plays = new ConcurrentHashMap<>();
    private final Map<Long, String> stuck = new ConcurrentHashMap<>();

    /** Starts everything, installed and set up as the demo is. */
    Schedules(int nodes) {
        generous();
        cluster = Cluster.start(sandbox, nodes);
        setup = new Setup(cluster.uri(), sandbox.jira().uri(), sandbox.okta().uri()).complete();
        tenant = (UUID) java.util.Objects.requireNonNull(cluster.database()
                .rows(
                        "select tenant_id from installation_lookup where external_id = ?",
                        installation().clientKey())
                .get(0)
                .get("tenant_id"));
        appAccount = installation().accountId();
        cluster.hasten();
        hands = new Hands(sandbox, cluster);
        sandbox.jira().server().interfere(hands);
        sandbox.okta().server().interfere(hands);
    }

    /** Limits are struck by schedules alone; a site's patience with us is measured in seconds here, not in minutes. */
    private void generous() {
        sandbox.jira().rules().set(JiraRules.WEBHOOK_RETRY_DELAY_MILLIS, 200);
        sandbox.jira().rules().set(JiraRules.WEBHOOK_RETRIES, 1_000);
        sandbox.jira().rules().set(JiraRules.WEBHOOK_TIMEOUT_MILLIS, 3_000);
        sandbox.jira().rules().set(JiraRules.QUOTA_POINTS, 10_000_000);
        sandbox.jira().rules().set(JiraRules.BURST_PER_SECOND, 10_000);
        Http okta = Http.at(sandbox.okta().uri());
        okta.get("/sandbox/limits")
                .fieldNames()
                .forEachRemaining(
                        bucket -> okta.put("/sandbox/limits", Map.of("bucket", bucket, "perMinute", 1_000_000)));
    }

    private Installation installation() {
        return sandbox.jira().installation(APP);
    }

    int kills() {
        return cluster.kills();
    }

    /**
     * Plays the schedules of these seeds.
     *
     * @param atOnce how many of them are under way at any time
     * @return what is wrong, with the story of each schedule it is wrong with; by seed, 0 for everything together
     */
    Map<Long, String> play(List<Long> seeds, int atOnce) {
        JsonNode before = Vendors.okta(sandbox.okta().uri()).state();
        playAll(seeds.stream().map(Schedule::of).toList(), atOnce);
        awaitQuiet();
        return judge(before);
    }

    /**
     * Removes the app while the requests of these seeds are under way, of which the first meets it at its fourth call: the
     * one that makes the account, when nothing disturbs it. Nothing can be played after that.
     */
    Map<Long, String> playUninstalled(List<Long> seeds) {
        plays.clear();
        stuck.clear();
        playAll(
                seeds.stream()
                        .map(seed -> seed.equals(seeds.get(0)) ? Schedule.uninstalled(seed, 4) : Schedule.calm(seed))
                        .toList(),
                seeds.size());
        await(
                "nothing waits",
                () -> cluster.database().number("select count(*) from work_item where state = 'waiting'") == 0);
        Map<Long, String> wrong = new TreeMap<>();
        var oracle = oracle();
        new TreeMap<>(plays).forEach((seed, play) -> {
            List<String> found = new ArrayList<>(oracle.wrongAfterUninstalled(play, uninstalledAt()));
            if (stuck.containsKey(seed)) {
                found.add(stuck.get(seed));
            }
            log.info("{} after the app was removed: {}", seed, ending(play));
            if (!found.isEmpty()) {
                wrong.put(seed, tell(play, found));
            }
        });
        Report.stories(
                "uninstalled.txt",
                new TreeMap<>(plays).values().stream().map(Play::story).toList());
        return wrong;
    }

    private Instant uninstalledAt() {
        return plays.values().stream()
                .flatMap(play -> play.uninstalledAt().stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the app was never removed"));
    }

    private void playAll(List<Schedule> schedules, int atOnce) {
        ExecutorService players = Executors.newFixedThreadPool(atOnce);
        schedules.forEach(schedule -> players.execute(() -> play(schedule)));
        players.shutdown();
        try {
            if (!players.awaitTermination(3, TimeUnit.HOURS)) {
                throw new IllegalStateException("the schedules did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void play(Schedule schedule) {
        long seed = schedule.seed();
        var play = new Play(schedule);
        try {
            raise(play);
            plays.put(seed, play);
            signal(play);
            Awaitility.await("end of " + play.schedule())
                    .pollInterval(Duration.ofMillis(100))
                    .atMost(PATIENCE)
                    .until(() -> isOver(play));
            play.note("over: " + ending(play));
        } catch (ConditionTimeoutException lost) {
            stuck.put(seed, "it has not ended after " + PATIENCE + ": " + ending(play));
        } catch (RuntimeException broken) {
            // Logged with its trace, and its schedule counts as one that went wrong.
            log.error("schedule {} could not be played", seed, broken);
            stuck.put(seed, "it could not be played: " + broken);
            plays.put(seed, play);
        }
        if (plays.size() % 50 == 0) {
            log.info("{} schedules begun, {} kills, {}", plays.size(), cluster.kills(), cluster.frosts());
        }
    }

    /** Mia raises the request before anything may go wrong with it. */
    private void raise(Play play) {
        synchronized (webhooks) {
            if (play.schedule().signals() == Schedule.Signals.REVERSED) {
                sandbox.jira().holdWebhooks();
            }
            String key = sandbox.jira().raise(play.newcomer());
            play.raised(key, sandbox.jira().idOf(key));
            hands.expect(play);
            if (play.schedule().signals() == Schedule.Signals.REVERSED) {
                sandbox.jira().approve(key, Cast.PAUL);
                sandbox.jira().releaseWebhooks(true);
            }
        }
    }

    /** Paul approves it, and the site tells of it as the schedule wants. */
    private void signal(Play play) {
        synchronized (webhooks) {
            Http site = Http.at(sandbox.jira().uri());
            switch (play.schedule().signals()) {
                case DELIVERED, REVERSED -> {}
                case DOUBLED -> sandbox.jira().repeatWebhooks(3);
                case LATE -> site.put("/sandbox/webhooks", Map.of("mode", "DELIVER", "delayMillis", 3_000));
                case LOST -> sandbox.jira().dropWebhooks(true);
            }
            if (play.schedule().signals() != Schedule.Signals.REVERSED) {
                sandbox.jira().approve(play.key(), Cast.PAUL);
            }
            sandbox.jira().dropWebhooks(false);
        }
        play.note("approved");
    }

    /** Decided, or closed by a person; and nothing of it waits or is under way. */
    private boolean isOver(Play play) {
        if (!play.isQuiet() || waiting(play) > 0) {
            return false;
        }
        return !ending(play).equals("untouched")
                || sandbox.jira().status(play.key()).equals("Done")
                || plays.values().stream().anyMatch(any -> any.uninstalledAt().isPresent());
    }

    private long waiting(Play play) {
        return cluster.database()
                .number(
                        "select count(*) from work_item where tenant_id = ? and subject = ? and state = 'waiting'",
                        tenant,
                        play.id());
    }

    private String ending(Play play) {
        return Oracle.ending(cluster.database(), tenant, play.id());
    }

    /** Nothing is on its way any more, whoever sent it. */
    private void awaitQuiet() {
        cluster.awaitWhole();
        await(
                "no webhook is on its way",
                () -> sandbox.jira().webhooks().stream()
                        .map(webhook -> webhook.path("state").asText())
                        .noneMatch(Set.of("WAITING", "SENDING", "HELD")::contains));
        await(
                "nothing waits",
                () -> cluster.database().number("select count(*) from work_item where state = 'waiting'") == 0
                        && cluster.database().number("select count(*) from scheduled_tasks where task_name = 'work'")
                                == 0);
        await(
                "every row of the trail is sealed",
                () -> cluster.database().number("select count(*) from audit_unsealed_since") == 0);
    }

    /** Whatever does not come to rest is found by the oracle. */
    private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
        try {
            Awaitility.await(what)
                    .pollInterval(Duration.ofMillis(250))
                    .atMost(PATIENCE)
                    .until(condition);
        } catch (ConditionTimeoutException e) {
            log.warn("not reached: {}", what);
        }
    }

    private Oracle oracle() {
        return new Oracle(
                Vendors.jira(sandbox.jira().uri()),
                Vendors.okta(sandbox.okta().uri()),
                cluster.database(),
                setup::administrator,
                appAccount,
                tenant);
    }

    private Map<Long, String> judge(JsonNode before) {
        var oracle = oracle();
        Map<Long, String> wrong = new TreeMap<>();
        Map<String, Integer> endings = new TreeMap<>();
        new TreeMap<>(plays).forEach((seed, play) -> {
            List<String> found = new ArrayList<>();
            if (stuck.containsKey(seed)) {
                found.add(stuck.get(seed));
            }
            found.addAll(oracle.wrong(play));
            endings.merge(ending(play), 1, Integer::sum);
            if (!found.isEmpty()) {
                wrong.put(seed, tell(play, found));
            }
        });
        Report.stories(
                "schedules.txt",
                new TreeMap<>(plays).values().stream().map(Play::story).toList());
        List<String> together = new ArrayList<>(cluster.died());
        together.addAll(oracle.wrongWithAll(
                List.copyOf(plays.values()), Http.at(sandbox.jira().uri()).get("/sandbox/webhooks"), before));
        if (!together.isEmpty()) {
            wrong.put(0L, String.join("\n", together));
        }
        log.info(
                "{} schedules: {}; {} kills, {}, {} commits of unknown outcome",
                plays.size(),
                endings,
                cluster.kills(),
                cluster.frosts(),
                cluster.lostCommits());
        return new LinkedHashMap<>(wrong);
    }

    private String tell(Play play, List<String> found) {
        String words = String.join("\n  ", found);
        String said = String.join("\n    ", cluster.said(play.id(), play.key()));
        return words + "\n  " + play.story() + "\n  the nodes said:\n    " + said;
    }

    @Override
    public void close() {
        cluster.close();
        sandbox.close();
    }
}
