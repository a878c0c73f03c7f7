package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.demo.Setup;
import io.latchkey.grants.Grant;
import io.latchkey.grants.GrantsPlay;
import io.latchkey.grants.GrantsPlay.Somebody;
import io.latchkey.platform.TenantId;
import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.sandbox.jira.SiteFields;
import io.latchkey.tenant.PersonalDataReports;
import io.latchkey.testing.RunningProduct;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A site that is in use moves from Connect to Forge: what it has set up, what runs, and what was recorded goes on as if nothing had happened. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MoveStoryIT {

    private static final String COMMENTS = "/rest/api/3/issue/[0-9]+/comment";

    private static final RunningProduct PRODUCT = RunningProduct.setUpWithBothDoors(Map.of(
            // The test calls it; its timer would come in between.
            "latchkey.intake.report-accounts-first", "3650d"));
    private static final GrantsPlay PLAY = new GrantsPlay(PRODUCT);

    private static final Onboarding DELIVERED = RunningProduct.newcomer();
    private static final Onboarding UNTOLD = RunningProduct.newcomer();
    private static final Onboarding PENDING = RunningProduct.newcomer();

    private static String recipes = "";
    private static String connections = "";
    private static JsonNode[] trail = {};
    private static String delivered = "";
    private static String untold = "";
    private static String pending = "";
    private static String granted = "";
    private static String group = "";
    private static final Somebody SOMEBODY = PLAY.somebody();
    private static String connectAccount = "";

    @BeforeAll
    static void isInUseAndMoves() {
        PRODUCT.administrator().postYaml("/api/recipes", Setup.exampleRecipe("onboard-customer-link"));
        PRODUCT.awaitRun(PRODUCT.approved(RunningProduct.newcomer()), "done");
        connectAccount = PRODUCT.appAccount();
        reportAccounts();
        assertThat(reported())
                .as("through Connect")
                .contains(Cast.PAUL.accountId())
                .doesNotContain(connectAccount);
        delivered = PRODUCT.approved(DELIVERED);
        PRODUCT.awaitRun(delivered, "done");
        group = PLAY.group();
        granted = PLAY.issue();
        assertThat(PLAY.given(SOMEBODY, group, 1, granted).state()).isEqualTo(Grant.State.ACTIVE);
        // The answer is lost, and whoever looks again finds Jira away until after the move.
        PRODUCT.jira().server().faults().order(Fault.cutAfter("POST", COMMENTS, 1));
        PRODUCT.jira().server().faults().order(Fault.answer("GET", COMMENTS, 1_000, 503, "{}"));
        untold = PRODUCT.approved(UNTOLD);
        RunningProduct.await()
                .until(() -> PRODUCT.jira().comments(untold).size() == 1
                        && RunningProduct.newestRun(PRODUCT.story(untold))
                                        .path("attempts")
                                        .asInt()
                                > 0);
        pending = PRODUCT.jira().raise(PENDING);
        recipes = PRODUCT.administrator().get("/api/recipes").toString();
        connections = PRODUCT.administrator().get("/api/okta-connections").toString();
        awaitSeals();
        trail = PRODUCT.trailRows(delivered);
        PRODUCT.forgetTraffic();

        PRODUCT.moveToForge();

        PRODUCT.jira().server().faults().clear();
        // The first token of the app that is kept comes with the schedule; what waits looks again a minute later.
        PRODUCT.forge().hour();
        PRODUCT.pass(Duration.ofMinutes(2));
    }

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @Test
    @Order(1)
    void whatWasSetUpIsThere() {
        assertThat(PRODUCT.administrator().get("/api/recipes")).hasToString(recipes);
        assertThat(PRODUCT.administrator().get("/api/okta-connections")).hasToString(connections);
        // With the key that was made before, which no one entered anew.
        assertThat(PRODUCT.administrator()
                        .post("/api/okta-connections/main/test", Map.of())
                        .path("findings"))
                .isEmpty();
    }

    @Test
    @Order(2)
    void whatWasRecordedIsThereAndProven() {
        assertThat(PRODUCT.trailRows(delivered)).startsWith(trail);
        awaitSeals();
        assertThat(verification().path("firstBroken").isNull()
                        || verification().path("firstBroken").isMissingNode())
                .as(verification().toString())
                .isTrue();
        assertThat(PRODUCT.administrator().get("/api/audit?limit=500").toString())
                .contains("tenant.moved");
    }

    private static void awaitSeals() {
        RunningProduct.await().until(() -> verification().path("notSealedYet").asLong() == 0);
    }

    private static JsonNode verification() {
        return PRODUCT.administrator().get("/api/audit/verification");
    }

    /** What the other account wrote is Latchkey's all the same, so that nothing is told twice. */
    @Test
    @Order(3)
    void whatWasUnderWayIsFinishedOnce() {
        PRODUCT.awaitRun(untold, "done");

        assertThat(PRODUCT.jira().comments(untold))
                .singleElement()
                .satisfies(comment -> assertThat(
                                comment.path("author").path("accountId").asText())
                        .isEqualTo(connectAccount));
        assertThat(PRODUCT.jira().status(untold)).isEqualTo("Done");
    }

    @Test
    @Order(4)
    void whatIsApprovedNowIsDoneThroughForge() {
        PRODUCT.jira().approve(pending, Cast.PAUL);

        PRODUCT.awaitRun(pending, "done");
        assertThat(PRODUCT.okta().user(PENDING.workEmail())).isPresent();
        assertThat(PRODUCT.jira().comments(pending))
                .singleElement()
                .satisfies(comment -> assertThat(
                                comment.path("author").path("accountId").asText())
                        .isEqualTo(PRODUCT.appAccount())
                        .isNotEqualTo(connectAccount));
        assertThat(PRODUCT.jira().status(pending)).isEqualTo("Done");
    }

    /** A lost answer right after the move: which account is ours now must not be a memory of the other door. */
    @Test
    @Order(5)
    void whatItWritesThroughForgeIsKnownAsItsOwnAtOnce() {
        PRODUCT.jira().server().faults().order(Fault.cutAfter("POST", COMMENTS, 1));

        String key = PRODUCT.approved(RunningProduct.newcomer());

        PRODUCT.awaitRun(key, "done");
        assertThat(PRODUCT.jira().comments(key)).hasSize(1);
    }

    /** One attempt before the move, another one after it. */
    @Test
    @Order(5)
    void aRequestThatWasRaisedThroughEachDoorIsToldInTheTrail() {
        var raised = new RaisedRequest(PRODUCT);
        String first = raised.as(connectAccount);
        String second = raised.as(PRODUCT.appAccount());

        raised.lookForDuplicates();

        assertThat(PRODUCT.trail(first)).containsExactly("request.raised-twice");
        assertThat(PRODUCT.trailRows(first)[0].toString())
                .contains(PRODUCT.jira().idOf(second));
    }

    @Test
    @Order(6)
    void theOtherAppMayBeRemovedAndNobodyIsHarmed() {
        PRODUCT.jira().uninstallApp(RunningProduct.APP_KEY);

        String key = PRODUCT.approved(RunningProduct.newcomer());

        PRODUCT.awaitRun(key, "done");
        assertThat(PRODUCT.administrator()
                        .get("/api/installation")
                        .path("tenant")
                        .asText())
                .isEqualTo(PLAY.tenantId());
    }

    /** Which the account of the other door had written. */
    @Test
    @Order(7)
    void aPasswordOnATicketStillGoes() {
        assertThat(PRODUCT.jira().comments(delivered).toString()).contains("Temporary password:");

        PRODUCT.awaitQuiet();
        PRODUCT.pass(Duration.ofDays(8));
        PRODUCT.context()
                .getBean(JdbcClient.class)
                .sql("update scheduled_tasks set execution_time = ? where task_name like 'handover%' and not picked")
                .param(PRODUCT.clock().instant().atOffset(ZoneOffset.UTC))
                .update();

        RunningProduct.await()
                .untilAsserted(
                        () -> assertThat(PRODUCT.jira().comments(delivered).toString())
                                .contains("was removed")
                                .doesNotContain("Temporary password:"));
    }

    @Test
    @Order(8)
    void accessThatWasGivenBeforeEnds() {
        PLAY.pass(Duration.ofDays(1));

        PLAY.awaitEnd(granted, Grant.State.ENDED, "grants.taken-back");
        assertThat(PLAY.isMember(SOMEBODY, group)).isFalse();
        PRODUCT.pass(Duration.ofMinutes(2));
    }

    /** The app's accounts, of both doors, are not those of people. */
    @Test
    @Order(10)
    void atlassianIsToldWhoseAccountsAreKept() {
        PRODUCT.forgetTraffic();
        PRODUCT.forge().server().traffic().clear();
        PRODUCT.pass(Duration.ofDays(8));

        reportAccounts();

        assertThat(reported()).contains(Cast.PAUL.accountId()).doesNotContain(connectAccount, PRODUCT.appAccount());
        assertThat(PRODUCT.forge().server().traffic().all().stream().map(Exchange::path))
                .contains("/app/report-accounts/");
    }

    /** Days pass and are taken back, so nothing may be under way that would be put off until then. */
    private static void reportAccounts() {
        PRODUCT.awaitQuiet();
        PersonalDataReports reports = PRODUCT.context().getBean(PersonalDataReports.class);
        TenantId tenant = TenantId.of(PLAY.tenantId());
        reports.reportDue(tenant);
        // New accounts are due within a day; what was put off meanwhile is no work of the next one.
        PRODUCT.pass(Duration.ofDays(2));
        reports.reportDue(tenant);
        PRODUCT.pass(Duration.ofDays(-2));
    }

    private static String reported() {
        return PRODUCT.remoteCalls("POST", ".*/report-accounts").stream()
                .map(Exchange::requestText)
                .collect(Collectors.joining());
    }

    /** The content that Paul approved before is not what stands there now, whichever door tells. */
    @Test
    @Order(9)
    void whatChangedAfterTheApprovalIsHeld() {
        PRODUCT.holdSignals();
        Onboarding nora = RunningProduct.newcomer();
        String key = PRODUCT.approved(nora);
        PRODUCT.jira().edit(key, Cast.GUS, SiteFields.FIRST_NAME, TextNode.valueOf("Dora"));
        PRODUCT.releaseSignals();

        PRODUCT.awaitDecision(key, "held", "content.changed-after-approval");
        assertThat(PRODUCT.okta().user(nora.workEmail())).isEmpty();
    }
}
