package io.latchkey;

import static io.latchkey.testing.RunningProduct.newestRun;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.demo.Http;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.http.SandboxServer;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.sandbox.okta.AdminRole;
import io.latchkey.testing.Effects;
import io.latchkey.testing.ExampleRecipe;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughConnect;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer was lost: what is ours is proven before it is taken, and what came twice is one again. */
@UsuallyThroughConnect
class LostAnswerIT {

    private static final String USERS = "/api/v1/users";
    private static final String GROUPS_OF_USER = USERS + "/[^/]+/groups";
    private static final String COMMENT = "/rest/api/3/issue/[0-9]+/comment";
    private static final String TRANSITIONS = "/rest/api/3/issue/[0-9]+/transitions";
    private static final Duration SETTLE = Duration.ofSeconds(7);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(6);
    private static final Duration LONGER_THAN_A_CALL = Duration.ofMillis(4_000);
    private static final Duration A_WHILE = Duration.ofMillis(1_000);

    /** Few attempts, so that waiting would use them up if it counted. */
    private static final RunningProduct PRODUCT = RunningProduct.setUp(Map.of(
            "latchkey.work.max-attempts",
            "3",
            "latchkey.work.look-again-after",
            LOOK_AGAIN.toMillis() + "ms",
            "latchkey.okta.settle-within",
            SETTLE.toMillis() + "ms",
            "latchkey.outbound.call-timeout",
            "2500ms"));

    private static final Effects EFFECTS = new Effects(PRODUCT);

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @AfterEach
    void asBefore() {
        PRODUCT.jira().server().faults().clear();
        PRODUCT.okta().server().faults().clear();
        PRODUCT.okta().rules().reset();
    }

    @Nested
    class Account {

        private static final String NOT_FOUND =
                "{\"errorCode\":\"E0000007\",\"errorSummary\":\"Not found: Resource not found (User)\"}";

        private final Onboarding nora = RunningProduct.newcomer();

        @Test
        void isTakenOnceTheLogShowsThatItIsOurs() {
            PRODUCT.okta().rules().set("log-lag-millis", 4_500);
            order(Fault.cutAfter("POST", USERS, 1));

            String key = PRODUCT.approved(nora);

            JsonNode run = newestRun(done(key, nora));
            assertThat(run.path("attempts").asInt()).isZero();
            assertThat(PRODUCT.remoteCalls("GET", "/api/v1/logs").size()).isGreaterThan(3);
        }

        @Test
        void isNeverTakenWhileNothingIsProven() {
            PRODUCT.okta().rules().set("log-lag-millis", 600_000);
            order(Fault.cutAfter("POST", USERS, 1));
            PRODUCT.forgetTraffic();

            String key = PRODUCT.approved(nora);
            parked(key, "okta.account-unproven");

            List<Instant> created = at("POST", USERS);
            List<Instant> asked = at("GET", "/api/v1/logs");
            assertThat(created).hasSize(1);
            assertThat(asked.size()).isGreaterThan(3);
            assertThat(Duration.between(created.get(0), asked.get(asked.size() - 1)))
                    .isGreaterThan(SETTLE.minusSeconds(1));
            assertThat(PRODUCT.remoteCalls("PUT", ".*/groups/.*")).isEmpty();
        }

        /** The app lost the role with which it reads the System Log. */
        @Test
        void isNotTakenWhenTheLogIsHidden() {
            List<AdminRole> usual =
                    List.of(AdminRole.USER_ADMIN, AdminRole.GROUP_MEMBERSHIP_ADMIN, AdminRole.REPORT_ADMIN);
            PRODUCT.okta().rules().set("logs-need-reporting-role", true);
            PRODUCT.okta().changeApp(PRODUCT.clientId(), null, usual.subList(0, 2));
            try {
                order(Fault.cutAfter("POST", USERS, 1));
                PRODUCT.forgetTraffic();

                String key = PRODUCT.approved(nora);
                parked(key, "okta.role-missing");

                assertThat(PRODUCT.remoteCalls("POST", USERS)).hasSize(1);
            } finally {
                PRODUCT.okta().changeApp(PRODUCT.clientId(), null, usual);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"DEPROVISIONED", "SUSPENDED", "RECOVERY"})
        void staysAsAPersonLeftIt(String status) {
            String key = createdAndHeld();

            Http.at(PRODUCT.okta().uri())
                    .post("/sandbox/users/" + nora.workEmail() + "/status", Map.of("status", status));
            parked(key, "okta.account-changed");

            assertThat(PRODUCT.okta().user(nora.workEmail()))
                    .hasValueSatisfying(
                            user -> assertThat(user.path("status").asText()).isEqualTo(status));
        }

