package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.kagkarlsson.scheduler.Scheduler;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.audit.TrailFilter;
import io.latchkey.audit.TrailRow;
import io.latchkey.audit.Verification;
import io.latchkey.audit.Verified;
import io.latchkey.demo.Http;
import io.latchkey.demo.Setup;
import io.latchkey.grants.Grant;
import io.latchkey.grants.GrantsPlay;
import io.latchkey.grants.GrantsPlay.Somebody;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaDirectories;
import io.latchkey.okta.OktaFailure;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.tenant.Departures;
import io.latchkey.tenant.Door;
import io.latchkey.tenant.Purpose;
import io.latchkey.tenant.store.InstallationRegister;
import io.latchkey.testing.OnlyThroughConnect;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughConnect;
import io.latchkey.work.Conclusion;
import io.latchkey.work.LookHandler;
import io.latchkey.work.NewRun;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import io.latchkey.work.Work;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes on after a site has removed the app, for how long, and what is left in the end. */
@UsuallyThroughConnect
class DepartureIT {

    private static final String OPERATOR = "operator-token-of-the-tests";
    private static final Duration KEYS = Duration.ofDays(30);
    private static final Duration DATA = Duration.ofDays(90);
    private static final String RUN = "test.run";

    private final TestStep ends = new TestStep("test.end-access", Purpose.EXPIRY);
    private final TestStep gives = new TestStep("test.give-access", Purpose.REQUEST);
    private final TestLook expiry = new TestLook("test.expiry", Purpose.EXPIRY);
    private final TestLook request = new TestLook("test.request", Purpose.REQUEST);

    private final RunningProduct product = RunningProduct.setUp(
            Map.of("latchkey.edge.operator-token", OPERATOR, "latchkey.tenant.erase-portion", 2),
            Map.of("testEnds", ends, "testGives", gives, "testExpiryLook", expiry, "testRequestLook", request));
    private final TenantId tenant = tenant();

    @AfterEach
    void close() {
        ends.go.countDown();
        product.close();
    }

    @Test
    void endsAccessForATimeThenForgetsItsKeysAndThenEverythingButItsTrail() {
        String done = product.approved(RunningProduct.newcomer());
        product.awaitRun(done, "done");
        product.administrator().post("/api/automation-tokens", Map.of("name", "rule"));
        product.administrator().put("/api/guardrails/breaker", Map.of("accountsPerHour", 100));
        product.setup().registerWebhook(product.sandbox().webhooks().uri());
        product.administrator()
                .put(
                        "/api/okta-connections/main/approver-accounts/" + Cast.PAUL.accountId(),
                        Map.of("oktaUserId", existingPerson()));
        handOverAPassword();
        rememberSomebody();
        GrantsPlay play = new GrantsPlay(product);
        Somebody nora = play.somebody();
        String group = play.group();
        String issue = play.issue();
        play.given(nora, group, 1, issue);
        play.given(nora, play.group(), 300, play.issue());
        JsonNode outlook = product.administrator().get("/api/installation/departure");
        assertThat(outlook.path("secretsKeptFor").asText()).isEqualTo(KEYS.toString());
        assertThat(remaining(outlook))
                .contains(
                        "okta-keys",
                        "sealed-inputs",
                        "sealed-plans",
                        "recipes",
                        "trail-events",
                        "running-grants",
                        "credentials-to-hand-over",
                        "comments-with-passwords",
                        "webhooks");
        OktaConnection before = connection();
        assertThat(directories().of(before).findUser("nobody@example.com")).isEmpty();

        product.uninstall();

        assertThat(kinds()).contains("tenant.uninstalled");
        assertThat(jwks()).isEqualTo(200);
        assertThatThrownBy(() -> directories().of(connection()))
                .isInstanceOfSatisfying(
                        OktaFailure.Setup.class,
                        failure -> assertThat(failure.code()).isEqualTo("okta.key-kept-for-expiries"));
        assertThat(directories().of(connection(), Purpose.EXPIRY).findUser("nobody@example.com"))
                .isEmpty();
        UUID ended = run(expiry, "expiry-1", ends);
        product.awaitQuiet();
        assertThat(state(ended)).isEqualTo("done");
        run(request, "request-1", gives);
        product.awaitQuiet();
        assertThat(gives.acted).isEmpty();
        UUID mixed = run(expiry, "expiry-2", ends, gives);
        product.awaitQuiet();
        assertThat(state(mixed)).isEqualTo("parked");
        assertThat(ends.acted).hasSize(2);
        assertThat(gives.acted).isEmpty();
        JsonNode left = operator().get("/actuator/departures/" + tenant);
        assertThat(left.path("stage").asText()).isEqualTo("keys-kept");
        assertThat(remaining(left)).contains("okta-keys", "running-grants");

        play.passUnnoticed(Duration.ofDays(1).plusMinutes(1));
        play.awaitEnd(issue, Grant.State.ENDED, "grants.taken-back");
        assertThat(play.isMember(nora, group)).isFalse();

        product.clock().advance(KEYS.minusDays(1));
        product.clock().advance(Duration.ofDays(2));

        RunningProduct.await().until(() -> stage().equals("data-kept"));
        assertThat(jwks()).isEqualTo(404);
        assertThat(count("select count(*) from okta_signing_key")).isZero();
        assertThat(count("select count(*) from automation_token")).isZero();
        assertThat(count("select count(*) from request_decision where input is not null"))
                .isZero();
        assertThat(count("select count(*) from work_item where length(plan) > 0"))
                .isZero();
        assertThat(count("select count(*) from step_outcome where length(outcome) > 0"))
                .isZero();
        assertThat(count("select count(*) from tenant_fingerprint_key")).isZero();
        assertThat(count("select count(*) from webhook")).isZero();
        assertThat(count("select count(*) from handover_credential")).isZero();
        assertThat(count("select count(*) from handover_comment")).isZero();
        assertThat(count("select count(*) from handover")).isOne();
        assertThat(count("select count(*) from access_grant where reason is not null"))
                .isZero();
        assertThat(count("select count(*) from access_grant")).isEqualTo(2);
        assertThat(count("select count(*) from recipe")).isPositive();
        assertThat(somebody()).isEqualTo("Mia Muster");
        assertIntact();
        assertThatThrownBy(() -> directories().of(connection(), Purpose.EXPIRY))
                .isInstanceOfSatisfying(
                        OktaFailure.Setup.class,
                        failure -> assertThat(failure.code()).isEqualTo("okta.key-erased"));

        product.clock().advance(DATA.minus(KEYS));

        RunningProduct.await().until(() -> stage().equals("erased"));
        assertThat(tablesWithRows()).containsExactlyInAnyOrder("tenant", "audit_event", "audit_seal");
        assertThat(somebody()).isNull();
        assertIntact();
        assertThat(kinds())
                .contains("tenant.secrets-erased", "tenant.data-erased")
                .filteredOn("tenant.erasing"::equals)
                .hasSizeGreaterThan(10);

        product.clock().advance(DATA.plusDays(1).negated());
        play.passUnnoticed(Duration.ofDays(1).plusMinutes(1).negated());
        product.setup().install();
        assertThat(tenant()).isNotEqualTo(tenant);
    }

