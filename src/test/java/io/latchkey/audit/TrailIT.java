package io.latchkey.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.audit.Verified.Breach;
import io.latchkey.audit.Verified.Broken;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.DatabaseOutage;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.http.Problem;
import io.latchkey.platform.time.Ids;
import io.latchkey.testing.Doorless;
import io.latchkey.testing.OnPostgres;
import io.latchkey.testing.SettingsAndTrail;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.IllegalTransactionStateException;

/** The node's own loop is put off, so that each test seals when it says so. */
@SpringBootTest(
        classes = SettingsAndTrail.class,
        webEnvironment = WebEnvironment.NONE,
        properties = "latchkey.audit.seal-every=1h")
@ContextConfiguration(initializers = OnPostgres.class)
class TrailIT {

    @Autowired
    private Trail trail;

    @Autowired
    private Sealer sealer;

    @Autowired
    private DatabaseOutage outage;

    @Autowired
    private Verification verification;

    @Autowired
    private TenantTransactions transactions;

    @Autowired
    private Vault vault;

    @Autowired
    private Ids ids;

    @Autowired
    private Clock clock;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private JdbcClient jdbc;

    @Value("${spring.datasource.url}")
    private String url;

    private TenantId tenant;

    @BeforeEach
    void aTenant() {
        tenant = newTenant();
    }

    @Nested
    class Recording {

        @Test
        void keepsAnEntryWithItsFactsAndPersonalValues() {
            UUID id =
                    record(entry("request.admitted", "r-1").withPersonal(Map.of("login", Secret.of("nora@acme.test"))));

            TrailRow row = trail.read(tenant, TrailFilter.all()).rows().get(0);
            assertThat(row.id()).isEqualTo(id);
            assertThat(row.kind()).isEqualTo("request.admitted");
            assertThat(row.subject()).isEqualTo("r-1");
            assertThat(row.facts().path("reason").asText()).isEqualTo("tested");
            assertThat(row.personal()).containsExactly(Map.entry("login", "nora@acme.test"));
            assertThat(row.position()).isNull();
        }

        @Test
        void storesNoPersonalValueInTheClear() {
            record(entry("request.admitted", "r-1").withPersonal(Map.of("login", Secret.of("nora@acme.test"))));

            assertThat(superuser(
                            "select count(*) from audit_event where position('nora' in encode(body, 'escape')) > 0"))
                    .isZero();
            assertThat(superuser("select count(*) from audit_personal where position('nora'::bytea in value) > 0"))
                    .isZero();
        }

        @Test
        void leavesNothingOfATransactionThatRollsBack() {
            assertThatThrownBy(() -> transactions.writeOnly(tenant, () -> {
                        trail.record(entry("step.done", "r-1").withPersonal(Map.of("login", Secret.of("x"))));
                        throw new IllegalStateException("the step was not done");
                    }))
                    .hasMessage("the step was not done");

            assertThat(trail.read(tenant, TrailFilter.all()).rows()).isEmpty();
            assertThat(count("audit_personal")).isZero();
            assertThat(marks()).isZero();
        }

        @Test
        void refusesToWriteOutsideATransaction() {
            assertThatThrownBy(() -> trail.record(entry("step.done", "r-1")))
                    .isInstanceOf(IllegalTransactionStateException.class);
        }

        @Test
        void refusesEntriesOfTwoTenants() {
            Entry ours = entry("step.done", "r-1");
            Entry theirs = Entry.of(newTenant(), "step.done", "r-1");

            assertThatThrownBy(() -> transactions.write(tenant, () -> trail.record(List.of(ours, theirs))))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void refusesAnotherTenantsEntryInOurTransaction() {
            Entry theirs = Entry.of(newTenant(), "step.done", "r-1");

            assertThatThrownBy(() -> transactions.write(tenant, () -> trail.record(theirs)))
                    .rootCause()
                    .hasMessageContaining("row-level security");
        }

        @Test
        void writesNothingForNoEntries() {
            assertThat(transactions.write(tenant, () -> trail.record(List.of())))
                    .isEmpty();
        }
    }

    @Nested
    class Reading {

