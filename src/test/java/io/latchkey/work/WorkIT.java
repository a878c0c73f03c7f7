package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.kagkarlsson.scheduler.boot.autoconfigure.DbSchedulerAutoConfiguration;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.failure.Failure;
import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.LimitReached;
import io.latchkey.platform.failure.RetryableFailure;
import io.latchkey.platform.failure.TerminalFailure;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.platform.time.Ids;
import io.latchkey.testing.OnPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

/** The ledger on a real PostgreSQL: what survives, what is looked up, and that no wake-up is lost. */
@SpringBootTest(
        classes = WorkIT.Ground.class,
        properties = {"latchkey.work.first-backoff=50ms", "latchkey.work.max-attempts=3"})
@ContextConfiguration(initializers = OnPostgres.class)
class WorkIT {

    @Autowired
    private Work work;

    @Autowired
    private Ledger ledger;

    @Autowired
    private RunWorker runs;

    @Autowired
    private TenantTransactions transactions;

    @Autowired
    private Vault vault;

    @Autowired
    private Ids ids;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Steps steps;

    @Autowired
    private Looks looks;

    @Autowired
    private Endings endings;

    @Autowired
    private Budgets budgets;

    @Autowired
    private Consents consents;

    @Autowired
    private Parked parked;

    private TenantId tenant = new TenantId(UUID.randomUUID());

    @BeforeEach
    void aTenant() {
        tenant = new TenantId(ids.next());
        transactions.writeOnly(tenant, () -> {
            jdbc.sql("insert into tenant (tenant_id, id, state, created_at) values (?, ?, 'installed', now())")
                    .params(tenant.value(), tenant.value())
                    .update();
            vault.createKeyset(tenant);
        });
        steps.reset();
        looks.reset();
        endings.reset();
        consents.reset();
    }

    @Nested
    class Looking {

        @Test
        void asksOnceHoweverManyHints() {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            looks.does(subject -> {
                begun.countDown();
                waitFor(goOn);
                return Optional::empty;
            });
            look("1");
            waitFor(begun);

            look("1");
            look("1");
            look("1");
            goOn.countDown();

            await().until(() -> waiting() == 0);
            assertThat(looks.seen).containsExactly("1", "1");
        }

        @Test
        void startsTheRunThatFollows() {
            looks.does(subject -> () -> Optional.of(run(subject, "a", "b")));

            look("42");

            await().until(() -> endings.completed.contains("42"));
            assertThat(steps.acted).containsExactly("a", "b");
            assertThat(steps.looked).isEmpty();
        }

        @Test
        void parksWhatWillNotPassAndLooksAgainWhenAsked() {
            looks.does(subject -> {
                throw new Refusal();
            });

            look("7");

            await().until(() -> state("7").equals("parked"));
            looks.does(subject -> Optional::empty);
            look("7");
            await().until(() -> waiting() == 0);
            assertThat(looks.seen).containsExactly("7", "7");
        }

        @Test
        void looksAgainWhenAskedDuringALookThatIsThenParked() {
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            AtomicInteger looked = new AtomicInteger();
            looks.does(subject -> {
                if (looked.incrementAndGet() == 1) {
                    begun.countDown();
                    waitFor(goOn);
                    throw new Refusal();
                }
                return Optional::empty;
            });
            look("6");
            waitFor(begun);

            look("6");
            goOn.countDown();

            await().until(() -> state("6").equals("gone"));
            assertThat(looked).hasValue(2);
        }

        @Test
        void parksALookWhoseConclusionFailsEveryTime() {
            looks.does(subject -> () -> {
                throw new IllegalStateException("poison");
            });

            look("5");

            await().until(() -> state("5").equals("parked"));
            assertThat(looks.seen).hasSize(3);
        }

        @Test
        void parksALookWhoseRunCannotBegin() {
            steps.refusesToIntend("a", new Refusal());
            looks.does(subject -> () -> Optional.of(run(subject, "a")));

            look("4");

            await().until(() -> state("4").equals("parked"));
        }

        @Test
        void triesAParkedLookAgainAfterAWhile() {
            looks.does(subject -> {
                throw new Refusal();
            });
            look("7");
            await().until(() -> state("7").equals("parked"));

            transactions.writeOnly(tenant, () -> work.reviveLooks(tenant, Looks.KIND));
            assertThat(state("7")).isEqualTo("parked");
            age("7", "1 hour");
            looks.does(subject -> Optional::empty);
            transactions.writeOnly(tenant, () -> work.reviveLooks(tenant, Looks.KIND));

            await().until(() -> state("7").equals("gone"));
            assertThat(looks.seen).containsExactly("7", "7");
        }

