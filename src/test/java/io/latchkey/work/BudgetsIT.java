package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.latchkey.platform.TenantId;
import io.latchkey.testing.TestPostgres;
import io.latchkey.work.Budgets.Standing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Two nodes spend from the same buckets on a real PostgreSQL. */
class BudgetsIT {

    private static final Duration WINDOW = Duration.ofSeconds(4);
    static final WorkProperties PROPERTIES = new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("latchkey.work", WorkProperties.class);

    /** The time of a connection that has been told one; otherwise the machine's, as it is in the product. */
    private static final String SETTABLE_CLOCK = """
            create or replace function lease_now() returns timestamptz language sql volatile as $$
                select coalesce(nullif(current_setting('budgets.now', true), '')::timestamptz, clock_timestamp()) $$
            """;

    /** Made once in a JVM, however often single tests of this class are run in it, and ended with it. */
    static final HikariDataSource DATABASE = migrated();

    private final BudgetKey key = BudgetKey.of(UUID.randomUUID().toString(), "calls");
    private final TenantId tenant = TenantId.of(UUID.randomUUID().toString());
    private final AtomicLong statements = new AtomicLong();
    private SharedBudgets one;
    private SharedBudgets two;

    private static HikariDataSource migrated() {
        String url = TestPostgres.shared().createDatabase();
        Flyway.configure()
                .dataSource(url, "latchkey_owner", TestPostgres.PASSWORD)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        var owner = new DriverManagerDataSource(url, "latchkey_owner", TestPostgres.PASSWORD);
        JdbcClient.create(owner).sql(SETTABLE_CLOCK).update();
        var database = new HikariDataSource();
        database.setJdbcUrl(url);
        database.setUsername("latchkey_app");
        database.setPassword(TestPostgres.PASSWORD);
        return database;
    }

    @BeforeEach
    void twoNodes() {
        one = node();
        two = node();
    }

    private SharedBudgets node() {
        return node(DATABASE, Clock.systemUTC());
    }

    private SharedBudgets node(DataSource source, Clock clock) {
        var rows = new BudgetRows(JdbcClient.create(source)) {
            @Override
            Lease lease(BudgetKey wanted, Allowance allowance, long needed, Borrowing borrowing) {
                statements.incrementAndGet();
                return super.lease(wanted, allowance, needed, borrowing);
            }
        };
        return new SharedBudgets(rows, PROPERTIES, clock, new SimpleMeterRegistry());
    }

    private static Allowance allowance(long capacity, double share) {
        return Allowance.even(capacity, share, WINDOW);
    }

    /** As work does it: an attempt of an item of its own, which may send one call. */
    private Optional<Duration> take(SharedBudgets node, Allowance allowance) {
        return take(node, allowance, tenant);
    }