    /** One waits for the other, portion by portion; what a dead one had begun is undone, and done by the next. */
    @Test
    void isErasedByTwoNodesAtOnceAlsoWhenOneOfThemDies() throws Exception {
        product.awaitRun(product.approved(RunningProduct.newcomer()), "done");
        product.administrator().post("/api/automation-tokens", Map.of("name", "rule"));
        rememberSomebody();
        product.uninstall();
        bean(Scheduler.class).stop();
        try (var other = product.anotherNode()) {
            other.getBean(Scheduler.class).stop();
            Departures here = bean(Departures.class);
            Departures there = other.getBean(Departures.class);
            product.clock().advance(KEYS.plusDays(1));

            together(here, there);

            assertThat(stage()).isEqualTo("data-kept");
            assertIntact();
            product.clock().advance(DATA.minus(KEYS));

            loseConnectionWhileErasing(there);

            assertThat(stage()).isEqualTo("erasing-data");
            assertThat(count("select count(*) from okta_role_sighting")).isZero();
            assertThat(count("select count(*) from okta_connection")).isPositive();
            assertIntact();

            together(there, here);
        }

        assertThat(stage()).isEqualTo("erased");
        assertThat(tablesWithRows()).containsExactlyInAnyOrder("tenant", "audit_event", "audit_seal");
        assertThat(somebody()).isNull();
        for (String once : List.of(
                "tenant.secrets-erasure-begun",
                "tenant.secrets-erased",
                "tenant.data-erasure-begun",
                "tenant.data-erased")) {
            assertThat(count("select count(*) from audit_event where kind = '" + once + "'"))
                    .as(once)
                    .isEqualTo(1);
        }
        assertIntact();
    }

