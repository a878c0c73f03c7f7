package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.audit.TrailFilter;
import io.latchkey.audit.TrailRow;
import io.latchkey.audit.Verification;
import io.latchkey.intake.AutomationTokens;
import io.latchkey.okta.OktaConnectionId;
import io.latchkey.okta.OktaConnections;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Place;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.provisioning.ApproverAccounts;
import io.latchkey.provisioning.guard.Guardrails;
import io.latchkey.provisioning.guard.Part;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.tenant.Door;
import io.latchkey.tenant.PersonalDataReports;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughForge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Atlassian is told weekly of whose accounts something is kept; what is kept of closed ones goes, and every proof holds. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@UsuallyThroughForge
class PersonalDataIT {

    private static final String REPORT = "/rest/atlassian-connect/latest/report-accounts";
    /** Atlassian's test ids. */
    private static final String ACTIVE = "5be24ad8b1653240376955d2";

    private static final String CLOSED = "5be24ba3f91c106033269289";
    private static final Duration ONE_DAY = Duration.ofDays(1);

    private static final RunningProduct PRODUCT = RunningProduct.setUp(
            RunningProduct.usually(Door.FORGE),
            Map.of(
                    // The test calls it; its timer would come in between.
                    "latchkey.intake.report-accounts-first", "3650d"));
    private static final TenantId TENANT = TenantId.of(
            PRODUCT.administrator().get("/api/installation").path("tenant").asText());

    private Duration advanced = Duration.ZERO;

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @BeforeEach
    void forgetTraffic() {
        PRODUCT.forgetTraffic();
    }

    /** Damaged, or sealed by something that was no decision: nothing can be read from it, now or later. */
    @Test
    @Order(0)
    void readsPastInputsThatAreNotReadable() {
        for (int i = 0; i < 3; i++) {
            PRODUCT.awaitRun(PRODUCT.approved(RunningProduct.newcomer()), "done");
        }
        List<UUID> decisions =
                sql(jdbc -> jdbc.sql("select id from request_decision where input is not null order by id")
                        .query(UUID.class)
                        .list());
        assertThat(decisions).hasSize(3);
        damage(decisions.get(0));
        replace(decisions.get(1), "no JSON");

        reports().reportDue(TENANT);

        assertThat(accounts(decisions.get(0))).isEmpty();
        assertThat(accounts(decisions.get(1))).isEmpty();
        assertThat(accounts(decisions.get(2))).contains(Cast.MIA.accountId(), Cast.PAUL.accountId());
        sql(jdbc -> jdbc.sql("update request_decision set input = null, input_key_id = null, input_version = null")
                .update());
    }

    private static void damage(UUID decision) {
        sql(jdbc -> jdbc.sql("update request_decision set input = decode('00', 'hex') where id = ?")
                .param(decision)
                .update());
    }

    private static void replace(UUID decision, String text) {
        sql(jdbc -> {
            var sealed = bean(Vault.class)
                    .seal(new Place(TENANT, "request_decision", "input", decision, 1), Secret.of(text));
            return jdbc.sql("update request_decision set input = ?, input_key_id = ?, input_version = ? where id = ?")
                    .params(sealed.ciphertext(), sealed.keyId(), sealed.version(), decision)
                    .update();
        });
    }

    private static List<String> accounts(UUID decision) {
        return sql(jdbc -> jdbc.sql("select unnest(account_ids) from request_decision where id = ?"
                        + " and account_ids is not null union all select 'not read' from request_decision where id = ?"
                        + " and account_ids is null")
                .params(decision, decision)
                .query(String.class)
                .list());
    }

    private static <T> T sql(Function<JdbcClient, T> statements) {
        return bean(TenantTransactions.class).write(TENANT, () -> statements.apply(bean(JdbcClient.class)));
    }

    @Test
    @Order(1)
    void erasesWhatIsKeptOfClosedAccountsOnly() {
        String issue = PRODUCT.approved(RunningProduct.newcomer());
        PRODUCT.awaitRun(issue, "done");
        issueToken(ACTIVE);
        issueToken(CLOSED);
        setUpBy(CLOSED);
        remember(issue);
        assertThat(verified()).isPositive();

        report();
        assertThat(createdBy(CLOSED)).isZero();
        assertThat(createdBy(ACTIVE)).isEqualTo(1);
        assertThat(mappings()).containsExactly(ACTIVE + " entered by erased");
        assertThat(PRODUCT.countOf(
                        TENANT.toString(), "select count(*) from guardrail_setting where changed_by = 'erased'"))
                .isEqualTo(1);
        assertThat(inputs()).isEqualTo(1);
        assertThat(reported())
                .contains(ACTIVE, CLOSED, Cast.MIA.accountId(), Cast.PAUL.accountId(), Cast.ADA.accountId())
                .doesNotContain(PRODUCT.appAccount());

        PRODUCT.forgetTraffic();
        PRODUCT.jira().closeAccount(Cast.MIA.accountId());
        report();
        assertThat(calls()).as("no more than once in a cycle").isEmpty();
        assertThat(inputs()).isEqualTo(1);

        advance(Duration.ofDays(7));
        report();
        assertThat(inputs()).isZero();
        assertThat(personal(issue)).containsOnlyNulls();
        assertThat(verified()).isPositive();
        assertThat(kinds()).contains("account.erased");
        assertThat(kindsAbout(issue)).contains("request.admitted", "step.done");
        assertThat(PRODUCT.countOf(
                        TENANT.toString(),
                        "select count(*) from reported_account where account_id = '" + Cast.MIA.accountId() + "'"))
                .isZero();
    }

