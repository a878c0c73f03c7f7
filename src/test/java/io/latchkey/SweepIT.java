package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraRules;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.tenant.Door;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughForge;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without a single webhook everything approved is done all the same, later. */
@UsuallyThroughForge
class SweepIT {

    private static final RunningProduct PRODUCT = RunningProduct.setUp(
            RunningProduct.usually(Door.FORGE),
            Map.of(
                    "latchkey.intake.sweep-every",
                    "300ms",
                    "latchkey.work.revive-after",
                    "3s",
                    "latchkey.work.longest-backoff",
                    "100ms"));

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @BeforeEach
    void noWebhooks() {
        PRODUCT.dropSignals(true);
    }

    @AfterEach
    void asBefore() {
        PRODUCT.jira().server().faults().clear();
        PRODUCT.jira().rules().reset();
    }

    @Test
    void anApprovedRequestThatNoSignalAnnouncedIsFound() {
        String key = PRODUCT.approved(RunningProduct.newcomer());

        JsonNode story = PRODUCT.awaitRun(key, "done");

        assertThat(story.path("signals"))
                .isNotEmpty()
                .allSatisfy(signal -> assertThat(signal.path("source").asText()).isEqualTo("sweep"));
        assertThat(PRODUCT.jira().status(key)).isEqualTo("Done");
    }

    @Test
    void whatTheIndexShowsLateIsFoundAllTheSame() {
        PRODUCT.jira().rules().set(JiraRules.SEARCH_LAG_MILLIS, 1_500);

        String key = PRODUCT.approved(RunningProduct.newcomer());

        PRODUCT.awaitRun(key, "done");
    }

    @Test
    void theCursorMovesWithEachSearchThatSucceeds() {
        awaitSweep();
        long before = cursor();

        awaitSweep();
        RunningProduct.await().until(() -> cursor() > before);
    }

    /** The gap would never be searched again. */
    @Test
    void theCursorStaysWhereASearchFails() {
        PRODUCT.jira().server().faults().order(Fault.answer("POST", "/rest/api/3/search/jql", 1_000_000, 503, "{}"));
        PRODUCT.forgetTraffic();
        awaitSweep();
        long before = cursor();
        String key = PRODUCT.approved(RunningProduct.newcomer());

        awaitSweep();

        assertThat(cursor()).isEqualTo(before);
        PRODUCT.jira().server().faults().clear();
        PRODUCT.awaitRun(key, "done");
        RunningProduct.await().until(() -> cursor() > before);
    }

    /** Nothing else on the ticket tells that its request waits for a person. */
    @Test
    void aNoteThatCouldNotBeWrittenIsWrittenOnceLater() {
        Onboarding nora = RunningProduct.newcomer();
        String key = parkedWithoutANote(nora);

        PRODUCT.jira().server().faults().clear();

        RunningProduct.await()
                .until(() -> PRODUCT.jira().comments(key).toString().contains("Reason: okta.login-taken"));
        awaitSweep();
        awaitSweep();
        assertThat(PRODUCT.jira().comments(key)).hasSize(1);
    }

    /** It is the same note, so that whoever waits for it finds one and not two; sweeps have given it up. */
    @Test
    void aNoteThatCouldNotBeWrittenIsTriedAtOnceWhenItsRequestIsParkedAgain() {
        Onboarding nora = RunningProduct.newcomer();
        String key = parkedWithoutANote(nora);
        parkedNotesAge(key, "8 days");

        PRODUCT.jira().server().faults().clear();
        PRODUCT.administrator().post("/api/requests/" + PRODUCT.jira().idOf(key) + "/retry", Map.of());

        RunningProduct.await().until(() -> PRODUCT.jira().comments(key).size() == 1);
        PRODUCT.awaitRun(key, "parked");
        assertThat(PRODUCT.count(
                        "select count(*) from work_item where kind = 'note' and subject = ?",
                        PRODUCT.jira().idOf(key)))
                .isEqualTo(1);
    }