        @Test
        void leavesALookParkedThatHasFailedForTooLong() {
            looks.does(subject -> {
                throw new Refusal();
            });
            look("8");
            await().until(() -> state("8").equals("parked"));
            age("8", "8 days");

            transactions.writeOnly(tenant, () -> work.reviveLooks(tenant, Looks.KIND));

            assertThat(state("8")).isEqualTo("parked");
        }

        @Test
        void countsItsTimeAnewWhenAParkedLookIsAskedForAgain() {
            looks.does(subject -> {
                throw new Refusal();
            });
            look("10");
            await().until(() -> state("10").equals("parked"));
            age("10", "8 days");
            look("10");
            await().until(() -> looks.seen.size() == 2 && state("10").equals("parked"));
            age("10", "1 hour");
            looks.does(subject -> Optional::empty);

            transactions.writeOnly(tenant, () -> work.reviveLooks(tenant, Looks.KIND));

            await().until(() -> state("10").equals("gone"));
        }

        @Test
        void waitsForLimitsWithoutCountingThem() {
            AtomicInteger tries = new AtomicInteger();
            looks.does(subject -> {
                if (tries.incrementAndGet() <= 5) {
                    throw new Limited();
                }
                return Optional::empty;
            });

            look("3");

            await().until(() -> state("3").equals("gone"));
            assertThat(tries).hasValue(6);
        }

        @Test
        void countsFailuresAnewWhenAParkedLookIsAskedForAgain() {
            looks.does(subject -> {
                throw new Passing();
            });
            look("9");
            await().until(() -> state("9").equals("parked"));

            look("9");

            await().until(() -> looks.seen.size() == 6 && state("9").equals("parked"));
        }

        private void age(String subject, String by) {
            transactions.writeOnly(
                    tenant,
                    () -> jdbc.sql("update work_item set created_at = created_at - ?::interval,"
                                    + " ended_at = ended_at - ?::interval where subject = ?")
                            .params(by, by, subject)
                            .update());
        }