        /** As soon as that: the log may not tell yet who made it. */
        @ParameterizedTest
        @ValueSource(ints = {0, 4_500})
        void isNotMadeAgainWhenAPersonRenamedIt(int logLag) {
            PRODUCT.okta().rules().set("log-lag-millis", logLag);
            String key = createdAndHeld();

            String login = "renamed." + nora.workEmail();
            PRODUCT.oktaAdministrator().post(USERS + "/" + nora.workEmail(), Map.of("profile", Map.of("login", login)));
            parked(key, "okta.account-changed");

            assertThat(PRODUCT.okta().user(nora.workEmail())).isEmpty();
            assertThat(PRODUCT.okta().user(login)).isPresent();
        }

        /** Whose creation the log explains, sooner or later. */
        @ParameterizedTest
        @ValueSource(ints = {0, 4_500})
        void isMadeBesideSomebodyElsesNamesake(int logLag) {
            PRODUCT.okta().rules().set("log-lag-millis", logLag);
            order(Fault.answer("POST", USERS, 1, 503, "{}"));
            order(Fault.delay("GET", USERS + "/[^/]+", 1, A_WHILE));
            String key = PRODUCT.approved(nora);
            awaitStruck(PRODUCT.okta().server());

            createNamesake(".other");

            done(key, nora);
            assertThat(EFFECTS.accountsCreated(nora)).isEqualTo(1);
        }

        /** We made it, but for somebody else. */
        @Test
        void isNotAnotherRequestsThatAPersonGaveItsLogin() {
            String key = triedAndParked();
            Onboarding other = RunningProduct.newcomer();
            String theirs = PRODUCT.approved(other);
            RunningProduct.await().until(() -> PRODUCT.jira().status(theirs).equals("Done"));
            PRODUCT.oktaAdministrator()
                    .post(
                            USERS + "/" + other.workEmail(),
                            Map.of("profile", Map.of("login", nora.workEmail(), "email", nora.workEmail())));

            retry(key);

            awaitReason(key, "okta.login-taken");
        }

        /** One of those that a page does not show might be ours. */
        @Test
        void isNotMadeBesideMoreNamesakesThanAPageShows() {
            String key = triedAndParked();
            for (int i = 0; i < 20; i++) {
                createNamesake("." + i);
            }
            String named = URLEncoder.encode("profile.lastName eq \"" + nora.lastName() + "\"", StandardCharsets.UTF_8);
            RunningProduct.await()
                    .until(() -> PRODUCT.oktaAdministrator()
                                    .get(USERS + "?search=" + named)
                                    .size()
                            >= 20);

            retry(key);

            awaitReason(key, "okta.account-unproven");
            assertThat(EFFECTS.accountsCreated(nora)).isZero();
        }

        @Test
        void isNotMadeAgainWhenAPersonDeletedIt() {
            String key = createdAndHeld();

            PRODUCT.oktaAdministrator().send("DELETE", USERS + "/" + nora.workEmail(), null);
            PRODUCT.oktaAdministrator().send("DELETE", USERS + "/" + nora.workEmail(), null);
            parked(key, "okta.account-changed");

            assertThat(PRODUCT.okta().user(nora.workEmail())).isEmpty();
        }

        @Test
        void isNotPutBackIntoAGroupThatAPersonTookItOutOf() {
            String key = createdAndHeld();

            PRODUCT.oktaAdministrator()
                    .send(
                            "DELETE",
                            "/api/v1/groups/" + PRODUCT.okta().groupId("Engineering") + "/users/"
                                    + PRODUCT.okta()
                                            .user(nora.workEmail())
                                            .orElseThrow()
                                            .path("id")
                                            .asText(),
                            null);
            parked(key, "okta.membership-unproven");

            assertThat(PRODUCT.okta().groupsOf(nora.workEmail()))
                    .containsExactlyInAnyOrder("Everyone", "All employees");
        }