    @Test
    @Order(2)
    void waitsAsLongAsItIsTold() {
        advance(Duration.ofDays(30));
        fault(429, "{}");
        assertThat(reports().reportDue(TENANT)).contains(Duration.ofSeconds(17));
        fault(503, "{}");
        assertThat(reports().reportDue(TENANT)).isPresent();
        fault(400, "{\"errorType\":\"INVALID\",\"errorMessage\":\"no\"}");
        assertThat(reports().reportDue(TENANT)).contains(ONE_DAY);

        assertThat(reports().reportDue(TENANT)).contains(ONE_DAY);
        assertThat(calls()).extracting(call -> call.status()).containsExactly(429, 503, 400, 204);
    }

    @Test
    @Order(3)
    void reportsNinetyAtATime() {
        for (int i = 0; i < 95; i++) {
            issueToken("557058:" + UUID.randomUUID());
        }
        advance(Duration.ofDays(60));

        assertThat(reports().reportDue(TENANT)).isPresent();
        advance(Duration.ofDays(1));
        report();

        assertThat(sizes()).allMatch(size -> size <= 90).contains(90);
        assertThat(PRODUCT.countOf(
                        TENANT.toString(), "select count(*) from reported_account where reported_at is null"))
                .isZero();
    }

    @Test
    @Order(4)
    void endsWithTheInstallation() {
        PRODUCT.uninstall();

        assertThat(reports().reportDue(TENANT)).isEmpty();
        assertThat(calls()).isEmpty();
    }

    /** New accounts are due within a day; each report is one call. */
    private void report() {
        reports().reportDue(TENANT);
        advance(ONE_DAY);
        for (int i = 0; i < 3; i++) {
            reports().reportDue(TENANT);
        }
        advance(ONE_DAY.negated());
    }

    private void advance(Duration by) {
        PRODUCT.pass(by);
        advanced = advanced.plus(by);
    }

    @org.junit.jupiter.api.AfterEach
    void putTheClockBack() {
        PRODUCT.pass(advanced.negated());
    }

    private static void fault(int status, String body) {
        PRODUCT.jira()
                .server()
                .faults()
                .order(Fault.answer("POST", REPORT, 1, status, body).withHeader("Retry-After", "17"));
    }

    /** Somebody set a guardrail and said which Okta accounts two have who approve, themselves among them. */
    private static void setUpBy(String account) {
        OktaConnectionId connection = bean(TenantTransactions.class)
                .read(TENANT, () -> bean(OktaConnections.class).list(TENANT))
                .get(0)
                .id();
        bean(TenantTransactions.class).writeOnly(TENANT, () -> {
            bean(ApproverAccounts.class).put(TENANT, connection, account, "00uClosed", ACTIVE);
            bean(ApproverAccounts.class).put(TENANT, connection, ACTIVE, "00uActive", account);
            bean(Guardrails.class)
                    .change(
                            TENANT,
                            TENANT.value(),
                            Part.BREAKER,
                            JsonNodeFactory.instance.objectNode().put("accountsPerHour", 100),
                            account);
        });
    }

    private static List<String> mappings() {
        return bean(TenantTransactions.class)
                .read(
                        TENANT,
                        () -> bean(JdbcClient.class)
                                .sql("select account_id || ' entered by ' || entered_by from approver_account")
                                .query(String.class)
                                .list());
    }

    private static void issueToken(String account) {
        bean(AutomationTokens.class).issue(TENANT, "rule", account);
    }

    private static void remember(String issue) {
        bean(TenantTransactions.class)
                .writeOnly(
                        TENANT,
                        () -> bean(Trail.class)
                                .record(Entry.of(
                                                TENANT,
                                                "test.somebody",
                                                PRODUCT.jira().idOf(issue))
                                        .withPersonal(Map.of("name", Secret.of("Mia Muster")))));
    }

    private static List<String> personal(String issue) {
        List<String> values = new ArrayList<>();
        bean(Trail.class).read(TENANT, TrailFilter.about(PRODUCT.jira().idOf(issue))).rows().stream()
                .filter(row -> row.kind().equals("test.somebody"))
                .forEach(row -> values.addAll(row.personal().values()));
        assertThat(values).isNotEmpty();
        return values;
    }

    private static long verified() {
        RunningProduct.await()
                .until(() -> bean(Verification.class).verify(TENANT).notSealedYet() == 0);
        var verified = bean(Verification.class).verify(TENANT);
        assertThat(verified.firstBroken()).isEmpty();
        return verified.sealed();
    }

    private static List<String> kinds() {
        return bean(Trail.class).read(TENANT, TrailFilter.all()).rows().stream()
                .map(TrailRow::kind)
                .toList();
    }

    private static List<String> kindsAbout(String issue) {
        return bean(Trail.class).read(TENANT, TrailFilter.about(PRODUCT.jira().idOf(issue))).rows().stream()
                .map(TrailRow::kind)
                .toList();
    }

    private static long createdBy(String account) {
        return PRODUCT.countOf(
                TENANT.toString(), "select count(*) from automation_token where created_by = '" + account + "'");
    }

    private static long inputs() {
        return PRODUCT.countOf(TENANT.toString(), "select count(*) from request_decision where input is not null");
    }

    private static List<io.latchkey.sandbox.http.Exchange> calls() {
        return PRODUCT.remoteCalls("POST", REPORT);
    }

    private static List<String> reported() {
        return calls().stream()
                .flatMap(call -> body(call).path("accounts").findValuesAsText("accountId").stream())
                .toList();
    }

    private static List<Integer> sizes() {
        return calls().stream().map(call -> body(call).path("accounts").size()).toList();
    }

    private static JsonNode body(io.latchkey.sandbox.http.Exchange call) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().readTree(call.requestBody());
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PersonalDataReports reports() {
        return bean(PersonalDataReports.class);
    }

    private static <T> T bean(Class<T> type) {
        return PRODUCT.context().getBean(type);
    }
}