        /** Signals are stored by many threads while slots go idle all the time; each must be looked at. */
        @Test
        void losesNoWakeUp() throws InterruptedException {
            int each = 100;
            ExecutorService threads = Executors.newFixedThreadPool(8);
            for (int thread = 0; thread < 8; thread++) {
                int number = thread;
                threads.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        look(number + "-" + i);
                    }
                });
            }
            threads.shutdown();

            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            await().atMost(Duration.ofSeconds(60)).until(() -> waiting() == 0);
            assertThat(looks.seen).hasSize(8 * each).doesNotHaveDuplicates();
        }
    }

    @Nested
    class Running {

        @Test
        void commitsTheIntentBeforeItActs() {
            steps.acts("a", step -> {
                assertThat(intents(step.runId())).isEqualTo(1);
                return result();
            });

            start(run("1", "a"));

            await().until(() -> endings.completed.contains("1"));
        }

        @Test
        void handsTheSecretOfAStepToALaterOne() {
            steps.intends("a", Intent.with(Secret.of("s3cret")));
            List<Secret> seen = new ArrayList<>();
            List<byte[]> stored = new ArrayList<>();
            steps.acts("b", step -> {
                step.secretOf("a").ifPresent(seen::add);
                stored.addAll(storedSecrets());
                return result();
            });

            start(run("1", "a", "b"));

            await().until(() -> endings.completed.contains("1"));
            assertThat(seen).containsExactly(Secret.of("s3cret"));
            assertThat(stored)
                    .hasSize(1)
                    .allSatisfy(bytes -> assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                            .doesNotContain("s3cret"));
        }

        @Test
        void erasesTheSecretOnceTheRunIsDone() {
            steps.intends("a", Intent.with(Secret.of("s3cret")));

            start(run("1", "a", "b"));

            await().until(() -> endings.completed.contains("1"));
            await().until(() -> storedSecrets().isEmpty());
        }

        @Test
        void parksARunWhoseNextStepCannotBegin() {
            steps.refusesToIntend("b", new Refusal());

            UUID run = start(run("1", "a", "b"));

            await().until(() -> isInState(run, "parked"));
            assertThat(stateOf(run).steps()).extracting(RunState.Step::state).containsExactly("done", "planned");
        }

        @Test
        void parksARunWhoseNextStepFailsToBeginEveryTime() {
            steps.refusesToIntend("b", new IllegalStateException("poison"));

            UUID run = start(run("1", "a", "b"));

            await().until(() -> isInState(run, "parked"));
            assertThat(steps.acted).containsExactly("a");
            assertThat(stateOf(run).steps()).extracting(RunState.Step::state).containsExactly("done", "planned");
        }

        @Test
        void tellsAStepThatAnotherRunClaimsTheSame() {
            Intent claiming =
                    new Intent(JsonNodeFactory.instance.objectNode(), Optional.empty(), Optional.of("account"));
            steps.intends("a", claiming);
            List<Boolean> claimed = Collections.synchronizedList(new ArrayList<>());
            steps.acts("a", step -> {
                claimed.add(step.isClaimedElsewhere());
                return result();
            });

            start(run("1", "a"));
            await().until(() -> endings.completed.contains("1"));
            start(run("2", "a"));
            await().until(() -> endings.completed.contains("2"));

            assertThat(claimed).containsExactly(false, true);
            assertThat(transactions.read(
                            tenant,
                            () -> jdbc.sql("select distinct claim from step_intent")
                                    .query(String.class)
                                    .list()))
                    .as("two claims of the same, neither of which tells what")
                    .singleElement()
                    .asString()
                    .matches("[0-9a-f]{64}")
                    .isNotEqualTo(
                            HexFormat.of().formatHex(CanonicalJson.sha256("account".getBytes(StandardCharsets.UTF_8))));
        }

        @Test
        void looksBeforeItRepeatsAfterAFailure() {
            AtomicInteger tries = new AtomicInteger();
            steps.acts("a", step -> {
                if (tries.incrementAndGet() == 1) {
                    throw new Passing();
                }
                return result();
            });

            start(run("1", "a"));

            await().until(() -> endings.completed.contains("1"));
            assertThat(steps.looked).containsExactly("a");
            assertThat(tries).hasValue(2);
        }

        @Test
        void adoptsWhatALookFindsAndDoesNotRepeatIt() {
            AtomicInteger tries = new AtomicInteger();
            steps.acts("a", step -> {
                tries.incrementAndGet();
                throw new Passing();
            });
            steps.finds("a", Optional.of(result()));

            start(run("1", "a"));

            await().until(() -> endings.completed.contains("1"));
            assertThat(tries).hasValue(1);
        }

        /** Three failed attempts would park it. */
        @Test
        void waitsForLimitsWithoutCountingThemAndWithoutALookWhereNothingWasSent() {
            AtomicInteger tries = new AtomicInteger();
            steps.acts("a", step -> {
                if (tries.incrementAndGet() <= 5) {
                    throw new Limited();
                }
                return result();
            });

            UUID run = start(run("1", "a", "b"));

            await().until(() -> endings.completed.contains("1"));
            assertThat(tries).hasValue(6);
            assertThat(steps.looked).isEmpty();
            assertThat(stateOf(run).reasonCode()).isNull();
            assertThat(count("select count(*) from work_item where limited_since is not null"))
                    .isZero();
        }

        @Test
        void looksAfterALimitThatWasMetByACall() {
            AtomicInteger tries = new AtomicInteger();
            steps.acts("a", step -> {
                if (tries.incrementAndGet() == 1) {
                    budgets.take(List.of(aCall()));
                    throw new Limited();
                }
                return result();
            });

            start(run("1", "a"));

            await().until(() -> endings.completed.contains("1"));
            assertThat(steps.looked).containsExactly("a");
        }

        /** Its look may have been due to a call of an earlier attempt. */
        @Test
        void looksAgainAfterALimitThatKeptItFromLooking() {
            AtomicInteger tries = new AtomicInteger();
            AtomicInteger looked = new AtomicInteger();
            steps.acts("a", step -> {
                if (tries.incrementAndGet() == 1) {
                    throw new Passing();
                }
                return result();
            });
            steps.onLook("a", () -> {
                if (looked.incrementAndGet() == 1) {
                    throw new Limited();
                }
            });

            start(run("1", "a"));

            await().until(() -> endings.completed.contains("1"));
            assertThat(looked).hasValue(2);
        }

        @Test
        void parksAndTellsPeople() {
            steps.acts("a", step -> {
                throw new Refusal();
            });
            endings.follow = Optional.of(run("note", "b"));

            UUID run = start(run("1", "a"));

            await().until(() -> steps.acted.contains("b"));
            RunState parked = stateOf(run);
            assertThat(parked.state()).isEqualTo("parked");
            assertThat(parked.reasonCode()).isEqualTo("test.refused");
            assertThat(endings.parked).containsExactly("1");
        }

        @Test
        void givesUpAfterTheLastAttempt() {
            steps.acts("a", step -> {
                throw new Passing();
            });

            UUID run = start(run("1", "a"));

            await().until(() -> isInState(run, "parked"));
            assertThat(stateOf(run).reasonCode()).isEqualTo("test.passing");
        }

        @Test
        void parksABugOfOursWithoutItsMessage() {
            steps.acts("a", step -> {
                throw new IllegalStateException("holds anything");
            });

            UUID run = start(run("1", "a"));

            await().until(() -> isInState(run, "parked"));
            assertThat(stateOf(run).reasonCode()).isEqualTo("ours.unexpected");
            assertThat(stateOf(run).reason()).doesNotContain("holds anything");
        }
    }

    /** What a person asks for: once more, or no more. */
    @Nested
    class Asked {

        @Test
        void goesOnWhereItStoppedAndLooksFirst() {
            steps.acts("b", step -> {
                throw new Refusal();
            });
            UUID run = start(run("1", "a", "b", "c"));
            await().until(() -> stateOf(run).state().equals("parked"));
            steps.acts("b", step -> result());
            steps.acted.clear();
            steps.looked.clear();

            assertThat(retry(run)).isInstanceOf(Retry.Accepted.class);
            assertThat(retry(run)).isNotInstanceOf(Retry.Accepted.class);

            await().until(() -> stateOf(run).state().equals("done"));
            assertThat(steps.looked).containsExactly("b");
            assertThat(steps.acted).containsExactly("b", "c");
            assertThat(count("select count(*) from audit_event where kind = 'run.retried'"))
                    .isEqualTo(1);
        }

        @Test
        void retriesOnlyWhatIsParked() {
            UUID run = start(run("1", "a"));
            await().until(() -> stateOf(run).state().equals("done"));

            assertThat(retry(run)).isEqualTo(new Retry.NotParked("done"));
            assertThat(retry(ids.next())).isEqualTo(new Retry.NoSuchRun());
        }

        @Test
        void tellsPackagesBelowThatARunAndALookAreParked() {
            steps.acts("a", step -> {
                throw new Refusal();
            });
            UUID run = start(run("1", "a"));
            await().until(() ->
                    parked.runs.stream().anyMatch(event -> event.runId().equals(run)));
            looks.does(subject -> {
                throw new Refusal();
            });
            look("2");

            await().until(() -> parked.looks.stream()
                    .anyMatch(event ->
                            event.tenant().equals(tenant) && event.subject().equals("2")));
            RunParked event = parked.runs.get(parked.runs.size() - 1);
            assertThat(event.step()).isEqualTo("a");
            assertThat(event.code()).isEqualTo("test.refused");
            assertThat(event.failureKind()).isEqualTo(FailureKind.CALLER);
        }

        @Test
        void stopsBeforeItsNextEffectWhenItIsDoubted() {
            AtomicInteger tries = new AtomicInteger();
            steps.acts("b", step -> {
                tries.incrementAndGet();
                throw new Later();
            });
            UUID run = start(run("1", "a", "b", "c"));
            await().until(() -> tries.get() == 1 && stateOf(run).attempts() == 1);
            consents.withdrawal = Optional.of(new Withdrawal("test.closed", "It was closed."));

            transactions.writeOnly(tenant, () -> work.doubt(tenant, run));

            await().until(() -> stateOf(run).state().equals("stopped"));
            assertThat(stateOf(run).reasonCode()).isEqualTo("test.closed");
            assertThat(tries).hasValue(1);
            assertThat(endings.stopped).singleElement().satisfies(stopped -> {
                assertThat(stopped.run().done()).extracting(RunSoFar.Done::key).containsExactly("a");
                assertThat(stopped.begun()).contains("b");
            });
        }

        @Test
        void recordsWhatALookFindsBeforeItStops() {
            AtomicInteger tries = new AtomicInteger();
            steps.acts("b", step -> {
                tries.incrementAndGet();
                throw new Later();
            });
            steps.finds("b", Optional.of(result()));
            UUID run = start(run("1", "a", "b", "c"));
            await().until(() -> tries.get() == 1 && stateOf(run).attempts() == 1);
            consents.withdrawal = Optional.of(new Withdrawal("test.closed", "It was closed."));

            transactions.writeOnly(tenant, () -> work.doubt(tenant, run));

            await().until(() -> stateOf(run).state().equals("stopped"));
            assertThat(endings.stopped.get(0).run().done())
                    .extracting(RunSoFar.Done::key)
                    .containsExactly("a", "b");
            assertThat(steps.acted).doesNotContain("c");
        }

        @Test
        void asksNobodyWhileItsBeginningIsFresh() {
            consents.withdrawal = Optional.of(new Withdrawal("test.closed", "It was closed."));

            UUID run = start(run("1", "a", "b"));

            await().until(() -> stateOf(run).state().equals("done"));
            assertThat(consents.asked).hasValue(0);
        }

        @Test
        void asksBeforeItActsOnAnOldBeginning() {
            steps.acts("a", step -> {
                throw new Refusal();
            });
            UUID run = start(run("1", "a"));
            await().until(() -> stateOf(run).state().equals("parked"));
            steps.acts("a", step -> result());
            steps.acted.clear();
            consents.withdrawal = Optional.of(new Withdrawal("test.closed", "It was closed."));
            transactions.writeOnly(
                    tenant,
                    () -> jdbc.sql("update work_item set created_at = created_at - interval '6 seconds' where id = ?")
                            .param(run)
                            .update());

            retry(run);

            await().until(() -> stateOf(run).state().equals("stopped"));
            assertThat(steps.acted).isEmpty();
        }

        private Retry retry(UUID run) {
            return transactions.write(tenant, () -> work.retry(tenant, run, "admin-1"));
        }
    }

    /** What can never be done stands in nobody's way. All of it in one slot. */
    @Nested
    class Poisoned {

        @Test
        void anUnreadablePlanIsParkedAndBlocksNothing() {
            steps.acts("a", step -> {
                throw new Later();
            });
            UUID poison = start(run("slot-mate", "a"));
            await().until(() -> stateOf(poison).attempts() == 1);
            transactions.writeOnly(tenant, () -> {
                jdbc.sql("update work_item set plan = '\\x00'::bytea, due_at = now() where id = ?")
                        .param(poison)
                        .update();
                jdbc.sql("select wake_slot(?, slot, now()) from work_item where id = ?")
                        .params(tenant.value(), poison)
                        .query((row, n) -> true)
                        .list();
            });

            assertNothingBlocked();
            await().atMost(Duration.ofSeconds(20)).until(() -> standing(poison).equals("parked"));
        }

        @Test
        void aKindThatThisNodeDoesNotKnowWaitsForAnother() {
            UUID unknown = start(run("slot-mate", "a", "from-a-newer-version"));

            await().until(() -> "work.kind-unknown".equals(stateOf(unknown).reasonCode()));
            assertNothingBlocked();
            RunState waiting = stateOf(unknown);
            assertThat(waiting.state()).isEqualTo("waiting");
            assertThat(waiting.attempts()).isZero();
            assertThat(waiting.steps().get(0).state()).isEqualTo("done");
        }

        @Test
        void aKindThatNobodyKnowsForADayIsParked() {
            UUID unknown = start(run("slot-mate", "a", "from-a-newer-version"));
            await().until(() -> "work.kind-unknown".equals(stateOf(unknown).reasonCode()));

            transactions.writeOnly(
                    tenant,
                    () -> jdbc.sql("update work_item set unknown_since = unknown_since - interval '1 day' where id = ?")
                            .param(unknown)
                            .update());

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> stateOf(unknown).state().equals("parked"));
        }

        @Test
        void aLookOfAnUnknownKindWaitsForAnotherNode() {
            transactions.writeOnly(tenant, () -> work.look(tenant, "from-a-newer-version", "slot-mate"));

            await().until(() -> count("select count(*) from work_item where reason_code = 'work.kind-unknown'") == 1);
            assertNothingBlocked();
            assertThat(count("select count(*) from work_item where state = 'waiting' and attempts = 0"))
                    .isEqualTo(1);
        }

        @Test
        void aRunOfWhichNobodyCanBeToldIsParkedAllTheSame() {
            steps.acts("a", step -> {
                throw new Refusal();
            });
            steps.refusesToIntend("b", new Refusal());
            endings.follow = Optional.of(run("note", "b"));

            UUID run = start(run("slot-mate", "a"));

            await().until(() -> stateOf(run).state().equals("parked"));
        }

        private String standing(UUID run) {
            return transactions
                    .read(tenant, () -> ledger.standing(tenant, run))
                    .orElseThrow()
                    .state();
        }

        /** Of the same subject, so surely in the same slot. */
        private void assertNothingBlocked() {
            looks.reset();
            look("slot-mate");
            await().atMost(Duration.ofSeconds(5)).until(() -> looks.seen.contains("slot-mate"));
        }
    }

    /** A crash is an Error out of the handler: nothing more is written, the lease is left to run out. */
    @Nested
    class Surviving {

        @Test
        void goesOnAfterACrashBetweenAnyTwoSteps() {
            for (String crashing : List.of("a", "b", "c")) {
                steps.reset();
                Claimed item = startHeld(run("crash-" + crashing, "a", "b", "c"));
                steps.acts(crashing, step -> {
                    throw new Crash();
                });
                crash(item);
                steps.acts(crashing, step -> result());

                Claimed taken = takeOver(item);
                runs.resume(taken, () -> false);

                assertThat(stateOf(item.id()).state()).isEqualTo("done");
                assertThat(steps.looked).containsExactly(crashing);
                assertThat(steps.acted).startsWith("a").endsWith("c").doesNotHaveDuplicates();
            }
        }

        @Test
        void writesNothingOnceAnotherWorkerHasTakenOver() {
            Claimed item = startHeld(run("1", "a", "b"));
            steps.acts("a", step -> {
                takeOver(item);
                return result();
            });

            Throwable thrown = catchThrowable(() -> runs.resumeStarted(item, () -> false));

            assertThat(thrown).isInstanceOf(FenceLost.class);
            assertThat(outcomes(item.id())).isZero();
        }

        @Test
        void looksWhenAWorkerVanishedThatHadTakenWhatWasUntried() {
            Claimed item = startHeld(run("1", "a"));
            limitedAtFirst(item);

            Claimed vanished = takeOver(item);
            Claimed taken = takeOver(item);
            runs.resume(taken, () -> false);

            assertThat(vanished.untried()).isTrue();
            assertThat(taken.untried()).isFalse();
            assertThat(steps.looked).containsExactly("a");
        }

        @Test
        void givesWhatWaitsForLimitsForHoursToAPerson() {
            Claimed item = startHeld(run("1", "a"));
            limitedAtFirst(item);
            steps.acts("a", step -> {
                throw new Limited();
            });
            transactions.writeOnly(
                    tenant,
                    () -> jdbc.sql("update work_item set limited_since = limited_since - interval '12 hours'")
                            .update());

            runs.resume(takeOver(item), () -> false);

            assertThat(stateOf(item.id()).state()).isEqualTo("parked");
            assertThat(stateOf(item.id()).reasonCode()).isEqualTo("test.limited");
        }

        private void limitedAtFirst(Claimed item) {
            steps.acts("a", step -> {
                throw new Limited();
            });
            runs.resumeStarted(item, () -> false);
            steps.acts("a", step -> result());
            assertThat(stateOf(item.id()).state()).isEqualTo("waiting");
        }

        @Test
        void handsUnfinishedWorkBackWhenTheNodeStops() {
            Claimed item = startHeld(run("1", "a", "b"));
            AtomicInteger asked = new AtomicInteger();

            runs.resumeStarted(item, () -> asked.incrementAndGet() > 1);

            assertThat(steps.acted).containsExactly("a");
            Claimed taken = transactions
                    .write(tenant, () -> ledger.claim(tenant, item.slot()))
                    .orElseThrow();
            assertThat(taken.fence()).isGreaterThan(item.fence());
        }

        private Claimed startHeld(NewRun run) {
            return transactions.write(tenant, () -> runs.start(tenant, slotOf(run), run));
        }

        /** The run's own slot, so that nothing is woken and the scheduler leaves the item to this test. */
        private int slotOf(NewRun run) {
            return jdbc.sql("select slot_of(?, 4)")
                    .param(run.partition())
                    .query(Integer.class)
                    .single();
        }

        private void crash(Claimed item) {
            assertThat(catchThrowable(() -> runs.resumeStarted(item, () -> false)))
                    .isInstanceOf(Crash.class);
        }

        private Claimed takeOver(Claimed item) {
            return transactions.write(tenant, () -> {
                jdbc.sql("update work_item set lease_until = lease_now(), due_at = created_at"
                                + " where tenant_id = ? and id = ?")
                        .params(tenant.value(), item.id())
                        .update();
                return ledger.claim(tenant, item.slot()).orElseThrow();
            });
        }

        private Throwable catchThrowable(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
            Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(call);
            assertThat(thrown).isNotNull();
            return thrown;
        }
    }

    private void look(String subject) {
        transactions.writeOnly(tenant, () -> work.look(tenant, Looks.KIND, subject));
    }

    private UUID start(NewRun run) {
        looks.does(subject -> () -> Optional.of(run));
        look(run.partition());
        return run.id();
    }

    private NewRun run(String subject, String... kinds) {
        List<PlannedStep> planned = new ArrayList<>();
        for (String kind : kinds) {
            planned.add(new PlannedStep(kind, "test." + kind, JsonNodeFactory.instance.objectNode()));
        }
        return new NewRun(
                ids.next(), Endings.KIND, subject, subject, new Plan(JsonNodeFactory.instance.objectNode(), planned));
    }

    private static Demand aCall() {
        return new Demand(
                BudgetKey.of(UUID.randomUUID().toString(), "test"), Allowance.even(1_000, 1, Duration.ofMinutes(1)), 1);
    }

    private static StepResult result() {
        return StepResult.of(StepResult.nothing().put("ok", true));
    }

    private RunState stateOf(UUID run) {
        return transactions.read(tenant, () -> work.run(tenant, run)).orElseThrow();
    }

    /** Whether the run exists already and is in that state. */
    private boolean isInState(UUID run, String state) {
        return transactions.read(tenant, () -> work.run(tenant, run)).stream()
                .anyMatch(found -> found.state().equals(state));
    }

    private int waiting() {
        return count("select count(*) from work_item where state = 'waiting'");
    }

    private int intents(UUID run) {
        return count("select count(*) from step_intent where work_id = '" + run + "'");
    }

    private int outcomes(UUID run) {
        return count("select count(*) from step_outcome where work_id = '" + run + "'");
    }

    private int count(String sql) {
        return transactions.read(
                tenant, () -> jdbc.sql(sql).query(Integer.class).single());
    }

    private List<byte[]> storedSecrets() {
        return transactions.read(
                tenant,
                () -> jdbc.sql("select secret from step_intent where secret is not null")
                        .query(byte[].class)
                        .list());
    }

    private String state(String subject) {
        return transactions.read(
                tenant,
                () -> jdbc.sql("select state from work_item where subject = ?")
                        .param(subject)
                        .query(String.class)
                        .optional()
                        .orElse("gone"));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static final class Passing extends FailureException implements RetryableFailure {
        private static final long serialVersionUID = 1L;

        Passing() {
            super(FailureKind.OUTSIDE, "test.passing", "It may pass.");
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.empty();
        }
    }

    private static final class Limited extends FailureException implements LimitReached {
        private static final long serialVersionUID = 1L;

        Limited() {
            super(FailureKind.OUTSIDE, "test.limited", "It waits.");
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.of(Duration.ofMillis(10));
        }
    }

    private static final class Refusal extends FailureException implements TerminalFailure {
        private static final long serialVersionUID = 1L;

        Refusal() {
            super(FailureKind.CALLER, "test.refused", "It will not pass.");
        }
    }

    /** Work and what it stands on, with steps, looks and endings that a test commands. */
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        DbSchedulerAutoConfiguration.class
    })
    @ComponentScan(
            basePackages = {
                "io.latchkey.platform.crypto",
                "io.latchkey.platform.db",
                "io.latchkey.platform.time",
                "io.latchkey.audit",
                "io.latchkey.work"
            },
            excludeFilters = {
                @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*Test.*"),
                // Nobody installs anything here.
                @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = TenantTimers.class)
            })
    @ConfigurationPropertiesScan({"io.latchkey.platform.crypto", "io.latchkey.audit", "io.latchkey.work"})
    static class Ground {

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Steps steps() {
            return new Steps();
        }

        @Bean
        StepHandler a(Steps steps) {
            return steps.handler("a");
        }

        @Bean
        StepHandler b(Steps steps) {
            return steps.handler("b");
        }

        @Bean
        StepHandler c(Steps steps) {
            return steps.handler("c");
        }

        @Bean
        Looks looks() {
            return new Looks();
        }

        @Bean
        Endings endings() {
            return new Endings();
        }

        @Bean
        Consents consents() {
            return new Consents();
        }

        @Bean
        Parked parked() {
            return new Parked();
        }
    }

    static final class Steps {

        final List<String> acted = Collections.synchronizedList(new ArrayList<>());
        final List<String> looked = Collections.synchronizedList(new ArrayList<>());
        private final Map<String, Function<StepContext, StepResult>> acts =
                new java.util.concurrent.ConcurrentHashMap<>();
        private final Map<String, Intent> intents = new java.util.concurrent.ConcurrentHashMap<>();
        private final Map<String, Optional<StepResult>> finds = new java.util.concurrent.ConcurrentHashMap<>();

        private final Map<String, RuntimeException> refusing = new java.util.concurrent.ConcurrentHashMap<>();
        private final Map<String, Runnable> whenLooked = new java.util.concurrent.ConcurrentHashMap<>();

        void refusesToIntend(String name, RuntimeException why) {
            refusing.put(name, why);
        }

        void onLook(String name, Runnable does) {
            whenLooked.put(name, does);
        }

        void reset() {
            whenLooked.clear();
            refusing.clear();
            acted.clear();
            looked.clear();
            acts.clear();
            intents.clear();
            finds.clear();
        }

        void acts(String name, Function<StepContext, StepResult> act) {
            acts.put(name, act);
        }

        void intends(String name, Intent intent) {
            intents.put(name, intent);
        }

        void finds(String name, Optional<StepResult> found) {
            finds.put(name, found);
        }

        StepHandler handler(String name) {
            return new StepHandler() {
                @Override
                public String kind() {
                    return "test." + name;
                }

                @Override
                public Intent intend(StepContext step) {
                    if (refusing.containsKey(name)) {
                        throw refusing.get(name);
                    }
                    return intents.getOrDefault(name, Intent.plain());
                }

                @Override
                public StepResult act(StepContext step) {
                    StepResult result =
                            acts.getOrDefault(name, context -> result()).apply(step);
                    acted.add(name);
                    return result;
                }

                @Override
                public Optional<StepResult> look(StepContext step) {
                    looked.add(name);
                    whenLooked.getOrDefault(name, () -> {}).run();
                    return finds.getOrDefault(name, Optional.empty());
                }
            };
        }
    }

    static final class Looks implements LookHandler {

        static final String KIND = "test";

        final List<String> seen = Collections.synchronizedList(new ArrayList<>());
        private volatile Function<String, Conclusion> look = subject -> Optional::empty;

        void reset() {
            seen.clear();
            look = subject -> Optional::empty;
        }

        void does(Function<String, Conclusion> given) {
            look = given;
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Conclusion look(TenantId tenant, String subject, Runnable beforeCall) {
            seen.add(subject);
            return look.apply(subject);
        }
    }

    static final class Endings implements RunListener {

        static final String KIND = "test-run";

        final List<String> completed = Collections.synchronizedList(new ArrayList<>());
        final List<String> parked = Collections.synchronizedList(new ArrayList<>());
        final List<StoppedRun> stopped = Collections.synchronizedList(new ArrayList<>());
        volatile Optional<NewRun> follow = Optional.empty();

        @Override
        public Optional<NewRun> stopped(StoppedRun run) {
            stopped.add(run);
            return follow;
        }

        void reset() {
            stopped.clear();
            completed.clear();
            parked.clear();
            follow = Optional.empty();
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public void completed(TenantId tenant, UUID runId, String subject) {
            completed.add(subject);
        }

        @Override
        public Optional<NewRun> parked(TenantId tenant, UUID runId, String subject, String stepKey, Failure failure) {
            parked.add(subject);
            return follow;
        }
    }

    static final class Consents implements RunConsent {

        final AtomicInteger asked = new AtomicInteger();
        volatile Optional<Withdrawal> withdrawal = Optional.empty();

        void reset() {
            asked.set(0);
            withdrawal = Optional.empty();
        }

        @Override
        public String kind() {
            return Endings.KIND;
        }

        @Override
        public Optional<Withdrawal> withdrawn(RunSoFar run, Runnable beforeCall) {
            asked.incrementAndGet();
            return withdrawal;
        }
    }

    static final class Parked {

        final List<RunParked> runs = Collections.synchronizedList(new ArrayList<>());
        final List<LookParked> looks = Collections.synchronizedList(new ArrayList<>());

        @EventListener
        void on(RunParked event) {
            runs.add(event);
        }

        @EventListener
        void on(LookParked event) {
            looks.add(event);
        }
    }

    /** Passes, but only after minutes. */
    private static final class Later extends FailureException implements RetryableFailure {
        private static final long serialVersionUID = 1L;

        Later() {
            super(FailureKind.OUTSIDE, "test.later", "It may pass.");
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.of(Duration.ofMinutes(10));
        }
    }
}