        /** Okta answers 404 to reads and "already exists" to a repeat, and its log is silent as well. */
        @ParameterizedTest
        @ValueSource(ints = {0, 3_500})
        void isWaitedForWhileOktaHidesIt(int logLag) {
            PRODUCT.okta().rules().set("create-lag-millis", 2_500);
            PRODUCT.okta().rules().set("log-lag-millis", logLag);
            order(Fault.cutAfter("POST", USERS, 1));

            done(PRODUCT.approved(nora), nora);
        }

        /** Okta shows it between the question for its login and the one for its id: nobody has renamed it. */
        @Test
        void isTakenWhenItAppearsDuringTheLook() {
            PRODUCT.forgetTraffic();
            order(Fault.cutAfter("POST", USERS, 1));
            order(Fault.answer("GET", USERS + "/[^/]*example[^/]*", 1, 404, NOT_FOUND));

            done(PRODUCT.approved(nora), nora);

            assertThat(PRODUCT.okta().server().faults().left()).isEmpty();
            assertThat(EFFECTS.accountsCreated(nora)).isEqualTo(1);
        }

        /** Its login finds it already, but reading its groups is answered with 404. */
        @Test
        void isWaitedForWhileItsGroupsCannotBeRead() {
            order(Fault.cutAfter("POST", USERS, 1));
            order(groupsNotFound(2));

            done(PRODUCT.approved(nora), nora);
        }

        @Test
        void whoseGroupsCanNeverBeReadIsParked() {
            order(Fault.cutAfter("POST", USERS, 1));
            order(groupsNotFound(1_000));
            PRODUCT.forgetTraffic();

            parked(PRODUCT.approved(nora), "okta.user-gone");

            assertThat(PRODUCT.remoteCalls("GET", GROUPS_OF_USER).size()).isGreaterThan(3);
        }

        private static Fault groupsNotFound(int times) {
            return Fault.answer("GET", GROUPS_OF_USER, times, 404, NOT_FOUND);
        }

        /** Created, its answer lost; the look that follows is under way when this returns. */
        private String createdAndHeld() {
            PRODUCT.forgetTraffic();
            order(Fault.cutAfter("POST", USERS, 1));
            order(Fault.delay("GET", USERS + "/[^/]+", 1, A_WHILE));
            String key = PRODUCT.approved(nora);
            awaitStruck(PRODUCT.okta().server());
            return key;
        }

        /** Okta refused the account, and then told nothing for as many attempts as there are. */
        private String triedAndParked() {
            order(Fault.answer("POST", USERS, 1, 503, "{}"));
            order(Fault.answer("GET", USERS + "/" + nora.workEmail().replace("@", ".*"), 1_000, 503, "{}"));
            String key = PRODUCT.approved(nora);
            awaitReason(key, "okta.unavailable");
            return key;
        }

        private static void retry(String key) {
            PRODUCT.okta().server().faults().clear();
            PRODUCT.administrator().post("/api/requests/" + key + "/retry", Map.of());
        }

        private static void awaitReason(String key, String code) {
            RunningProduct.await()
                    .untilAsserted(() -> assertThat(newestRun(PRODUCT.story(key))
                                    .path("reasonCode")
                                    .asText())
                            .isEqualTo(code));
            PRODUCT.awaitRun(key, "parked");
        }

        private void createNamesake(String suffix) {
            String login = nora.workEmail().replace("@", suffix + "@");
            PRODUCT.oktaAdministrator()
                    .post(
                            USERS,
                            Map.of(
                                    "profile",
                                    Map.of(
                                            "login",
                                            login,
                                            "email",
                                            login,
                                            "firstName",
                                            nora.firstName(),
                                            "lastName",
                                            nora.lastName())));
        }

