package io.latchkey.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.LimitReached;
import io.latchkey.platform.failure.RetryableFailure;
import io.latchkey.platform.failure.TerminalFailure;
import io.latchkey.platform.time.Ids;
import io.latchkey.testing.Doorless;
import io.latchkey.testing.OnPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

/**
 * Work on a real PostgreSQL, with a fresh tenant for each test and steps, looks and endings that the test commands; all
 * tests of the ledger share one context.
 */
@SpringBootTest(
        classes = Ground.class,
        properties = {"latchkey.work.first-backoff=50ms", "latchkey.work.max-attempts=3"})
@ContextConfiguration(initializers = OnPostgres.class)
abstract class WorkTest {

    @Autowired
    Work work;

    @Autowired
    Ledger ledger;

    @Autowired
    RunWorker runs;

    @Autowired
    TenantTransactions transactions;

    @Autowired
    Vault vault;

    @Autowired
    Ids ids;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Steps steps;

    @Autowired
    Looks looks;

    @Autowired
    Endings endings;

    @Autowired
    Budgets budgets;

    @Autowired
    Consents consents;

    @Autowired
    Gates gates;

    @Autowired
    Parked parked;

    TenantId tenant = new TenantId(UUID.randomUUID());

    @BeforeEach
    void aTenant() {
        tenant = Doorless.tenant(new TenantId(ids.next()), transactions, jdbc, vault);
        steps.reset();
        looks.reset();
        endings.reset();
        consents.reset();
        gates.reset();
    }

    void look(String subject) {
        transactions.writeOnly(tenant, () -> work.look(tenant, Looks.KIND, subject));
    }

    UUID start(NewRun run) {
        looks.does(subject -> () -> Optional.of(run));
        look(run.partition());
        return run.id();
    }

    NewRun run(String subject, String... kinds) {
        List<PlannedStep> planned = new ArrayList<>();
        for (String kind : kinds) {
            planned.add(new PlannedStep(kind, "test." + kind, JsonNodeFactory.instance.objectNode()));
        }
        return new NewRun(
                ids.next(), Endings.KIND, subject, subject, new Plan(JsonNodeFactory.instance.objectNode(), planned));
    }

    static StepResult result() {
        return StepResult.of(StepResult.nothing().put("ok", true));
    }

    /** The state of a run, which its look may not have stored yet. */
    RunState stateOf(UUID run) {
        return await().until(() -> transactions.read(tenant, () -> work.run(tenant, run)), Optional::isPresent)
                .orElseThrow();
    }

    /** Whether the run exists already and is in that state. */
    boolean isInState(UUID run, String state) {
        return transactions.read(tenant, () -> work.run(tenant, run)).stream()
                .anyMatch(found -> found.state().equals(state));
    }

    int waiting() {
        return count("select count(*) from work_item where state = 'waiting'");
    }

    int count(String sql) {
        return transactions.read(
                tenant, () -> jdbc.sql(sql).query(Integer.class).single());
    }

    String state(String subject) {
        return transactions.read(
                tenant,
                () -> jdbc.sql("select state from work_item where subject = ?")
                        .param(subject)
                        .query(String.class)
                        .optional()
                        .orElse("gone"));
    }

    static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** It may pass. */
    static final class Passing extends FailureException implements RetryableFailure {
        private static final long serialVersionUID = 1L;

        Passing() {
            super(FailureKind.OUTSIDE, "test.passing", "It may pass.");
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.empty();
        }
    }

    /** It waits, and nothing was done. */
    static final class Limited extends FailureException implements LimitReached {
        private static final long serialVersionUID = 1L;

        Limited() {
            super(FailureKind.OUTSIDE, "test.limited", "It waits.");
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.of(Duration.ofMillis(10));
        }
    }

    /** It will not pass. */
    static final class Refusal extends FailureException implements TerminalFailure {
        private static final long serialVersionUID = 1L;

        Refusal() {
            super(FailureKind.CALLER, "test.refused", "It will not pass.");
        }
    }

    /** Passes, but only after minutes. */
    static final class Later extends FailureException implements RetryableFailure {
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
