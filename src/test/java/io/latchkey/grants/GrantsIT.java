package io.latchkey.grants;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.grants.Grant.State;
import io.latchkey.grants.GrantsPlay.Somebody;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.okta.AdminRole;
import io.latchkey.testing.CountedTransactions;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughConnect;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Access that ends: it does, when nothing else keeps it, if it was ours to give, and never somebody else's. */
@UsuallyThroughConnect
class GrantsIT {

    /** Tokens are signed by the machine's clock, which stays behind. */
    private static final RunningProduct PRODUCT = RunningProduct.setUp(Map.of("latchkey.connect.leeway", "3650d"));

    private static final GrantsPlay PLAY = new GrantsPlay(PRODUCT);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String MEMBERSHIP = "/api/v1/groups/[^/]+/users/[^/]+";

    private final Somebody nora = PLAY.somebody();
    private final String group = PLAY.group();
    private final String issue = PLAY.issue();

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @AfterEach
    void asBefore() {
        PRODUCT.okta().server().faults().clear();
        PRODUCT.jira().server().faults().clear();
    }

    @Test
    void endsWhenItsTimeIsOver() {
        Grant grant = PLAY.given(nora, group, 14, issue);
        assertThat(grant.endsAt()).isEqualTo(grant.beginsAt().plus(DAY.multipliedBy(14)));
        assertThat(grant.reason()).contains("a project");

        // The timer notices by itself.
        PLAY.passUnnoticed(DAY.multipliedBy(14).plusMinutes(1));

        PLAY.awaitEnd(issue, State.ENDED, Why.TAKEN_BACK);
        assertThat(PLAY.isMember(nora, group)).isFalse();
        assertThat(PLAY.trail(issue)).contains("grant.given", "grant.ended");
    }

    /** The attempt that was lost has added it; the next one finds it there, and it is ours all the same. */
    @Test
    void isOursWhenTheAnswerWasLost() {
        PRODUCT.okta().server().faults().order(Fault.cutAfter("PUT", MEMBERSHIP, 1));

        PLAY.given(nora, group, 1, issue);
        PLAY.pass(DAY.plusMinutes(1));

        PLAY.awaitEnd(issue, State.ENDED, Why.TAKEN_BACK);
        assertThat(PLAY.isMember(nora, group)).isFalse();
    }

    @Test
    void theLastOfSeveralGrantsTakesItBack() {
        String later = PLAY.issue();
        PLAY.given(nora, group, 2, issue);
        PLAY.given(nora, group, 4, later);

        PLAY.pass(DAY.multipliedBy(3));
        PLAY.awaitEnd(issue, State.SUPERSEDED, Why.OUTLASTED);
        assertThat(PLAY.isMember(nora, group)).isTrue();
        PLAY.pass(DAY.multipliedBy(2));

        PLAY.awaitEnd(later, State.ENDED, Why.TAKEN_BACK);
        assertThat(PLAY.isMember(nora, group)).isFalse();
        assertThat(eventsAbout(nora)).containsExactly("add", "remove");
    }

    @Test
    void whatWasThereBeforeStays() {
        PLAY.byHand("PUT", nora, group);
        assertThat(PLAY.given(nora, group, 1, issue).existedBefore()).isTrue();

        PLAY.pass(DAY.plusMinutes(1));

        PLAY.awaitEnd(issue, State.ENDED, Why.EXISTED_BEFORE);
        assertThat(PLAY.isMember(nora, group)).isTrue();
    }

    @Test
    void whatARuleGaveStaysAndNobodyIsExcludedFromIt() {
        String rule = PRODUCT.okta().createGroupRule("by login", "login", nora.login(), group);
        PLAY.given(nora, group, 1, issue);

        PLAY.pass(DAY.plusMinutes(1));

        PLAY.awaitEnd(issue, State.ENDED, Why.EXISTED_BEFORE);
        assertThat(PLAY.isMember(nora, group)).isTrue();
        assertThat(PRODUCT.okta().excludedFrom(rule)).isEmpty();
    }