        private void parked(String key, String code) {
            JsonNode story = PRODUCT.awaitRun(key, "parked");
            assertThat(newestRun(story).path("reasonCode").asText()).isEqualTo(code);
            assertThat(PRODUCT.jira().status(key)).isEqualTo("Approved");
            assertThat(PRODUCT.jira().comments(key)).singleElement().satisfies(comment -> {
                assertThat(comment.path("jsdPublic").asBoolean(true)).isFalse();
                assertThat(comment.path("body").toString()).contains(code);
            });
            assertThat(EFFECTS.accountsCreated(nora)).isEqualTo(1);
            assertThat(PRODUCT.remoteCalls("PUT", ".*/groups/.*")).isEmpty();
            assertThat(PRODUCT.remoteCalls("POST", USERS + "/.*")).isEmpty();
        }

        private void order(Fault fault) {
            PRODUCT.okta().server().faults().order(fault);
        }
    }

    @Nested
    class Memberships {

        private final Onboarding nora = RunningProduct.newcomer();

        @Test
        void thatOktaShowsLateAreWaitedFor() {
            PRODUCT.okta().rules().set("membership-lag-millis", 4_500);

            JsonNode run = newestRun(done(PRODUCT.approved(nora), nora));

            assertThat(run.path("attempts").asInt()).isZero();
        }

        @Test
        void ofAnAccountThatOktaStillHidesAreWaitedFor() {
            PRODUCT.okta().rules().set("create-lag-millis", 4_500);

            JsonNode run = newestRun(done(PRODUCT.approved(nora), nora));

            assertThat(run.path("attempts").asInt()).isZero();
        }

        @Test
        void thatOktaNeverShowsAreParked() {
            PRODUCT.okta().rules().set("membership-lag-millis", 600_000);

            JsonNode story = PRODUCT.awaitRun(PRODUCT.approved(nora), "parked");

            assertThat(newestRun(story).path("reasonCode").asText()).isEqualTo("okta.membership-unproven");
        }

        @Test
        void ofAnAccountThatAPersonDeletedAreParked() {
            String key = heldBeforeTheGroups();

            PRODUCT.oktaAdministrator().send("DELETE", USERS + "/" + nora.workEmail(), null);
            PRODUCT.oktaAdministrator().send("DELETE", USERS + "/" + nora.workEmail(), null);
            JsonNode story = PRODUCT.awaitRun(key, "parked");

            assertThat(newestRun(story).path("reasonCode").asText()).isEqualTo("okta.user-gone");
        }

        @Test
        void areNotGrantedToAnAccountThatAPersonDeactivated() {
            PRODUCT.okta().rules().set("deactivation-keeps-groups", false);
            String key = heldBeforeTheGroups();

            PRODUCT.oktaAdministrator().send("POST", USERS + "/" + nora.workEmail() + "/lifecycle/deactivate", "");
            JsonNode story = PRODUCT.awaitRun(key, "parked");

            assertThat(newestRun(story).path("reasonCode").asText()).isEqualTo("okta.account-changed");
            assertThat(PRODUCT.remoteCalls("PUT", ".*/groups/.*")).isEmpty();
        }

        private String heldBeforeTheGroups() {
            PRODUCT.forgetTraffic();
            PRODUCT.okta().server().faults().order(Fault.delay("GET", USERS + "/[^/]+/groups", 1, A_WHILE));
            String key = PRODUCT.approved(nora);
            awaitStruck(PRODUCT.okta().server());
            return key;
        }
    }

    @Nested
    class Comment {

        private final Onboarding nora = RunningProduct.newcomer();

        /** The first attempt takes effect after the look that saw nothing, and while the second is on its way. */
        @Test
        void thatCameTwiceWhileItWasRepeatedIsOne() {
            PRODUCT.forgetTraffic();
            order(Fault.delay("POST", COMMENT, 1, LONGER_THAN_A_CALL));
            order(Fault.delay("POST", COMMENT, 1, Duration.ofMillis(2_200)));

            String key = PRODUCT.approved(nora);
            RunningProduct.await()
                    .until(() ->
                            newestRun(PRODUCT.story(key)).path("state").asText().equals("done"));

            assertThat(PRODUCT.remoteCalls("POST", COMMENT)).hasSize(2);
            assertThat(PRODUCT.remoteCalls("DELETE", COMMENT + "/[0-9]+")).hasSize(1);
            assertThat(PRODUCT.trail(key)).doesNotContain("comment.duplicates-deleted");
            done(key, nora);
            assertThat(List.of(PRODUCT.trailRows(key)).toString()).contains("duplicatesDeleted");
        }