    /** It waits for the same reason, but there is something else to say of it. */
    @Test
    void aNoteThatCouldNotBeWrittenGivesWayToTheWordsOfNow() {
        Onboarding nora = RunningProduct.newcomer();
        String key = parkedWithoutANote(nora);
        parkedNotesAge(key, "8 days");
        PRODUCT.jira().server().faults().clear();
        PRODUCT.awaitRun(PRODUCT.approved(nora), "parked");

        PRODUCT.administrator().post("/api/requests/" + PRODUCT.jira().idOf(key) + "/retry", Map.of());

        RunningProduct.await()
                .until(() -> PRODUCT.jira().comments(key).toString().contains("more than one request"));
        assertThat(notes(key, "stopped")).isEqualTo(1);
        assertThat(PRODUCT.jira().comments(key)).hasSize(1);
    }

    /** Each attempt would show it to customers until it is deleted again. */
    @Test
    void aNoteThatJiraMadePublicIsNotTriedAgainByItself() {
        Onboarding nora = RunningProduct.newcomer();
        PRODUCT.okta().createPerson("Another", "Person", nora.workEmail(), "Tr1cky-Enough!", List.of());
        String shown = "{\"id\":\"1\",\"jsdPublic\":true}";
        var faults = PRODUCT.jira().server().faults();
        faults.order(Fault.answer("POST", "/rest/api/3/issue/[0-9]+/comment", 1, 201, shown));
        faults.order(Fault.answer("GET", "/rest/api/3/issue/[0-9]+/comment/1", 1, 200, shown));
        faults.order(Fault.answer("DELETE", "/rest/api/3/issue/[0-9]+/comment/1", 1, 204, ""));
        String key = PRODUCT.approved(nora);
        PRODUCT.awaitRun(key, "parked");
        RunningProduct.await().until(() -> parkedNotes(key) == 1);

        parkedNotesAge(key, "1 hour");
        awaitSweep();
        awaitSweep();

        assertThat(parkedNotes(key)).isEqualTo(1);
        assertThat(PRODUCT.jira().comments(key)).isEmpty();
    }

    /** By then the request waits for something else, of which another note tells. */
    @Test
    void aNoteThatIsNotSoAnyMoreIsNotWrittenLater() {
        Onboarding nora = RunningProduct.newcomer();
        String key = parkedWithoutANote(nora);
        PRODUCT.oktaAdministrator()
                .post(
                        "/api/v1/users/" + nora.workEmail(),
                        Map.of("profile", Map.of("login", "other-" + nora.workEmail())));
        PRODUCT.administrator().post("/api/requests/" + PRODUCT.jira().idOf(key) + "/retry", Map.of());
        PRODUCT.awaitRun(key, "parked");
        RunningProduct.await().until(() -> parkedNotes(key) == 2);

        PRODUCT.jira().server().faults().clear();

        RunningProduct.await()
                .until(() -> PRODUCT.jira().comments(key).toString().contains("Reason: jira.outcome-unknown"));
        parkedNotesAge(key, "1 hour");
        awaitSweep();
        awaitSweep();
        assertThat(PRODUCT.jira().comments(key)).hasSize(1);
    }

    /** Its login is somebody else's, and Jira takes no comment for longer than one is tried. */
    private static String parkedWithoutANote(Onboarding nora) {
        PRODUCT.okta().createPerson("Another", "Person", nora.workEmail(), "Tr1cky-Enough!", List.of());
        PRODUCT.jira()
                .server()
                .faults()
                .order(Fault.answer("POST", "/rest/api/3/issue/[0-9]+/comment", 1_000_000, 503, "{}"));
        String key = PRODUCT.approved(nora);
        PRODUCT.awaitRun(key, "parked");
        RunningProduct.await().until(() -> parkedNotes(key) == 1);
        assertThat(PRODUCT.jira().comments(key)).isEmpty();
        return key;
    }