    @Test
    void aGroupThatARuleFeedsSinceIsLeftToAPerson() {
        PLAY.given(nora, group, 1, issue);
        PRODUCT.okta().createGroupRule("by team", "team", "Night " + group, group);

        PLAY.pass(DAY.plusMinutes(1));

        PLAY.awaitEnd(issue, State.HELD, Why.RULE_MANAGED);
        assertThat(PLAY.isMember(nora, group)).isTrue();
        assertThat(PLAY.trail(issue)).contains("grant.held");
        assertThat(settle(issue)).isTrue();
        PLAY.awaitEnd(issue, State.ENDED, Why.SETTLED);
    }

    @Test
    void aGroupThatAnApplicationFeedsSinceIsLeftToAPerson() {
        PLAY.given(nora, group, 1, issue);
        PRODUCT.okta()
                .server()
                .faults()
                .order(Fault.answer("DELETE", MEMBERSHIP, 1, 403, "{\"errorCode\":\"E0000006\"}"));
        PRODUCT.okta()
                .server()
                .faults()
                .order(Fault.answer(
                        "GET",
                        "/api/v1/groups/00g[^/]+",
                        1,
                        200,
                        "{\"id\":\"g\",\"type\":\"APP_GROUP\",\"profile\":{\"name\":\"fed\"}}"));

        PLAY.pass(DAY.plusMinutes(1));

        PLAY.awaitEnd(issue, State.HELD, Why.APP_MANAGED);
    }

    @Test
    void noAdministratorOfOktaIsGivenAnything() {
        PRODUCT.okta().grantRole(nora.login(), AdminRole.HELP_DESK_ADMIN);
        UUID run = PLAY.give(nora, group, 1, issue);

        PLAY.awaitRun(run, "parked");

        assertThat(PLAY.run(run).reasonCode()).isEqualTo("guardrail.okta-administrator");
        PLAY.pass(DAY.plusMinutes(1));
        PLAY.awaitEnd(issue, State.ENDED, Why.NEVER_GIVEN);
    }

    @Test
    void whatAPersonGaveMeanwhileStays() {
        PLAY.given(nora, group, 1, issue);
        PLAY.pass(Duration.ofMinutes(1));
        PLAY.byHand("DELETE", nora, group);
        PLAY.byHand("PUT", nora, group);

        PLAY.pass(DAY.plusMinutes(1));

        PLAY.awaitEnd(issue, State.ENDED, Why.GIVEN_BY_ANOTHER);
        assertThat(PLAY.isMember(nora, group)).isTrue();
    }

    @Test
    void whatAPersonTookBackAlreadyIsOver() {
        PLAY.given(nora, group, 1, issue);
        PLAY.pass(Duration.ofMinutes(1));
        PLAY.byHand("DELETE", nora, group);

        PLAY.pass(DAY.plusMinutes(1));

        PLAY.awaitEnd(issue, State.ENDED, Why.GONE_ALREADY);
    }

    /** Okta keeps its log for 90 days. */
    @Test
    void whatTheLogCannotShowAnyMoreIsHeld() {
        PLAY.given(nora, group, 100, issue);

        PLAY.pass(DAY.multipliedBy(100).plusMinutes(1));

        PLAY.awaitEnd(issue, State.HELD, Why.LOG_UNCLEAR);
        assertThat(PLAY.isMember(nora, group)).isTrue();
    }