        /** The first attempt takes effect when everything is over. */
        @Test
        void thatCameTwiceAfterwardsIsOneToo() {
            PRODUCT.forgetTraffic();
            order(Fault.delay("POST", COMMENT, 1, Duration.ofMillis(6_000)));

            String key = PRODUCT.approved(nora);
            RunningProduct.await()
                    .until(() ->
                            newestRun(PRODUCT.story(key)).path("state").asText().equals("done"));
            JsonNode first = PRODUCT.jira().comments(key).get(0);
            imitate(key, first);
            RunningProduct.await().until(() -> PRODUCT.jira().comments(key).size() == 3);
            RunningProduct.await().until(() -> PRODUCT.jira().comments(key).size() == 2);
            PRODUCT.awaitQuiet();

            assertThat(PRODUCT.jira().comments(key))
                    .extracting(comment -> comment.at("/author/accountId").asText())
                    .containsExactlyInAnyOrder(first.at("/author/accountId").asText(), Cast.GUS.accountId());
            assertThat(PRODUCT.jira().comments(key))
                    .extracting(comment -> comment.path("id").asText())
                    .contains(first.path("id").asText());
            assertThat(PRODUCT.trail(key)).endsWith("comment.duplicates-deleted");
        }

        /** A note whose run was parked before it arrived, and that Jira made public. */
        @Test
        void thatArrivesLateAndPublicThoughItIsInternalIsDeleted() {
            PRODUCT.okta().createPerson("Other", "Person", nora.workEmail(), "Kn0wn-Before-Us", List.of());
            order(Fault.delay("POST", COMMENT, 1, LONGER_THAN_A_CALL));
            order(Fault.answer("POST", COMMENT, 2, 500, "{}"));
            order(Fault.answer("GET", COMMENT + "/[0-9]+", 1, 200, "{\"id\":\"1\",\"jsdPublic\":true}"));

            String key = PRODUCT.approved(nora);

            RunningProduct.await().until(() -> PRODUCT.jira().comments(key).size() == 1);
            RunningProduct.await().until(() -> PRODUCT.jira().comments(key).isEmpty());
            RunningProduct.await().until(() -> PRODUCT.trail(key).contains("comment.public-note-deleted"));
        }

        @Test
        void thatWasWrittenAtOnceIsNotLookedAtAgain() {
            PRODUCT.forgetTraffic();
            done(PRODUCT.approved(nora), nora);

            assertThat(PRODUCT.remoteCalls("GET", COMMENT)).isEmpty();
        }

        /** A person's comment that carries the mark of our step. */
        private void imitate(String key, JsonNode ours) {
            Http gus = Http.at(PRODUCT.jira().uri()).as(Cast.GUS.email(), "sandbox");
            JsonNode mark = gus.get("/rest/api/3/comment/" + ours.path("id").asText() + "/properties/io.latchkey.step")
                    .path("value");
            gus.post(
                    "/rest/api/3/issue/" + PRODUCT.jira().idOf(key) + "/comment",
                    Map.of(
                            "body",
                            ours.path("body"),
                            "properties",
                            List.of(Map.of("key", "io.latchkey.step", "value", mark))));
        }
    }

    /** We moved it and did not hear so; a person has moved it back since. */
    @Test
    void aTransitionThatAPersonTookBackIsNotRepeated() {
        Onboarding nora = RunningProduct.newcomer();
        order(Fault.delay("POST", COMMENT, 1, A_WHILE));
        String key = PRODUCT.approved(nora);
        awaitStruck(PRODUCT.jira().server());
        PRODUCT.forgetTraffic();
        order(Fault.cutAfter("POST", TRANSITIONS, 1));
        order(Fault.delay("GET", "/rest/api/3/issue/[0-9]+/changelog", 1, A_WHILE));
        awaitStruck(PRODUCT.jira().server());

        PRODUCT.jira().transition(key, Cast.GUS, "41");
        PRODUCT.awaitRun(key, "done");

        assertThat(PRODUCT.jira().status(key)).isEqualTo("Approved");
        assertThat(PRODUCT.remoteCalls("POST", TRANSITIONS)).hasSize(1);
    }