        @Test
        void filtersBySubjectKindAndTime() {
            record(entry("request.admitted", "r-1"));
            record(entry("step.done", "r-1"));
            record(entry("step.done", "r-2"));

            assertThat(kinds(TrailFilter.about("r-1"))).containsExactly("request.admitted", "step.done");
            assertThat(kinds(new TrailFilter(null, "step.", null, 10, null))).containsExactly("step.done", "step.done");
            assertThat(kinds(new TrailFilter("r-1", "step.", null, 10, null))).containsExactly("step.done");
            assertThat(kinds(new TrailFilter(null, null, Instant.now().plusSeconds(60), 10, null)))
                    .isEmpty();
            assertThat(kinds(new TrailFilter(null, null, Instant.now().minusSeconds(60), 10, null)))
                    .hasSize(3);
        }

        @Test
        void turnsPagesWithoutLossOrRepetition() {
            List<Entry> entries = IntStream.range(0, 25)
                    .mapToObj(n -> entry("step.done", "r-" + n))
                    .toList();
            transactions.write(tenant, () -> trail.record(entries));

            List<String> subjects = new ArrayList<>();
            TrailFilter filter = new TrailFilter(null, null, null, 10, null);
            TrailPage page = trail.read(tenant, filter);
            page.rows().forEach(row -> subjects.add(row.subject()));
            for (TrailCursor next = page.next(); next != null; next = page.next()) {
                page = trail.read(tenant, filter.after(TrailCursor.of(next.toString())));
                page.rows().forEach(row -> subjects.add(row.subject()));
            }

            assertThat(subjects)
                    .containsExactlyElementsOf(
                            entries.stream().map(Entry::subject).toList());
        }

        @Test
        void seesOneTenantOnly() {
            record(entry("step.done", "r-1"));

            assertThat(trail.read(newTenant(), TrailFilter.all()).rows()).isEmpty();
        }

        @Test
        void refusesACursorThatNobodyGave() {
            for (String bad : List.of("", "_", "x", "2026-11-21T00:00:00Z_", "2026-11-21T00:00:00Z_x")) {
                assertThatThrownBy(() -> TrailCursor.of(bad))
                        .as(bad)
                        .isInstanceOfSatisfying(
                                Problem.class,
                                problem -> assertThat(problem.code()).isEqualTo("audit.bad-cursor"));
            }
        }

        @Test
        void refusesPagesOutOfBounds() {
            for (int bad : List.of(0, -1, 501)) {
                assertThatThrownBy(() -> new TrailFilter(null, null, null, bad, null))
                        .isInstanceOfSatisfying(
                                Problem.class,
                                problem -> assertThat(problem.code()).isEqualTo("audit.bad-limit"));
            }
        }
    }

    @Nested
    class Sealing {

        @Test
        void makesOneChainOfWhatManyWritersRecord() throws Exception {
            int writers = 16;
            int each = 25;
            CountDownLatch written = new CountDownLatch(writers);
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String subject = "r-" + writer;
                work.add(() -> {
                    for (int n = 0; n < each; n++) {
                        record(entry("step.done", subject));
                    }
                    written.countDown();
                    return true;
                });
            }
            // Two nodes seal while the others write.
            for (int node = 0; node < 2; node++) {
                work.add(() -> {
                    while (written.getCount() > 0) {
                        sealer.seal();
                    }
                    return true;
                });
            }

            together(work);
            sealer.seal();

            assertThat(verification.verify(tenant)).isEqualTo(new Verified(writers * each, 0, Optional.empty()));
            assertThat(positions()).containsExactlyElementsOf(naturals(writers * each));
            sealer.seal();
            assertThat(marks()).isZero();
        }

        @Test
        void sealsEachEventOnceWithTwoSealersAtOnce() throws Exception {
            transactions.write(
                    tenant,
                    () -> trail.record(IntStream.range(0, 2_300)
                            .mapToObj(n -> entry("step.done", "r-" + n))
                            .toList()));

            together(List.of(this::seal, this::seal));
            sealer.seal();

            assertThat(positions()).containsExactlyElementsOf(naturals(2_300));
            assertThat(verification.verify(tenant)).isEqualTo(new Verified(2_300, 0, Optional.empty()));
        }

        private boolean seal() {
            sealer.seal();
            return true;
        }

        @Test
        void leavesATenantAloneThatAnotherNodeIsSealing() {
            record(entry("step.done", "r-1"));

            transactions.writeOnly(tenant, () -> {
                jdbc.sql("select pg_advisory_xact_lock(hashtextextended('latchkey.audit.seal:' || ?, 0))")
                        .param(tenant.toString())
                        .query(rows -> {});
                onAnotherThread(sealer::seal);
            });

            assertThat(verification.verify(tenant).notSealedYet()).isEqualTo(1);
        }