    /** While the log knows, it is looked at; whoever runs it for years has the same proof as for a day. */
    @Test
    void whatRunsLongerThanTheLogRemembersIsTakenBackAllTheSame() {
        String given = PLAY.issue();
        String other = PLAY.group();
        PLAY.given(nora, group, 100, issue);
        PLAY.given(nora, other, 100, given);
        PLAY.pass(DAY);
        PLAY.byHand("DELETE", nora, other);
        PLAY.byHand("PUT", nora, other);

        PLAY.pass(DAY.multipliedBy(60));
        RunningProduct.await().until(() -> count("shown_at is not null and issue_id = '" + issue + "'") == 1);
        RunningProduct.await().until(() -> PLAY.trail(given).contains("grant.given-by-another"));
        PLAY.pass(DAY.multipliedBy(40));

        PLAY.awaitEnd(issue, State.ENDED, Why.TAKEN_BACK);
        assertThat(PLAY.isMember(nora, group)).isFalse();
        PLAY.awaitEnd(given, State.ENDED, Why.EXISTED_BEFORE);
        assertThat(PLAY.isMember(nora, other)).isTrue();
    }

    @Test
    void aLogThatCannotBeReadHoldsItUntilItCan() {
        PLAY.given(nora, group, 1, issue);
        PRODUCT.okta()
                .server()
                .faults()
                .order(Fault.answer("GET", "/api/v1/logs", 1_000, 403, "{\"errorCode\":\"E0000006\"}"));
        PLAY.pass(DAY.plusMinutes(1));
        PLAY.awaitEnd(issue, State.HELD, "okta.role-missing");
        assertThat(PLAY.isMember(nora, group)).isTrue();

        PRODUCT.okta().server().faults().clear();
        PLAY.pass(Duration.ofMinutes(31));

        PLAY.awaitEnd(issue, State.ENDED, Why.TAKEN_BACK);
        assertThat(PLAY.isMember(nora, group)).isFalse();
    }

    @Test
    void isExtendedWithoutAGap() {
        Instant end = PLAY.given(nora, group, 2, issue).endsAt();
        PLAY.pass(DAY);

        PLAY.awaitRun(PLAY.extend(nora, group, 3, PLAY.issue()), "done");

        assertThat(PLAY.theGrant(issue).endsAt()).isEqualTo(end.plus(DAY.multipliedBy(3)));
        PLAY.pass(DAY.multipliedBy(2));
        assertThat(PLAY.isMember(nora, group)).isTrue();
        PLAY.pass(DAY.multipliedBy(3));
        PLAY.awaitEnd(issue, State.ENDED, Why.TAKEN_BACK);
        assertThat(PLAY.isMember(nora, group)).isFalse();
        assertThat(eventsAbout(nora)).containsExactly("add", "remove");
    }

    @Test
    void whatDoesNotRunIsNotExtended() {
        UUID run = PLAY.extend(nora, group, 3, issue);

        PLAY.awaitRun(run, "parked");

        assertThat(PLAY.run(run).reasonCode()).isEqualTo("grants.nothing-to-extend");
    }

    @Test
    void anEndThatHasPassedGivesNothing() {
        UUID run = PLAY.run(
                GiveStep.KIND,
                PLAY.input(nora, group, issue).set("ends", TextNode.valueOf("2026-01-01T00:00:00+01:00")),
                issue);

        PLAY.awaitRun(run, "parked");

        assertThat(PLAY.run(run).reasonCode()).isEqualTo("grants.end-passed");
        assertThat(PLAY.isMember(nora, group)).isFalse();
    }

    @Test
    void aWithdrawnRequestTakesBackWhatNoOtherGave() {
        String other = PLAY.issue();
        PLAY.given(nora, group, 5, issue);
        PLAY.given(nora, group, 3, other);

        assertThat(revoke(issue)).isEqualTo(1);

        PLAY.awaitEnd(issue, State.SUPERSEDED, Why.OUTLASTED);
        assertThat(PLAY.isMember(nora, group)).isTrue();
        assertThat(revoke(other)).isEqualTo(1);
        PLAY.awaitEnd(other, State.ENDED, Why.TAKEN_BACK);
        assertThat(PLAY.isMember(nora, group)).isFalse();
        assertThat(revoke(other)).isZero();
    }