    private static void parkedNotesAge(String key, String by) {
        assertThat(PRODUCT.count(
                        "with aged as (update work_item set created_at = created_at - ?::interval,"
                                + " ended_at = ended_at - ?::interval"
                                + " where kind = 'note' and state = 'parked' and subject = ? returning 1)"
                                + " select count(*) from aged",
                        by,
                        by,
                        PRODUCT.jira().idOf(key)))
                .isEqualTo(1);
    }

    private static long parkedNotes(String key) {
        return notes(key, "parked");
    }

    private static long notes(String key, String state) {
        return PRODUCT.count(
                "select count(*) from work_item where kind = 'note' and state = ? and subject = ?",
                state,
                PRODUCT.jira().idOf(key));
    }

    @Test
    void aRequestThatIsDoneIsNotReadAgain() {
        String key = PRODUCT.approved(RunningProduct.newcomer());
        PRODUCT.awaitRun(key, "done");
        String issue = PRODUCT.jira().idOf(key);
        long before = signals(issue);
        PRODUCT.forgetTraffic();

        PRODUCT.jira().transition(key, Cast.GUS, "41");
        RunningProduct.await().until(() -> signals(issue) > before);
        PRODUCT.awaitQuiet();
        awaitSweep();

        assertThat(PRODUCT.remoteCalls()).noneMatch(call -> call.path().contains("/" + issue));
        assertThat(PRODUCT.jira().comments(key)).hasSize(1);
    }

    /** The overlap finds it again and again. */
    @Test
    void theSameStateOfAnIssueIsOneSignal() {
        String key = PRODUCT.jira().raise(RunningProduct.newcomer());
        PRODUCT.jira().approve(key, Cast.PAUL);
        PRODUCT.awaitRun(key, "done");
        PRODUCT.jira().transition(key, Cast.GUS, "41");
        String issue = PRODUCT.jira().idOf(key);
        awaitSweep();
        awaitSweep();
        long before = signals(issue);

        awaitSweep();
        awaitSweep();

        assertThat(signals(issue)).isEqualTo(before);
    }

    /** Our note changes the issue, and a search does not tell who did. */
    @Test
    void aRequestThatIsHeldIsLookedAtOnceMoreAfterOurNoteAndThenNoMore() {
        String key = PRODUCT.jira().raise(RunningProduct.newcomer());
        PRODUCT.jira().edit(key, Cast.GUS, "customfield_10101", TextNode.valueOf("Mallory"));
        PRODUCT.forgetTraffic();
        PRODUCT.jira().approve(key, Cast.PAUL);
        PRODUCT.awaitDecision(key, "held", "content.changed-after-approval");
        RunningProduct.await().until(() -> looks(key) == 2);
        PRODUCT.awaitQuiet();

        awaitSweep();
        awaitSweep();

        assertThat(looks(key)).isEqualTo(2);
        assertThat(PRODUCT.jira().comments(key)).hasSize(1);
    }

    /** Each look reads the approvals once. */
    private static int looks(String key) {
        return PRODUCT.remoteCalls(
                        "GET", "/rest/servicedeskapi/request/" + PRODUCT.jira().idOf(key) + "/approval")
                .size();
    }

    /** One search that was begun after this was called has been answered. */
    private static void awaitSweep() {
        int before = searches();
        RunningProduct.await().until(() -> searches() >= before + 2);
    }

    private static int searches() {
        return (int) PRODUCT.remoteCalls().stream()
                .filter(call -> call.path().equals("/rest/api/3/search/jql"))
                .count();
    }

    private static long signals(String issueId) {
        return PRODUCT.count("select count(*) from signal where issue_id = ? and source = 'sweep'", issueId);
    }

    private static long cursor() {
        return PRODUCT.count("select (extract(epoch from swept_until) * 1000000)::bigint from sweep_cursor");
    }
}