        @Test
        void goesOnWithTheOthersWhenOneTenantFails() {
            TenantId broken = tenant;
            record(entry("step.done", "r-1"));
            // A seal of nothing, at the highest position there is: the next one cannot be numbered.
            superuserUpdate("insert into audit_seal values ('" + broken + "', gen_random_uuid(), 9223372036854775807,"
                    + " gen_random_uuid(), '', '', now())");
            superuserUpdate("insert into audit_seal values ('" + broken + "', gen_random_uuid(), -9223372036854775808,"
                    + " gen_random_uuid(), '', '', now())");
            double failures = meters.counter("latchkey.audit.seal.failures").count();
            tenant = newTenant();
            record(entry("step.done", "r-1"));

            sealer.seal();

            assertThat(verification.verify(tenant).sealed()).isEqualTo(1);
            assertThat(meters.counter("latchkey.audit.seal.failures").count()).isEqualTo(failures + 1);
            superuserUpdate("delete from audit_unsealed_since where tenant_id = '" + broken + "'");
        }

        @Test
        void marksOnceWhatIsRecordedOneAfterTheOther() {
            record(entry("step.done", "r-1"));
            sealer.seal();
            record(entry("step.done", "r-2"));
            sealer.seal();
            transactions.write(tenant, () -> {
                trail.record(entry("step.done", "r-3"));
                return trail.record(entry("step.done", "r-4"));
            });
            assertThat(marks()).isEqualTo(1);

            sealer.seal();
            sealer.seal();

            assertThat(marks()).isZero();
            assertThat(verification.verify(tenant)).isEqualTo(new Verified(4, 0, Optional.empty()));
        }

        /** A transaction that is open for long relies on a mark that others have long done with. */
        @Test
        void findsWhatIsCommittedLate() throws Exception {
            record(entry("step.done", "r-1"));
            var recorded = new CountDownLatch(1);
            var sealed = new CountDownLatch(1);
            var late = Executors.newSingleThreadExecutor();
            try {
                Future<UUID> open = late.submit(() -> transactions.write(tenant, () -> {
                    UUID id = trail.record(entry("step.done", "r-late"));
                    recorded.countDown();
                    awaitLatch(sealed);
                    return id;
                }));
                awaitLatch(recorded);
                record(entry("step.done", "r-2"));
                sealer.seal();
                sealer.seal();
                sealer.seal();
                assertThat(verification.verify(tenant)).isEqualTo(new Verified(2, 0, Optional.empty()));
                sealed.countDown();
                open.get();
            } finally {
                late.shutdownNow();
            }

            assertThat(verification.verify(tenant)).isEqualTo(new Verified(2, 1, Optional.empty()));
            sealer.seal();

            assertThat(verification.verify(tenant)).isEqualTo(new Verified(3, 0, Optional.empty()));
            assertThat(trail.read(tenant, TrailFilter.about("r-late"))
                            .rows()
                            .get(0)
                            .position())
                    .isEqualTo(3);
        }

        /** A node that stops in the middle of sealing keeps nobody from recording, and what is recorded is found. */
        @Test
        void waitsForNobodyWhileAMarkIsTakenAway() {
            record(entry("step.done", "r-1"));
            sealer.seal();

            transactions.writeOnly(tenant, () -> {
                jdbc.sql("select pg_advisory_xact_lock(mark_lock(tenant_id, event_id)) from audit_unsealed_since"
                                + " where tenant_id = ?")
                        .param(tenant.value())
                        .query(rows -> {});
                jdbc.sql("delete from audit_unsealed_since where tenant_id = ?")
                        .param(tenant.value())
                        .update();
                onAnotherThread(() -> record(entry("step.done", "r-2")));
            });
            sealer.seal();

            assertThat(verification.verify(tenant)).isEqualTo(new Verified(2, 0, Optional.empty()));
        }