    /** Nothing of it lasts, whatever the run has sent before it was stopped. */
    @Test
    void aRequestThatIsWithdrawnWhileItGivesLeavesNothing() {
        PRODUCT.okta().server().faults().order(Fault.delay("PUT", MEMBERSHIP, 1, Duration.ofSeconds(2)));
        UUID run = PLAY.give(nora, group, 5, issue);
        RunningProduct.await()
                .until(() -> PRODUCT.okta().server().faults().left().isEmpty());

        revoke(issue);

        PLAY.awaitRun(run, "parked");
        assertThat(PLAY.run(run).reasonCode()).isEqualTo("grants.ended-meanwhile");
        PLAY.pass(Duration.ofMinutes(1));
        PLAY.awaitState(issue, State.ENDED);
        assertThat(PLAY.isMember(nora, group)).isFalse();
    }

    @Test
    void accessThatIsGivenWhileEarlierOneEndsIsThereAfterwards() {
        String later = PLAY.issue();
        PLAY.given(nora, group, 1, issue);
        PRODUCT.okta().server().faults().order(Fault.delay("DELETE", MEMBERSHIP, 1, Duration.ofSeconds(2)));
        PLAY.pass(DAY.plusMinutes(1));
        PLAY.awaitState(issue, State.ENDING);

        PLAY.awaitRun(PLAY.give(nora, group, 1, later), "done");

        PLAY.awaitEnd(issue, State.ENDED, Why.TAKEN_BACK);
        assertThat(PLAY.isMember(nora, group)).isTrue();
        assertThat(PLAY.theGrant(later).state()).isEqualTo(State.ACTIVE);
        assertThat(PLAY.theGrant(later).existedBefore()).isFalse();
    }

    @Test
    void whatIsAskedForForGoodStays() {
        PLAY.given(nora, group, 1, issue);

        PLAY.awaitRun(PLAY.run("okta.ensure-groups", PLAY.input(nora, group, issue), PLAY.issue()), "done");
        PLAY.pass(DAY.plusMinutes(1));

        PLAY.awaitEnd(issue, State.ENDED, Why.EXISTED_BEFORE);
        assertThat(PLAY.isMember(nora, group)).isTrue();
    }

    @Test
    void whoLeavesLosesAllThatWasGivenForATime() {
        String other = PLAY.group();
        String second = PLAY.issue();
        PLAY.given(nora, group, 5, issue);
        PLAY.given(nora, other, 6, second);

        PLAY.awaitRun(PLAY.run(RevokeStep.KIND, PLAY.input(nora, group, issue), PLAY.issue()), "done");

        PLAY.awaitEnd(issue, State.ENDED, Why.TAKEN_BACK);
        PLAY.awaitEnd(second, State.ENDED, Why.TAKEN_BACK);
        assertThat(PRODUCT.okta().groupsOf(nora.login())).containsExactly("Everyone");
    }

    /** Before the app is removed: nobody keeps what was given for a time. */
    @Test
    void allOfThemEndAtOnceWhenAnAdministratorSaysSo() {
        String second = PLAY.group();
        PLAY.given(nora, group, 30, issue);
        String other = PLAY.issue();
        PLAY.given(nora, second, 20, other);

        int ending = PRODUCT.administrator()
                .post("/api/grants/end", Map.of("why", "We part."))
                .path("grants")
                .asInt();

        assertThat(ending).isGreaterThanOrEqualTo(2);
        PLAY.awaitEnd(issue, State.ENDED, Why.TAKEN_BACK);
        PLAY.awaitEnd(other, State.ENDED, Why.TAKEN_BACK);
        assertThat(PRODUCT.okta().groupsOf(nora.login())).containsExactly("Everyone");
        assertThat(PRODUCT.administrator()
                        .post("/api/grants/end", Map.of("why", "Once more."))
                        .path("grants")
                        .asInt())
                .isLessThanOrEqualTo(ending - 2);
    }

