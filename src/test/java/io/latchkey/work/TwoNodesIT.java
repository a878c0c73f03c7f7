package io.latchkey.work;

import static io.latchkey.work.WorkTest.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.kagkarlsson.scheduler.Scheduler;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ids;
import io.latchkey.testing.Doorless;
import io.latchkey.testing.OnPostgres;
import io.latchkey.testing.TestPostgres;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two equal nodes on one PostgreSQL: one takes up what the other has committed, or hands over. */
class TwoNodesIT {

    private final Map<String, Object> properties =
            new HashMap<>(TestPostgres.shared().properties());
    private final Node one = new Node();
    private final Node two = new Node();

    @AfterEach
    void end() {
        one.context.close();
        two.context.close();
    }

    @Test
    void workThatOneCommitsIsStartedByTheOther() {
        TenantId tenant = one.tenant();
        one.get(Scheduler.class).pause();
        long begun = System.nanoTime();

        one.look(tenant, "1");

        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(5))
                .until(() -> two.get(Looks.class).seen.contains("1"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("a poll of 200 ms, and what a busy machine adds")
                .isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void aNodeThatStopsHandsOverAtOnce() throws InterruptedException {
        TenantId tenant = one.tenant();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        two.get(Scheduler.class).pause();
        one.get(Steps.class).acts("a", step -> {
            begun.countDown();
            waitFor(goOn);
            return StepResult.of(StepResult.nothing());
        });
        one.get(Looks.class).does(subject -> () -> Optional.of(one.run(subject)));
        one.look(tenant, "1");
        waitFor(begun);
        two.get(Scheduler.class).resume();
        Thread stop = new Thread(one.context::close);
        stop.start();
        await().until(() -> one.get(Scheduler.class).getSchedulerState().isShuttingDown());
        goOn.countDown();
        long handed = System.nanoTime();

        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(5))
                .until(() -> two.get(Steps.class).acted.contains("b"));

        assertThat(Duration.ofNanos(System.nanoTime() - handed)).isLessThan(Duration.ofSeconds(2));
        assertThat(two.get(Steps.class).acted).doesNotContain("a");
        stop.join();
    }

    /** 4,000 looks of one tenant that take a while each, and then one of another. */
    @Test
    void aFloodOfOneTenantDelaysNoOther() {
        TenantId flooding = one.tenant();
        TenantId quiet = one.tenant();
        for (Node node : List.of(one, two)) {
            node.get(Looks.class).does(subject -> {
                if (!subject.equals("quiet")) {
                    waitAWhile();
                }
                return Optional::empty;
            });
        }
        one.get(TenantTransactions.class)
                .writeOnly(
                        flooding,
                        () -> one.get(JdbcClient.class)
                                .sql("select enqueue_look(?, gen_random_uuid(), 'test', 'flood-' || n, 4, now())"
                                        + " from generate_series(1, 4000) n")
                                .param(flooding.value())
                                .query((row, n) -> true)
                                .list());
        await().until(() -> one.seen("flood") > 0 || two.seen("flood") > 0);
        long asked = System.nanoTime();

        one.look(quiet, "quiet");

        await().pollInterval(Duration.ofMillis(5)).until(() -> one.seen("quiet") + two.seen("quiet") > 0);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
        assertThat(one.seen("flood") + two.seen("flood")).isLessThan(4_000);
    }

    /** What the hot path asks reads an index, not the queue; also where everything is due at the same instant. */
    @Test
    void nothingReadsTheWholeQueue() {
        one.get(Scheduler.class).pause();
        two.get(Scheduler.class).pause();
        TenantId tenant = one.tenant();
        JdbcClient jdbc = one.get(JdbcClient.class);
        one.get(TenantTransactions.class).writeOnly(tenant, () -> {
            jdbc.sql(
                            "insert into work_item (tenant_id, id, kind, subject, slot, state, due_at, wanted, fence, attempts,"
                                    + " created_at) select ?, gen_random_uuid(), 'test', n::text, n % 4, 'waiting', now(), 1, 0, 0,"
                                    + " now() from generate_series(1, 100000) n")
                    .param(tenant.value())
                    .update();
            jdbc.sql("update work_item set lease_until = now() + interval '1 minute' where subject = '4'")
                    .update();
        });
        TestPostgres.shared().vacuum(String.valueOf(properties.get("spring.datasource.url")), "work_item");

        for (String statement : List.of(Ledger.CLAIM, Ledger.NEXT_DUE)) {
            List<String> plan = one.get(TenantTransactions.class)
                    .write(
                            tenant,
                            () -> jdbc.sql("explain (analyze, timing off) " + statement)
                                    .param("tenant", tenant.value())
                                    .param("slot", 0)
                                    .param("now", java.time.OffsetDateTime.now(java.time.ZoneOffset.UTC))
                                    .param("lease", 12.0)
                                    .query(String.class)
                                    .list());

            assertThat(String.join("\n", plan)).contains("work_item_due").doesNotContain("Seq Scan on work_item");
            assertThat(plan)
                    .as(String.join("\n", plan))
                    .filteredOn(line -> line.contains("work_item"))
                    .allSatisfy(line -> assertThat(rows(line)).isLessThan(100));
        }
    }

    private static long rows(String line) {
        var actual = java.util.regex.Pattern.compile("actual rows=([0-9]+)").matcher(line);
        return actual.find() ? Long.parseLong(actual.group(1)) : 0;
    }

    /** Stands for a remote call. */
    private static void waitAWhile() {
        java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }

    private final class Node {

        private final ConfigurableApplicationContext context = new SpringApplicationBuilder(Ground.class)
                .web(WebApplicationType.NONE)
                .registerShutdownHook(false)
                .initializers(starting -> {
                    var sources = starting.getEnvironment().getPropertySources();
                    sources.addFirst(new MapPropertySource("shared", properties));
                    sources.addFirst(
                            new MapPropertySource("key", Map.of("latchkey.crypto.master-key", OnPostgres.MASTER_KEY)));
                })
                .run("--spring.main.banner-mode=off", "--logging.level.root=WARN");

        <T> T get(Class<T> type) {
            return context.getBean(type);
        }

        TenantId tenant() {
            return Doorless.tenant(
                    new TenantId(UUID.randomUUID()),
                    get(TenantTransactions.class),
                    get(JdbcClient.class),
                    get(Vault.class));
        }

        void look(TenantId tenant, String subject) {
            get(TenantTransactions.class)
                    .writeOnly(tenant, () -> get(Work.class).look(tenant, Looks.KIND, subject));
        }

        NewRun run(String subject) {
            var nothing = JsonNodeFactory.instance.objectNode();
            return new NewRun(
                    get(Ids.class).next(),
                    Endings.KIND,
                    subject,
                    subject,
                    new Plan(
                            nothing,
                            List.of(new PlannedStep("a", "test.a", nothing), new PlannedStep("b", "test.b", nothing))));
        }

        long seen(String prefix) {
            List<String> seen = get(Looks.class).seen;
            synchronized (seen) {
                return seen.stream()
                        .filter(subject -> subject.startsWith(prefix))
                        .count();
            }
        }
    }
}