    private Optional<Duration> take(SharedBudgets node, Allowance allowance, TenantId whose) {
        try (Attempt ignored = node.begin(UUID.randomUUID(), whose)) {
            return node.take(List.of(new Demand(key, allowance, 1)));
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {40, 4_000})
    void twoNodesSpendWhatIsPermittedAndNoMoreInAnyWindow(long permitted) {
        Duration window = Duration.ofSeconds(20);
        Duration time = Duration.ofSeconds(24);

        List<Spent> spent = spend(Allowance.even(permitted * 2, 0.5, window), time, 1);

        assertThat(mostIn(window, spent)).isLessThanOrEqualTo(permitted);
        double due = permitted * time.toSeconds() / (double) window.toSeconds();
        if (permitted > 1_000) {
            assertThat((double) spent.size()).isBetween(due * 0.95, due * 1.02);
        }
    }

    @Tag("slow")
    @Test
    void whatIsBorrowedIsPartOfWhatIsPermitted() {
        List<Spent> spent = spend(allowance(800, 0.5), WINDOW.multipliedBy(2), 3);

        assertThat(mostIn(WINDOW, spent)).isBetween(340L, 400L);
    }

    @Tag("slow")
    @Test
    void mostCallsCostNoStatement() {
        List<Spent> spent = spend(Allowance.even(80_000, 0.5, Duration.ofSeconds(20)), WINDOW, 1);

        assertThat(spent).hasSizeGreaterThan(5_000);
        assertThat(statements.get()).isLessThan(spent.size() / 10);
    }

    @Tag("slow")
    @Test
    void bothNodesGetTheirPart() {
        List<Spent> spent = spend(allowance(800, 0.5), WINDOW, 1);

        long first = spent.stream().filter(one -> one.node() == this.one).count();
        // Which node asks more often is the machine's; that one gets nearly nothing would be ours.
        assertThat(first).isBetween(spent.size() / 6L, spent.size() * 5L / 6);
    }

    @Test
    void whatANodeDoesNotSpendSoonIsLost() {
        Allowance allowance = Allowance.even(4_800, 1, Duration.ofSeconds(60));
        assertThat(take(one, allowance)).isEmpty();
        assertThat(take(one, allowance)).isEmpty();
        assertThat(statements.get()).isEqualTo(1);
        long until = System.nanoTime() + allowance.block().toNanos();

        await().until(() -> System.nanoTime() > until);
        assertThat(take(one, allowance)).isEmpty();

        assertThat(statements.get()).isEqualTo(2);
    }

    @Test
    void aRefusalClosesTheBucketForBoth() {
        Allowance allowance = allowance(4_000, 0.5);

        one.close(key, allowance, Duration.ofSeconds(2));

        assertThat(take(one, allowance)).hasValueSatisfying(BudgetsIT::aboutTwoSeconds);
        assertThat(take(two, allowance)).hasValueSatisfying(BudgetsIT::aboutTwoSeconds);
        assertThat(one.dry()).containsOnlyKeys(key.toString());
        await().until(() -> take(two, allowance).isEmpty());
    }

    private static void aboutTwoSeconds(Duration wait) {
        assertThat(wait).isBetween(Duration.ofMillis(1_000), Duration.ofMillis(2_100));
    }

    @Test
    void whatOneNodeLearnsTheOtherKnows() {
        DataSource still = timeStandsStill();
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        SharedBudgets first = node(still, clock);
        SharedBudgets second = node(still, clock);
        Allowance unknown = allowance(2, 0.5);
        assertThat(take(first, unknown)).isEmpty();

        first.report(key, unknown, new Standing(8_000, 7_999, Duration.ofSeconds(4)));

        long taken = 0;
        while (take(second, unknown).isEmpty()) {
            taken++;
        }
        // Of 4,000 per window, the burst is floor(4,000 / 60) = 66 and the debt floor(4,000 / 120) = 33; a unit stands
        // for
        // (4 s + 4 s / 240) / (4,000 - 66 - 33 + 1) = 1.029 ms, so a block is floor(4 s / 240 / 2 / 1.029 ms) = 8. The
        // one
        // that was taken of 2 per window, (4 s + 4 s / 240) / 1 ahead, counts 2 / 8,000 of that now: 1.004 ms, a unit.
        // Whole blocks of the rest: 65 / 8 = 8 of them. Of the capacity that was unknown it would be none.
        assertThat(taken).isEqualTo(8 * 8);
    }

    /** A database whose clock stands still, on one connection. */
    static SingleConnectionDataSource timeStandsStill() {
        var connection = new SingleConnectionDataSource(
                DATABASE.getJdbcUrl(), DATABASE.getUsername(), DATABASE.getPassword(), true);
        JdbcClient.create(connection)
                .sql("set budgets.now = '2026-11-22 00:00:00Z'")
                .update();
        return connection;
    }

    /** A block of the old size was taken just before. */
    @Test
    void aCapacityThatShrinksStopsNobodyForLong() {
        Allowance large = allowance(1_000_000, 0.5);
        assertThat(take(one, large)).isEmpty();

        one.report(key, large, new Standing(2_000, 1_999, Duration.ofSeconds(4)));

        await().atMost(Duration.ofSeconds(1)).until(() -> take(two, large).isEmpty());
    }

    @Test
    void whatOthersHaveUsedUpIsNotTaken() {
        Allowance allowance = allowance(8_000, 0.5);
        assertThat(take(one, allowance)).isEmpty();

        one.report(key, allowance, new Standing(8_000, 20, Duration.ofSeconds(2)));

        long taken = 0;
        while (take(two, allowance).isEmpty() || take(one, allowance).isEmpty()) {
            taken++;
        }
        assertThat(taken).isLessThanOrEqualTo(10);
        assertThat(take(two, allowance)).hasValueSatisfying(BudgetsIT::aboutTwoSeconds);
        await().until(() -> take(two, allowance).isEmpty());
    }

    @Test
    void whatIsLeftIsToldOfTheBurstTheWindowAndARefusal() {
        Allowance slow = new Allowance(
                3_600, 0.5, Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofMinutes(1), Duration.ofMinutes(10));
        assertThat(one.left(key, slow)).as("nobody has spent anything").isEqualTo(1);

        assertThat(take(one, slow)).isEmpty();
        double afterOneBlock = two.left(key, slow);
        assertThat(afterOneBlock).as("half a burst is one block").isBetween(0.4, 0.6);

        one.report(key, slow, new Standing(3_600, 180, Duration.ofMinutes(30)));
        assertThat(two.left(key, slow)).as("90 of 900 until the window ends").isBetween(0.09, 0.11);

        one.close(key, slow, Duration.ofMinutes(1));
        assertThat(two.left(key, slow)).isZero();
    }

    @Test
    void nothingLeftMeansNothingTaken() {
        Allowance allowance = allowance(8_000, 0.5);
        take(one, allowance);

        one.report(key, allowance, new Standing(8_000, 0, Duration.ofSeconds(2)));

        assertThat(take(one, allowance)).isPresent();
        assertThat(take(two, allowance)).isPresent();
    }

    @Test
    void eachWaitingOneIsGivenAnotherTime() {
        Allowance allowance = Allowance.even(60, 0.5, Duration.ofSeconds(60));
        await().until(() -> take(one, allowance).isPresent());

        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waits.add(take(one, allowance).orElseThrow());
        }

        assertThat(waits).isSorted().doesNotHaveDuplicates();
        assertThat(waits.get(4).minus(waits.get(0))).isGreaterThan(Duration.ofSeconds(6));
    }