    @Test
    void theTicketIsRemindedOnceOfTheEnd() {
        String key = PRODUCT.jira().raise(RunningProduct.newcomer());
        String id = PRODUCT.jira().idOf(key);
        PLAY.given(nora, group, 10, id);
        PLAY.pass(DAY.multipliedBy(6));
        assertThat(PRODUCT.jira().comments(key)).isEmpty();

        PLAY.pass(DAY.plusMinutes(1));

        RunningProduct.await().until(() -> PRODUCT.jira().comments(key).size() == 1);
        assertThat(PRODUCT.jira().comments(key).get(0).toString()).contains("ends on", "extend");
        PLAY.passTimer();
        PRODUCT.awaitQuiet();
        assertThat(PRODUCT.jira().comments(key)).hasSize(1);
        assertThat(PLAY.trail(id)).contains("grant.reminded");
    }

    @Test
    void theTicketIsRemindedInTheLanguageAndZoneOfTheRecipe() {
        String key = PRODUCT.jira().raise(RunningProduct.newcomer());
        String id = PRODUCT.jira().idOf(key);
        ObjectNode input = PLAY.input(nora, group, id).put("locale", "de").put("zone", "Asia/Kathmandu");
        input.putObject("ends").put("days", 10);
        PLAY.awaitRun(PLAY.run(GiveStep.KIND, input, id), "done");

        PLAY.pass(DAY.multipliedBy(7).plusMinutes(1));

        RunningProduct.await().until(() -> PRODUCT.jira().comments(key).size() == 1);
        String end = DateTimeFormatter.ofPattern("d. MMMM uuuu, HH:mm", Locale.GERMAN)
                .withZone(ZoneId.of("Asia/Kathmandu"))
                .format(Instant.ofEpochSecond(PRODUCT.count(
                        "select extract(epoch from date_trunc('minute', max(ends_at)))::bigint from access_grant"
                                + " where issue_id = ?",
                        id)));
        assertThat(PRODUCT.jira().comments(key).get(0).toString())
                .contains("Der Zugang zu einer Gruppe, den diese Anfrage gegeben hat, endet am " + end
                        + " (Asia/Kathmandu).");
    }

    /** Nobody is told, and nothing of Jira is asked, when the end comes. */
    @Test
    void endingAsksJiraNothing() {
        PLAY.given(nora, group, 1, issue);
        PRODUCT.awaitQuiet();
        for (String method : List.of("GET", "POST", "PUT")) {
            PRODUCT.jira().server().faults().order(Fault.cutBefore(method, ".*", 1_000));
        }

        PLAY.pass(DAY.plusMinutes(1));

        PLAY.awaitEnd(issue, State.ENDED, Why.TAKEN_BACK);
    }