    /** Given by hand, so that nobody knows where it leads; what an earlier step of the run has moved proves nothing. */
    @Nested
    class TransitionsGivenByHand {

        private final Onboarding nora = RunningProduct.newcomer();

        @AfterEach
        void usualRecipe() {
            PRODUCT.setup().saveRecipe();
        }

        @Test
        void areRepeatedWhenTheyWereNotTaken() {
            String key = failingTheSecond(Fault.answer("POST", TRANSITIONS, 1, 503, "{}"));

            PRODUCT.awaitRun(key, "done");

            assertThat(PRODUCT.jira().status(key)).isEqualTo("Approved");
            assertThat(PRODUCT.remoteCalls("POST", TRANSITIONS)).hasSize(3);
        }

        @Test
        void areNotRepeatedWhenOnlyTheirAnswerWasLost() {
            String key = failingTheSecond(Fault.cutAfter("POST", TRANSITIONS, 1));

            PRODUCT.awaitRun(key, "done");

            assertThat(PRODUCT.jira().status(key)).isEqualTo("Approved");
            assertThat(PRODUCT.remoteCalls("POST", TRANSITIONS)).hasSize(2);
        }

        @Test
        void areNotRepeatedWhenOneIsAll() {
            save(ExampleRecipe.COMMENT, ExampleRecipe.transition("close", "31"));
            PRODUCT.forgetTraffic();
            order(Fault.cutAfter("POST", TRANSITIONS, 1));

            String key = PRODUCT.approved(nora);
            done(key, nora);

            assertThat(PRODUCT.remoteCalls("POST", TRANSITIONS)).hasSize(1);
            assertThat(List.of(PRODUCT.trailRows(key)).toString()).contains("\"moved\":true");
        }

        /** Back to the approval, and around it; the first is under way when the fault is ordered. */
        private String failingTheSecond(Fault fault) {
            save(
                    ExampleRecipe.COMMENT,
                    ExampleRecipe.transition("back", "51"),
                    ExampleRecipe.transition("force", "61"));
            PRODUCT.forgetTraffic();
            order(Fault.delay("POST", TRANSITIONS, 1, A_WHILE));
            String key = PRODUCT.approved(nora);
            awaitStruck(PRODUCT.jira().server());
            order(fault);
            return key;
        }

        private void save(String... steps) {
            order(Fault.answer("GET", TRANSITIONS, 100, 200, "{\"transitions\":[]}"));
            PRODUCT.administrator().post("/api/recipes", ExampleRecipe.endingWith(steps));
            PRODUCT.jira().server().faults().clear();
        }
    }

    /** Both attempts at a request that a step raises took effect: nobody can take one back, so it is told. */
    @Test
    void aRequestThatWasRaisedTwiceIsToldInTheTrail() {
        var raised = new RaisedRequest(PRODUCT);
        String first = raised.as(PRODUCT.appAccount());
        raised.lookForDuplicates();
        assertThat(PRODUCT.trail(first)).isEmpty();

        String second = raised.as(PRODUCT.appAccount());
        raised.lookForDuplicates();

        assertThat(PRODUCT.trail(first)).containsExactly("request.raised-twice");
        assertThat(PRODUCT.trailRows(first)[0].toString())
                .contains(PRODUCT.jira().idOf(second));
    }

    private static void order(Fault fault) {
        PRODUCT.jira().server().faults().order(fault);
    }

    private static void awaitStruck(SandboxServer server) {
        RunningProduct.await().until(() -> server.faults().left().isEmpty());
    }

    private static JsonNode done(String key, Onboarding nora) {
        JsonNode story = EFFECTS.awaitDone(key, nora);
        assertThat(PRODUCT.jira().comments(key)).hasSize(1);
        return story;
    }

    private static List<Instant> at(String method, String path) {
        return PRODUCT.remoteCalls(method, path).stream().map(call -> call.at()).toList();
    }
}