    private static void together(Departures... nodes) throws Exception {
        var threads = Executors.newFixedThreadPool(nodes.length);
        var begin = new CyclicBarrier(nodes.length);
        try {
            List<Future<?>> erasing = Stream.of(nodes)
                    .<Future<?>>map(node -> threads.submit(() -> {
                        begin.await();
                        node.eraseDue();
                        return null;
                    }))
                    .toList();
            for (Future<?> each : erasing) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Somebody else holds a row, so that it waits in the middle. */
    private void loseConnectionWhileErasing(Departures node) throws Exception {
        var thread = Executors.newSingleThreadExecutor();
        try (var holder = bean(DataSource.class).getConnection()) {
            holder.setAutoCommit(false);
            try (var held = holder.createStatement()) {
                held.execute("select set_config('latchkey.tenant_id', '" + tenant + "', true)");
                held.execute("select id from okta_connection for update");
            }
            Future<?> erasing = thread.submit(node::eraseDue);
            RunningProduct.await().until(() -> product.count("""
                            select count(pg_terminate_backend(pid)) from pg_stat_activity
                            where datname = current_database() and wait_event_type = 'Lock'
                              and query like 'delete from okta_connection%'
                            """) == 1);
            assertThatThrownBy(() -> erasing.get(60, TimeUnit.SECONDS))
                    .hasMessageContaining("not every tenant that left could be erased");
            holder.rollback();
        } finally {
            thread.shutdownNow();
        }
    }

    /** The node that works has asked whether the site is there a moment ago, and remembers the answer. */
    @Test
    void whatIsUnderWayOnAnotherNodeStopsBeforeItsNextStep() throws Exception {
        ends.holds = true;
        try (var other = product.anotherNode()) {
            other.getBean(Scheduler.class).stop();
            UUID run = run(request, "request-2", ends, gives);
            assertThat(ends.begun.await(30, TimeUnit.SECONDS)).isTrue();

            other.getBean(InstallationRegister.class)
                    .uninstalled(RunningProduct.usually(Door.CONNECT), product.externalId());
            ends.go.countDown();

            RunningProduct.await().until(() -> "parked".equals(state(run)));
            assertThat(ends.acted).hasSize(1);
            assertThat(gives.acted).isEmpty();
            assertThat(count("select count(*) from step_intent where work_id = '" + run + "'"))
                    .isEqualTo(1);
            assertThat(count("select count(*) from step_outcome where work_id = '" + run + "'"))
                    .isEqualTo(1);
        }
    }

    @Test
    @OnlyThroughConnect
    void comesBackWithItsDataBeforeItsKeysAreErased() {
        product.uninstall();
        product.clock().advance(KEYS.minusDays(1));

        product.clock().advance(KEYS.minusDays(1).negated());
        product.jira().installApp(product.uri().resolve("/atlassian-connect.json"));

        assertThat(tenant()).isEqualTo(tenant);
        assertThat(operator()
                        .send("GET", "/actuator/departures/" + tenant, null)
                        .statusCode())
                .isEqualTo(404);
        String back = product.approved(RunningProduct.newcomer());
        product.awaitRun(back, "done");
    }

    @Test
    void revokesItsKeysAtOnceWhenAskedAndTheOperatorShortensTheTime() {
        assertThat(product.administrator()
                        .get("/api/okta-connections")
                        .path(0)
                        .path("publicJwk")
                        .asText())
                .isNotEmpty();
        assertThat(directories().of(connection()).findUser("nobody@example.com"))
                .isEmpty();

        var revoked = product.administrator().send("DELETE", "/api/okta-keys", null);

        assertThat(Http.json(revoked).path("keys").asInt()).isEqualTo(1);
        assertThat(jwks()).isEqualTo(404);
        assertThatThrownBy(() -> directories().of(connection()).findUser("nobody@example.com"))
                .isInstanceOfSatisfying(
                        OktaFailure.Setup.class,
                        failure -> assertThat(failure.code()).isEqualTo("okta.no-key"));
        assertThat(product.administrator()
                        .get("/api/okta-connections")
                        .path(0)
                        .path("publicJwk")
                        .isNull())
                .isTrue();
        assertThat(jwks()).isEqualTo(404);
        assertThat(kinds()).contains("okta-keys.revoked");

        product.uninstall();
        assertThat(remaining(operator().get("/actuator/departures/" + tenant))).doesNotContain("okta-keys");
        assertThat(Http.json(operator().send("DELETE", "/actuator/departures/" + tenant, null))
                        .path("due")
                        .asBoolean())
                .isTrue();
        product.clock().advance(Duration.ofHours(2));
        RunningProduct.await().until(() -> stage().equals("data-kept"));
        assertThat(kinds()).contains("tenant.erasure-brought-forward");
        product.clock().advance(Duration.ofHours(2).negated());
    }

    private UUID run(TestLook look, String subject, TestStep... steps) {
        UUID id = UUID.randomUUID();
        look.plans.put(
                subject,
                new NewRun(
                        id,
                        RUN,
                        subject,
                        subject,
                        new Plan(
                                StepResult.nothing(),
                                Arrays.stream(steps)
                                        .map(step -> new PlannedStep(step.kind, step.kind, StepResult.nothing()))
                                        .toList())));
        transactions().writeOnly(tenant, () -> bean(Work.class).look(tenant, look.kind, subject));
        return id;
    }

    private @Nullable String state(UUID run) {
        return transactions()
                .read(tenant, () -> bean(Work.class).run(tenant, run))
                .map(state -> state.state())
                .orElse(null);
    }

    private void rememberSomebody() {
        transactions()
                .writeOnly(
                        tenant,
                        () -> bean(Trail.class)
                                .record(Entry.of(tenant, "test.somebody", "somebody-1")
                                        .withPersonal(Map.of("name", Secret.of("Mia Muster")))));
    }

    private @Nullable String somebody() {
        return bean(Trail.class)
                .read(tenant, TrailFilter.about("somebody-1"))
                .rows()
                .get(0)
                .personal()
                .get("name");
    }

    /** One that nobody takes. */
    private void handOverAPassword() {
        product.setup().enter(Cast.MIA.accountId(), product.oktaAccountOf(Cast.MIA));
        product.administrator().postYaml("/api/recipes", Setup.exampleRecipe("reset-my-password-reveal"));
        String key = product.jira().raise("Reset my password", Map.of());
        product.jira().approve(key, Cast.PAUL);
        product.awaitRun(key, "done");
        assertThat(count("select count(*) from handover_credential")).isOne();
    }

    private void assertIntact() {
        RunningProduct.await()
                .until(() -> bean(Verification.class).verify(tenant).notSealedYet() == 0);
        Verified verified = bean(Verification.class).verify(tenant);
        assertThat(verified.firstBroken()).isEmpty();
        assertThat(verified.sealed()).isPositive();
    }

    private List<String> tablesWithRows() {
        return product.tenantTables().stream()
                .filter(table -> count("select count(*) from " + table) > 0)
                .toList();
    }

    private long count(String select) {
        return product.countOf(tenant.toString(), select);
    }

    private List<String> kinds() {
        return bean(Trail.class).read(tenant, TrailFilter.all()).rows().stream()
                .map(TrailRow::kind)
                .toList();
    }

    private static List<String> remaining(JsonNode view) {
        return view.path("remaining").findValuesAsText("what");
    }

    private String stage() {
        return operator().get("/actuator/departures/" + tenant).path("stage").asText();
    }

    private int jwks() {
        return Http.at(product.uri())
                .send("GET", "/okta/" + tenant + "/jwks.json", null)
                .statusCode();
    }

    private Http operator() {
        return Http.at(product.uri()).authorized("Bearer " + OPERATOR);
    }

    private OktaDirectories directories() {
        return bean(OktaDirectories.class);
    }

    private OktaConnection connection() {
        return transactions()
                .read(tenant, () -> bean(OktaConnections.class).list(tenant).get(0));
    }

    private TenantTransactions transactions() {
        return bean(TenantTransactions.class);
    }

    private <T> T bean(Class<T> type) {
        return product.context().getBean(type);
    }

    private TenantId tenant() {
        return TenantId.of(
                product.administrator().get("/api/installation").path("tenant").asText());
    }

    /** A step that remembers, and waits when it is told to. */
    private String existingPerson() {
        return product.okta()
                .user("existing.person@example.com")
                .orElseThrow()
                .path("id")
                .asText();
    }

    private static final class TestStep implements StepHandler {

        final List<String> acted = new java.util.concurrent.CopyOnWriteArrayList<>();
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);
        volatile boolean holds;
        private final String kind;
        private final Purpose purpose;

        TestStep(String kind, Purpose purpose) {
            this.kind = kind;
            this.purpose = purpose;
        }

        @Override
        public String kind() {
            return kind;
        }

        @Override
        public Purpose purpose() {
            return purpose;
        }

        @Override
        public StepResult act(StepContext step) {
            begun.countDown();
            if (holds) {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            acted.add(step.key());
            return new StepResult(StepResult.nothing(), StepResult.nothing(), Map.of());
        }

        @Override
        public Optional<StepResult> look(StepContext step) {
            return Optional.empty();
        }
    }

    /** A look that starts the run which the test has planned for its subject. */
    private static final class TestLook implements LookHandler {

        final Map<String, NewRun> plans = new java.util.concurrent.ConcurrentHashMap<>();
        private final String kind;
        private final Purpose purpose;

        TestLook(String kind, Purpose purpose) {
            this.kind = kind;
            this.purpose = purpose;
        }

        @Override
        public String kind() {
            return kind;
        }

        @Override
        public Purpose purpose() {
            return purpose;
        }

        @Override
        public Conclusion look(TenantId tenant, String subject, Runnable beforeCall) {
            return () -> Optional.ofNullable(plans.get(subject));
        }
    }
}