    @Test
    void anOutageOfAnHourLeavesNothingOverAndTakesNothingThatWasNotOurs() {
        int many = 60;
        String other = PLAY.group();
        List<Somebody> people = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Somebody one = PLAY.somebody();
            people.add(one);
            if (i % 10 == 0) {
                PLAY.byHand("PUT", one, group);
            }
        }
        List<UUID> runs = new ArrayList<>();
        for (Somebody one : people) {
            runs.add(PLAY.give(one, group, 1, PLAY.issue()));
            runs.add(PLAY.give(one, other, 1, PLAY.issue()));
            runs.add(PLAY.give(one, other, 2, PLAY.issue()));
        }
        runs.forEach(run -> PLAY.awaitRun(run, "done"));
        for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
            PRODUCT.okta().server().faults().order(Fault.answer(method, "/(api|oauth2)/.*", 1_000_000, 503, "{}"));
        }

        PLAY.pass(DAY.plusMinutes(1));
        for (int minutes = 0; minutes < 60; minutes += 20) {
            RunningProduct.await().until(() -> count("state = 'ending'") > 0);
            PLAY.pass(Duration.ofMinutes(20));
        }
        assertThat(count("state = 'held'")).isEqualTo(heldBefore());
        PRODUCT.okta().server().faults().clear();
        PLAY.pass(Duration.ofSeconds(30));

        RunningProduct.await()
                .until(() ->
                        count("ends_at <= '" + PRODUCT.clock().instant() + "' and ended_at is null and state <> 'held'")
                                == 0);
        for (int i = 0; i < many; i++) {
            assertThat(PLAY.isMember(people.get(i), group)).as("person %d", i).isEqualTo(i % 10 == 0);
            assertThat(PLAY.isMember(people.get(i), other)).isTrue();
        }
        PLAY.pass(DAY);
        RunningProduct.await().until(() -> people.stream().noneMatch(one -> PLAY.isMember(one, other)));
    }

    private long heldBefore() {
        return count("state = 'held' and why <> 'okta.unavailable'");
    }

    private static long count(String condition) {
        return PRODUCT.count("select count(*) from access_grant where " + condition);
    }

    /** A hundred thousand that run, and a pass of the timer in which none ends. */
    @Test
    void aPassInWhichNothingEndsCostsOneStatement() {
        PRODUCT.awaitQuiet();
        PLAY.inside(() -> PLAY.bean(org.springframework.jdbc.core.simple.JdbcClient.class)
                .sql("""
                        insert into access_grant (tenant_id, id, connection_id, org_url, client_id, okta_user_id, group_id,
                            issue_id, run_id, step_id, state, provenance, ours_since, begins_at, confirmed_at, ends_at,
                            due_at, remind_at, look_at, changed_at)
                        select ?, gen_random_uuid(), gen_random_uuid(), 'https://a.okta.com', 'c', 'u' || n, 'g', 'bulk',
                            gen_random_uuid(), gen_random_uuid(), 'active', 'ours', now(), now(), now(),
                            now() + interval '3000 days', now() + interval '3000 days', now() + interval '2990 days',
                            now() + interval '2000 days', now()
                        from generate_series(1, 100000) n
                        """)
                .param(PLAY.tenant().value())
                .update());
        try {
            PRODUCT.transactions().reset();

            PLAY.passTimer();

            List<CountedTransactions.Transaction> mine = PRODUCT.transactions()
                    .committed(one -> one.thread().equals(Thread.currentThread().getName()));
            assertThat(mine).hasSize(1);
            assertThat(mine.get(0).writes()).isFalse();
            assertThat(mine.get(0).statements())
                    .filteredOn(sql -> !sql.contains("set_config"))
                    .containsExactly(plain(GrantRows.NEXT));
            assertThat(plan())
                    .contains("access_grant_due", "access_grant_to_remind", "access_grant_to_look")
                    .doesNotContain("Seq Scan");
        } finally {
            PLAY.inside(() -> PLAY.bean(org.springframework.jdbc.core.simple.JdbcClient.class)
                    .sql("delete from access_grant where issue_id = 'bulk'")
                    .update());
        }
    }

    private static String plain(String named) {
        return named.replaceAll(":tenant", "?");
    }

    private static String plan() {
        return PLAY.inside(() -> String.join(
                "\n",
                PLAY.bean(org.springframework.jdbc.core.simple.JdbcClient.class)
                        .sql("explain " + GrantRows.NEXT)
                        .param("tenant", PLAY.tenant().value())
                        .query(String.class)
                        .list()));
    }

    private static int revoke(String issue) {
        return PLAY.inside(() -> PLAY.grants().revokeOf(PLAY.tenant(), issue, "request.withdrawn"));
    }

    private static boolean settle(String issue) {
        UUID id = PLAY.theGrant(issue).id();
        return PLAY.inside(() -> PLAY.grants().settle(PLAY.tenant(), id, "5b10a2844c20165700ede21g"));
    }

    /** What began and ended for somebody but "Everyone", oldest first. */
    private static List<String> eventsAbout(Somebody somebody) {
        return PRODUCT.okta().systemLog().stream()
                .filter(event -> event.path("eventType").asText().startsWith("group.user_membership."))
                .filter(event -> event.path("target").findValuesAsText("id").contains(somebody.id()))
                .map(JsonNode.class::cast)
                .map(event -> event.path("eventType").asText().replace("group.user_membership.", ""))
                .toList();
    }
}