        @Test
        void reliesOnNoMarkThatWasTakenAwayBeforeItWasLocked() throws Exception {
            record(entry("step.done", "r-1"));
            sealer.seal();
            var writer = Executors.newSingleThreadExecutor();
            try (var stopped = new StoppedBeforeLocks()) {
                Future<UUID> recording = writer.submit(() -> record(entry("step.done", "r-2")));
                await().atMost(Duration.ofSeconds(20)).until(stopped::isReached);
                superuserUpdate("delete from audit_unsealed_since where tenant_id = '" + tenant + "'");
                stopped.goOn();
                recording.get();
            } finally {
                writer.shutdownNow();
            }
            sealer.seal();

            assertThat(verification.verify(tenant)).isEqualTo(new Verified(2, 0, Optional.empty()));
        }

        /** What an earlier event's node had behind another's clock is before every mark that is there. */
        @Test
        void findsAnEventThatIsOlderThanItsMarks() {
            record(entry("step.done", "r-1"));
            sealer.seal();
            UUID early = new UUID(0x7000L, 1L);

            transactions.writeOnly(tenant, () -> {
                jdbc.sql("insert into audit_event (tenant_id, id, occurred_at, kind, subject, body)"
                                + " select tenant_id, ?, occurred_at, kind, subject, body from audit_event")
                        .param(early)
                        .update();
                jdbc.sql("select mark_unsealed(?, array[?]::uuid[], ?)")
                        .params(tenant.value(), early, new UUID(0, 0))
                        .query(rows -> {});
            });
            sealer.seal();

            assertThat(verification.verify(tenant)).isEqualTo(new Verified(2, 0, Optional.empty()));
        }

        /** Stops whoever is about to lock a mark that it has read. */
        private final class StoppedBeforeLocks implements AutoCloseable {

            private static final String LOCK = "create or replace function mark_lock(tenant uuid, marked uuid)"
                    + " returns bigint language plpgsql as $$ begin %s return hashtextextended('audit:' || tenant || '/'"
                    + " || marked, 0); end $$";

            private final Connection gate;

            StoppedBeforeLocks() throws SQLException {
                superuserUpdate(LOCK.formatted("perform pg_advisory_xact_lock_shared(4711);"));
                gate = DriverManager.getConnection(url, "postgres", "");
                gate.createStatement().execute("select pg_advisory_lock(4711)");
            }

            boolean isReached() {
                return superuser("select count(*) from pg_locks where locktype = 'advisory' and objid = 4711"
                                + " and not granted")
                        > 0;
            }

            void goOn() throws SQLException {
                gate.createStatement().execute("select pg_advisory_unlock(4711)");
            }

            @Override
            public void close() throws SQLException {
                gate.close();
                superuserUpdate(LOCK.formatted(""));
            }
        }

        /** The median of five, so that one hiccup of a busy machine decides nothing. */
        @Test
        void happensWithinASecondByDefault() {
            SealLoop loop = new SealLoop(sealer, new AuditProperties(Duration.ofMillis(500)), outage);
            loop.start();
            try {
                List<Duration> waits = new ArrayList<>();
                for (int n = 1; n <= 5; n++) {
                    long sealed = n;
                    record(entry("step.done", "r-" + n));
                    Instant recorded = Instant.now();
                    await().atMost(Duration.ofSeconds(20))
                            .pollInterval(Duration.ofMillis(20))
                            .until(() -> positions().size() == sealed);
                    waits.add(Duration.between(recorded, Instant.now()));
                }

                assertThat(waits.stream().sorted().toList().get(2)).isLessThan(Duration.ofSeconds(1));
            } finally {
                loop.stop();
            }
            assertThat(loop.isRunning()).isFalse();
        }
    }

    @Nested
    class Verifying {

        @Test
        void saysHowManyAreNotSealedYet() {
            record(entry("step.done", "r-1"));
            sealer.seal();
            record(entry("step.done", "r-2"));
            record(entry("step.done", "r-3"));

            assertThat(verification.verify(tenant)).isEqualTo(new Verified(1, 2, Optional.empty()));
        }

        @Test
        void holdsForAnEmptyTrail() {
            assertThat(verification.verify(tenant)).isEqualTo(new Verified(0, 0, Optional.empty()));
        }

        @Test
        void holdsOverManyPages() {
            seal(450);

            assertThat(verification.verify(tenant)).isEqualTo(new Verified(450, 0, Optional.empty()));
        }

        @Test
        void findsAChangedBody() {
            List<UUID> events = seal(5);

            tamper("update audit_event set body = convert_to(replace(convert_from(body, 'UTF8'), 'tested', 'forged'),"
                    + " 'UTF8') where id = '" + events.get(2) + "'");

            assertThat(verification.verify(tenant)).isEqualTo(broken(3, events.get(2), Breach.HASH));
        }