    @Test
    void noTenantQueuesBehindAllThatAnotherHasWaiting() {
        Allowance allowance = Allowance.even(600, 0.5, Duration.ofSeconds(60));
        await().until(() -> take(one, allowance).isPresent());
        Duration last = Duration.ZERO;
        for (int i = 0; i < 10_000; i++) {
            last = take(one, allowance, tenant).orElse(last);
        }
        assertThat(last).isGreaterThan(Duration.ofMinutes(30));

        List<Duration> firsts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            take(one, allowance, anotherTenant()).ifPresent(firsts::add);
        }

        assertThat(firsts).isSorted().doesNotHaveDuplicates();
        assertThat(firsts).allSatisfy(wait -> assertThat(wait).isLessThan(Duration.ofSeconds(5)));
    }

    @Test
    void aLimitThatLetsOthersThroughIsWaitedForOneThatLetsNobodyThroughIsNot() {
        Allowance allowance = Allowance.even(60, 0.5, Duration.ofSeconds(60));
        Optional<Instant> since12Hours =
                Optional.of(Instant.now().minus(PROPERTIES.longestLimitWait()).minusSeconds(1));
        Optional<Instant> notLong = Optional.of(Instant.now().minusSeconds(60));
        await().until(() -> take(one, allowance).isPresent());

        try (Attempt attempt = one.begin(UUID.randomUUID(), tenant)) {
            assertThat(one.take(List.of(new Demand(key, allowance, 1)))).isPresent();
            assertThat(attempt.mayWait(notLong)).isTrue();
            assertThat(attempt.mayWait(since12Hours)).as("others get it").isTrue();
            letNobodyThrough();
            assertThat(attempt.mayWait(notLong)).isTrue();
            assertThat(attempt.mayWait(since12Hours)).as("nobody gets it").isFalse();
        }
    }

    private void letNobodyThrough() {
        JdbcClient.create(DATABASE)
                .sql("update budget set spent_until = lease_now() - interval '13 hours' where host_hash = ?")
                .param(key.host())
                .update();
    }

    private static TenantId anotherTenant() {
        return TenantId.of(UUID.randomUUID().toString());
    }

    @Test
    void whatAnItemLackedIsTakenBeforeAnythingElse() {
        Allowance allowance = Allowance.even(60, 0.5, Duration.ofSeconds(60));
        UUID item = UUID.randomUUID();
        await().until(() -> take(one, allowance).isPresent());
        try (Attempt attempt = one.begin(item, tenant)) {
            assertThat(one.take(List.of(new Demand(key, allowance, 1)))).isPresent();
            attempt.stoppedBy(new StillLimited(
                    "test", io.latchkey.platform.failure.FailureKind.OUTSIDE, "waits", Duration.ofSeconds(1)));
            assertThat(attempt.nothingSent()).isTrue();
        }

        try (Attempt attempt = one.begin(item, tenant)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(attempt::prepay).isInstanceOf(StillLimited.class);
        }
    }

    @Test
    void whatIsTakenForACallThatIsNotSentGoesBack() {
        Allowance plenty = Allowance.even(6_000, 1, Duration.ofSeconds(60));
        BudgetKey scarce = BudgetKey.of(UUID.randomUUID().toString(), "scarce");
        Allowance little = Allowance.even(2, 0.5, Duration.ofSeconds(60));
        one.close(scarce, little, Duration.ofMinutes(1));

        try (Attempt attempt = one.begin(UUID.randomUUID(), tenant)) {
            assertThat(one.take(List.of(new Demand(key, plenty, 1), new Demand(scarce, little, 1))))
                    .isPresent();
            assertThat(attempt.nothingSent()).isTrue();
        }
    }

    private record Spent(long at, SharedBudgets node) {}

    /** Two nodes with four items each, which make a few calls per attempt and come back when they are told to. */
    private List<Spent> spend(Allowance allowance, Duration time, int calls) {
        List<Spent> spent = Collections.synchronizedList(new ArrayList<>());
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
        long end = System.nanoTime() + time.toNanos();
        for (int i = 0; i < 8; i++) {
            SharedBudgets node = i % 2 == 0 ? one : two;
            threads.execute(new Runnable() {
                @Override
                public void run() {
                    Duration wait = attempt(node, allowance, calls, spent);
                    if (System.nanoTime() < end) {
                        threads.schedule(this, wait.toNanos(), TimeUnit.NANOSECONDS);
                    }
                }
            });
        }
        await().atMost(time.plusSeconds(10)).until(() -> System.nanoTime() > end);
        threads.shutdownNow();
        await().until(threads::isTerminated);
        return spent.stream().filter(one -> one.at() <= end).toList();
    }

    private Duration attempt(SharedBudgets node, Allowance allowance, int calls, List<Spent> spent) {
        try (Attempt ignored = node.begin(UUID.randomUUID(), tenant)) {
            for (int call = 0; call < calls; call++) {
                Optional<Duration> wait = node.take(List.of(new Demand(key, allowance, 1)));
                if (wait.isPresent()) {
                    return wait.get();
                }
                spent.add(new Spent(System.nanoTime(), node));
            }
            return Duration.ZERO;
        }
    }

    private static long mostIn(Duration window, List<Spent> spent) {
        List<Long> times = spent.stream().map(Spent::at).sorted().toList();
        long most = 0;
        int from = 0;
        for (int to = 0; to < times.size(); to++) {
            while (times.get(to) - times.get(from) >= window.toNanos()) {
                from++;
            }
            most = Math.max(most, to - from + 1L);
        }
        return most;
    }
}