        @Test
        void findsAChangedColumn() {
            List<UUID> events = seal(3);

            tamper("update audit_event set subject = 'r-other' where id = '" + events.get(1) + "'");

            assertThat(verification.verify(tenant)).isEqualTo(broken(2, events.get(1), Breach.COLUMNS));
        }

        @Test
        void findsAnEventThatIsGone() {
            List<UUID> events = seal(3);

            tamper("delete from audit_event where id = '" + events.get(2) + "'");

            assertThat(verification.verify(tenant)).isEqualTo(broken(3, events.get(2), Breach.EVENT_MISSING));
        }

        @Test
        void findsASealThatIsGone() {
            List<UUID> events = seal(150);

            tamper("delete from audit_seal where event_id = '" + events.get(119) + "'");

            Broken found = verification.verify(tenant).firstBroken().orElseThrow();
            assertThat(found).isEqualTo(new Broken(120, null, Breach.POSITION));
        }

        @Test
        void findsALinkThatWasReplaced() {
            List<UUID> events = seal(3);

            tamper("update audit_seal set previous_hash = sha256('x') where event_id = '" + events.get(1) + "'");

            assertThat(verification.verify(tenant)).isEqualTo(broken(2, events.get(1), Breach.LINK));
        }

        @Test
        void findsAPersonalValueThatWasExchanged() {
            record(entry("step.done", "r-1").withPersonal(Map.of("login", Secret.of("one@acme.test"))));
            UUID second = record(entry("step.done", "r-2").withPersonal(Map.of("login", Secret.of("two@acme.test"))));
            sealer.seal();

            tamper("update audit_personal set salt = sha256('x') where event_id = '" + second + "'");

            assertThat(verification.verify(tenant)).isEqualTo(broken(2, second, Breach.PERSONAL));
        }

        @Test
        void findsACiphertextFromAnotherRow() {
            UUID first = record(entry("step.done", "r-1").withPersonal(Map.of("login", Secret.of("one@acme.test"))));
            UUID second = record(entry("step.done", "r-2").withPersonal(Map.of("login", Secret.of("two@acme.test"))));
            sealer.seal();

            tamper(
                    "update audit_personal p set value = o.value, salt = o.salt from audit_personal o where p.event_id = '"
                            + first + "' and o.event_id = '" + second + "'");

            assertThat(verification.verify(tenant)).isEqualTo(broken(1, first, Breach.PERSONAL));
        }

        @Test
        void findsAPersonalValueThatWasNeverRecorded() {
            UUID event = record(entry("step.done", "r-1").withPersonal(Map.of("login", Secret.of("one@acme.test"))));
            sealer.seal();

            tamper("update audit_personal set name = 'approver' where event_id = '" + event + "'");

            assertThat(verification.verify(tenant)).isEqualTo(broken(1, event, Breach.PERSONAL));
        }

        @Test
        void findsAnEventThatWasTakenFromTheSealer() {
            seal(2);
            UUID hidden = record(entry("step.done", "r-hidden"));

            superuserUpdate("delete from audit_unsealed_since where tenant_id = '" + tenant + "'");

            Verified verified = verification.verify(tenant);
            assertThat(verified.notSealedYet()).isEqualTo(1);
            assertThat(verified.firstBroken()).contains(new Broken(3, hidden, Breach.NOT_WAITING));
            assertThat(verified.intact()).isFalse();
        }

        private Verified broken(long position, UUID event, Breach breach) {
            return new Verified(position - 1, 0, Optional.of(new Broken(position, event, breach)));
        }
    }

    @Nested
    class Erasing {

        @Test
        void takesTheValuesOfASubjectAndLeavesTheProof() {
            record(entry("request.admitted", "r-1").withPersonal(Map.of("login", Secret.of("one@acme.test"))));
            record(entry("request.admitted", "r-2").withPersonal(Map.of("login", Secret.of("two@acme.test"))));
            sealer.seal();

            int gone = transactions.write(tenant, () -> trail.erase(tenant, "r-1"));

            assertThat(gone).isEqualTo(1);
            assertThat(login("r-1")).isNull();
            assertThat(login("r-2")).isEqualTo("two@acme.test");
            assertThat(verification.verify(tenant)).isEqualTo(new Verified(2, 0, Optional.empty()));
            assertThat(transactions.<Integer>write(tenant, () -> trail.erase(tenant, "r-1")))
                    .isZero();
        }

        @Test
        void takesTheValuesOfSingleEventsBeforeTheyAreSealedToo() {
            UUID first =
                    record(entry("request.admitted", "r-1").withPersonal(Map.of("login", Secret.of("one@acme.test"))));
            record(entry("step.done", "r-1").withPersonal(Map.of("mail", Secret.of("two@acme.test"))));

            int gone = transactions.write(tenant, () -> trail.erase(tenant, List.of(first)));
            sealer.seal();

            assertThat(gone).isEqualTo(1);
            assertThat(verification.verify(tenant)).isEqualTo(new Verified(2, 0, Optional.empty()));
        }

        @Test
        void leavesAnotherTenantsValuesAlone() {
            record(entry("request.admitted", "r-1").withPersonal(Map.of("login", Secret.of("one@acme.test"))));
            TenantId other = newTenant();

            int gone = transactions.write(other, () -> trail.erase(tenant, "r-1"));

            assertThat(gone).isZero();
            assertThat(login("r-1")).isEqualTo("one@acme.test");
        }

        private @Nullable String login(String subject) {
            return trail.read(tenant, TrailFilter.about(subject))
                    .rows()
                    .get(0)
                    .personal()
                    .get("login");
        }
    }

    @Nested
    class TheDatabase {

        @Test
        void refusesToChangeEvents() {
            record(entry("step.done", "r-1"));

            refuses("update audit_event set kind = 'step.other'");
            refuses("delete from audit_event");
            refuses("truncate audit_event");
        }

        @Test
        void refusesToChangeSeals() {
            record(entry("step.done", "r-1"));
            sealer.seal();

            refuses("update audit_seal set position = 7");
            refuses("delete from audit_seal");
            refuses("truncate audit_seal");
        }

        @Test
        void refusesToChangePersonalValues() {
            refuses("update audit_personal set name = 'other'");
        }

        private void refuses(String sql) {
            assertThatThrownBy(
                            () -> transactions.write(tenant, () -> jdbc.sql(sql).update()))
                    .as(sql)
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
    }

    private Entry entry(String kind, String subject) {
        return Entry.of(tenant, kind, subject)
                .withFacts(JsonNodeFactory.instance.objectNode().put("reason", "tested"));
    }

    private UUID record(Entry entry) {
        return transactions.write(entry.tenant(), () -> trail.record(entry));
    }

    /** Records and seals this many events; their ids in the order of the chain. */
    private List<UUID> seal(int count) {
        List<UUID> events = transactions.write(
                tenant,
                () -> trail.record(IntStream.range(0, count)
                        .mapToObj(n -> entry("step.done", "r-" + n))
                        .toList()));
        sealer.seal();
        return events;
    }

    private List<String> kinds(TrailFilter filter) {
        return trail.read(tenant, filter).rows().stream().map(TrailRow::kind).toList();
    }

    private TenantId newTenant() {
        return Doorless.tenant(new TenantId(ids.next()), transactions, jdbc, vault);
    }

    private List<Long> positions() {
        return transactions.read(
                tenant,
                () -> jdbc.sql("select position from audit_seal order by position")
                        .query(Long.class)
                        .list());
    }

    private static List<Long> naturals(long most) {
        return LongStream.rangeClosed(1, most).boxed().toList();
    }

    private long count(String table) {
        return transactions.read(
                tenant,
                () -> jdbc.sql("select count(*) from " + table)
                        .query(Long.class)
                        .single());
    }

    private long marks() {
        return jdbc.sql("select count(*) from audit_unsealed_since where tenant_id = ?")
                .param(tenant.value())
                .query(Long.class)
                .single();
    }

    private static <T> void together(List<Callable<T>> work) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            for (Future<T> done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void onAnotherThread(Runnable work) {
        try {
            together(List.of(Executors.callable(work)));
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What only somebody can do who has the machine: switch the guards off, change a row, switch them on again. */
    private void tamper(String sql) {
        superuserUpdate(
                "alter table audit_event disable trigger user",
                "alter table audit_seal disable trigger user",
                sql,
                "alter table audit_event enable trigger user",
                "alter table audit_seal enable trigger user");
    }

    private void superuserUpdate(String... statements) {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long superuser(String count) {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(count)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
