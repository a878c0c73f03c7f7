package io.latchkey.okta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.demo.Http;
import io.latchkey.okta.DoneSteps.Planned;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.failure.Failure;
import io.latchkey.platform.failure.PatientFailure;
import io.latchkey.platform.failure.TerminalFailure;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.okta.AdminRole;
import io.latchkey.sandbox.okta.Mail;
import io.latchkey.work.StepResult;
import io.latchkey.work.WaitsUntil;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each step on the sandbox: done, done although its answer was lost, refused in the wrong state, and taken back. */
class OktaStepsTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String LIFECYCLE = "/api/v1/users/[^/]+/lifecycle/";

    private static final DoneSteps STEPS = DoneSteps.start();
    private static int people;

    private final String pat = STEPS.person("pat" + ++people + "@example.com", "Engineering");

    @BeforeAll
    static void withAmpleLimits() {
        List.of("/api/v1/users", "/api/v1/groups", "/api/v1/apps", "/api/v1/logs")
                .forEach(bucket -> STEPS.sandbox.org.limit(bucket, 1_000_000));
    }

    @AfterAll
    static void stop() {
        STEPS.close();
    }

    @AfterEach
    void asBefore() {
        STEPS.sandbox.org.server().faults().clear();
        STEPS.sandbox.org.rules().reset();
    }

    private static String code(ThrowingCallable doing) {
        var thrown = org.assertj.core.api.Assertions.catchThrowable(doing);
        assertThat(thrown).isInstanceOf(TerminalFailure.class);
        return ((Failure) thrown).code();
    }

    private static int sent(String method, String path) {
        return STEPS.sandbox.requests(method, path).size();
    }

    private static String inState(String status) {
        String login = STEPS.person("mover" + ++people + "@example.com");
        if (List.of("STAGED", "PROVISIONED", "DEPROVISIONED").contains(status)) {
            // An account that waits for its activation has no password.
            login = "mover" + ++people + "@example.com";
            STEPS.sandbox.org.createPerson("Pat", "Person", login, null, List.of());
        }
        STEPS.sandbox.org.setStatus(login, status);
        return login;
    }

    private static boolean changed(StepResult result) {
        return result.outputs().path("changed").asBoolean();
    }

    /** Guarded: whatever the kind, an administrator stays as they are. */
    @Nested
    class AdministratorsAreLeftAlone {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "okta.activate-user",
                    "okta.reactivate-user",
                    "okta.suspend-user",
                    "okta.unsuspend-user",
                    "okta.deactivate-user",
                    "okta.unlock-user",
                    "okta.expire-password",
                    "okta.reset-password",
                    "okta.reset-factors",
                    "okta.clear-sessions",
                    "okta.delete-user",
                    "okta.update-user",
                    "okta.ensure-groups",
                    "okta.remove-from-groups",
                    "okta.change-role",
                    "okta.assign-app",
                    "okta.unassign-app"
                })
        void directlyAndByAGroup(String kind) {
            String wiki = STEPS.sandbox.org.createApp("Wiki");
            String direct = STEPS.person("direct" + ++people + "@example.com", "Engineering");
            STEPS.sandbox.org.grantRole(direct, AdminRole.HELP_DESK_ADMIN);
            String byGroup = STEPS.person("by-group" + people + "@example.com", "Okta Administrators");

            for (String administrator : List.of(direct, byGroup)) {
                JsonNode before = STEPS.sandbox.org.user(administrator).orElseThrow();
                int log = STEPS.sandbox.org.systemLog().size();

                assertThat(code(() -> anything(kind, administrator, wiki).done()))
                        .isEqualTo("guardrail.okta-administrator");

                assertThat(STEPS.sandbox.org.user(administrator)).contains(before);
                assertThat(STEPS.sandbox
                                .org
                                .systemLog()
                                .subList(log, STEPS.sandbox.org.systemLog().size()))
                        .noneMatch(
                                event -> event.path("actor").path("id").asText().equals(STEPS.sandbox.clientId)
                                        && !event.path("eventType").asText().startsWith("app.oauth2"));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"okta.suspend-user", "okta.reset-password", "okta.delete-user", "okta.ensure-groups"})
        void andNobodyIsTouchedWhileRolesCannotBeRead(String kind) {
            STEPS.sandbox.org.rules().set("roles-need-super-admin", BooleanNode.TRUE);

            assertThatThrownBy(() -> anything(kind, pat, "").done())
                    .isInstanceOf(OktaFailure.RolesUnreadable.class)
                    .isInstanceOf(io.latchkey.platform.failure.RetryableFailure.class);
            assertThat(STEPS.status(pat)).isEqualTo("ACTIVE");
        }

        private Planned anything(String kind, String login, String app) {
            return STEPS.planned(
                    kind,
                    login,
                    "method",
                    "temporary",
                    "notBefore",
                    "2020-01-01T00:00:00Z",
                    "profile",
                    JSON.objectNode().put("title", "Chef"),
                    "groupIds",
                    List.of(STEPS.sandbox.org.groupId("Engineering"), STEPS.sandbox.org.groupId("Sales")),
                    "removeGroupIds",
                    List.of(STEPS.sandbox.org.groupId("Engineering")),
                    "addGroupIds",
                    List.of(STEPS.sandbox.org.groupId("Sales")),
                    "app",
                    app);
        }
    }

    @Nested
    class Moving {

        @ParameterizedTest
        @CsvSource({
            "okta.activate-user, STAGED, PROVISIONED, activate",
            "okta.activate-user, DEPROVISIONED, PROVISIONED, activate",
            "okta.reactivate-user, PROVISIONED, PROVISIONED, reactivate",
            "okta.suspend-user, ACTIVE, SUSPENDED, suspend",
            "okta.unsuspend-user, SUSPENDED, ACTIVE, unsuspend",
            "okta.deactivate-user, ACTIVE, DEPROVISIONED, deactivate",
            "okta.deactivate-user, SUSPENDED, DEPROVISIONED, deactivate",
            "okta.unlock-user, LOCKED_OUT, ACTIVE, unlock",
            "okta.expire-password, ACTIVE, PASSWORD_EXPIRED, expire_password"
        })
        void isDoneOnceWhetherItsAnswerComesOrIsLost(String kind, String from, String to, String path) {
            String answered = inState(from);
            String lost = inState(from);
            int before = sent("POST", LIFECYCLE + path);

            StepResult first = STEPS.planned(kind, answered).done();
            StepResult second = STEPS.planned(kind, lost).doneWithLostAnswer("POST", LIFECYCLE + path);

            assertThat(first.outputs().path("status").asText()).isEqualTo(to);
            assertThat(List.of(changed(first), changed(second))).containsOnly(true);
            assertThat(List.of(STEPS.status(answered), STEPS.status(lost))).containsOnly(to);
            assertThat(sent("POST", LIFECYCLE + path) - before).isEqualTo(2);
            assertThat(first.evidence().toString()).doesNotContain("@").doesNotContain("Pat");
        }

        /** Okta's log comes late, and shows in the end that it was ours. */
        @ParameterizedTest
        @CsvSource({"okta.suspend-user, suspend", "okta.deactivate-user, deactivate"})
        void waitsForTheLogToTellWhoDidIt(String kind, String path) {
            STEPS.sandbox.org.rules().set("log-lag-millis", 20_000);

            StepResult result = STEPS.planned(kind, pat).doneWithLostAnswer("POST", LIFECYCLE + path);

            assertThat(changed(result)).isTrue();
        }

        /** Where the log shows nothing in the end, it is done all the same, and nothing is known to be taken back. */
        @Test
        void isNotTakenForOursWithoutProof() {
            STEPS.sandbox.org.rules().set("log-lag-millis", 3_600_000);
            Planned suspend = STEPS.planned("okta.suspend-user", pat);

            StepResult result = suspend.doneWithLostAnswer("POST", LIFECYCLE + "suspend");

            assertThat(STEPS.status(pat)).isEqualTo("SUSPENDED");
            assertThat(changed(result)).isFalse();
            assertThat(STEPS.handler("okta.suspend-user").undo(suspend.step, result.outputs()))
                    .isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "okta.activate-user, SUSPENDED, SUSPENDED",
            "okta.reactivate-user, ACTIVE, PROVISIONED",
            "okta.suspend-user, STAGED, ACTIVE",
            "okta.suspend-user, LOCKED_OUT, ACTIVE",
            "okta.suspend-user, DEPROVISIONED, deactivated",
            "okta.unsuspend-user, DEPROVISIONED, deactivated",
            "okta.unlock-user, SUSPENDED, LOCKED_OUT",
            "okta.expire-password, STAGED, ACTIVE",
            "okta.expire-password, DEPROVISIONED, deactivated"
        })
        void isRefusedInAnotherStateInWordsThatHelp(String kind, String status, String word) {
            STEPS.sandbox.org.setStatus(pat, status);

            assertThatThrownBy(() -> STEPS.planned(kind, pat).done())
                    .isInstanceOf(OktaFailure.WrongState.class)
                    .hasMessageContaining(status)
                    .hasMessageContaining(word)
                    .hasMessageContaining("Nothing was done");
            assertThat(STEPS.status(pat)).isEqualTo(status);
        }

        @ParameterizedTest
        @CsvSource({
            "okta.activate-user, ACTIVE",
            "okta.suspend-user, SUSPENDED",
            "okta.unsuspend-user, ACTIVE",
            "okta.deactivate-user, DEPROVISIONED",
            "okta.unlock-user, ACTIVE",
            "okta.expire-password, PASSWORD_EXPIRED"
        })
        void thatIsNeedlessChangesNothing(String kind, String status) {
            STEPS.sandbox.org.setStatus(pat, status);
            int log = STEPS.sandbox.org.systemLog().size();
            Planned step = STEPS.planned(kind, pat);

            StepResult result = step.done();

            assertThat(changed(result)).isFalse();
            assertThat(STEPS.sandbox.org.systemLog()).hasSize(log);
            assertThat(STEPS.handler(kind).undo(step.step, result.outputs())).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "okta.suspend-user, ACTIVE, ACTIVE",
            "okta.unsuspend-user, SUSPENDED, SUSPENDED",
            "okta.activate-user, DEPROVISIONED, DEPROVISIONED"
        })
        void isTakenBack(String kind, String from, String back) {
            STEPS.sandbox.org.setStatus(pat, from);
            Planned step = STEPS.planned(kind, pat);

            STEPS.undone(step, step.done());

            assertThat(STEPS.status(pat)).isEqualTo(back);
        }

        /** What a person did since stands. */
        @Test
        void isNotDoneAgainWhenAPersonTookItBack() {
            Planned suspend = STEPS.planned("okta.suspend-user", pat);
            suspend.lost("POST", LIFECYCLE + "suspend");
            STEPS.sandbox.clock.advance(Duration.ofSeconds(5));
            STEPS.sandbox.org.setStatus(pat, "ACTIVE");

            assertThat(code(suspend::goneOn)).isEqualTo("okta.account-changed");
            assertThat(STEPS.status(pat)).isEqualTo("ACTIVE");
        }

        /** Somebody else did the same in between: it is so, and it is theirs. */
        @Test
        void doesNotTakeWhatSomebodyElseDidForItsOwn() {
            Planned suspend = STEPS.planned("okta.suspend-user", pat);
            STEPS.sandbox.org.server().faults().order(Fault.cutBefore("POST", LIFECYCLE + "suspend", 1));
            assertThatThrownBy(suspend::done).isInstanceOf(OktaFailure.class);
            administrator("POST", "/api/v1/users/" + STEPS.id(pat) + "/lifecycle/suspend");

            StepResult result = suspend.goneOn();

            assertThat(changed(result)).isFalse();
            assertThat(STEPS.status(pat)).isEqualTo("SUSPENDED");
        }

        /** Deactivation takes its time. */
        @Test
        void waitsForAStateThatOktaReachesLater() {
            STEPS.sandbox.org.rules().set("transition-millis", 15_000);
            Planned deactivate = STEPS.planned("okta.deactivate-user", pat);

            assertThatThrownBy(deactivate::done).isInstanceOf(NotShownYet.class);

            assertThat(changed(deactivate.goneOn())).isTrue();
            assertThat(STEPS.status(pat)).isEqualTo("DEPROVISIONED");
            assertThat(sent("POST", ".*" + STEPS.id(pat) + "/lifecycle/deactivate"))
                    .isEqualTo(1);
        }

        @Test
        void saysThatNobodyIsThere() {
            Planned nobody = STEPS.planned("okta.suspend-user", "", "user", "00uNobodyIsHere00000");
            STEPS.sandbox.clock.advance(Duration.ofMinutes(1));

            assertThat(code(nobody::done)).isEqualTo("okta.user-gone");
        }

        @Test
        void sendsMailOnlyWhenToldSo() {
            String quiet = inState("STAGED");
            String loud = inState("STAGED");

            STEPS.planned("okta.activate-user", quiet, "sendEmail", false).done();
            STEPS.planned("okta.activate-user", loud, "sendEmail", true).done();

            assertThat(mailsTo(quiet)).isEmpty();
            assertThat(mailsTo(loud)).extracting(Mail::kind).containsExactly("activation");
        }
    }

    @Nested
    class Passwords {

        @Test
        void aLinkIsMailedByOkta() {
            Planned reset = STEPS.planned("okta.reset-password", pat, "method", "link");

            StepResult result = reset.done();

            assertThat(result.outputs().path("login").asText()).isEqualTo(pat);
            assertThat(result.evidence().toString()).doesNotContain("@").contains("RECOVERY");
            assertThat(mailsTo(pat)).extracting(Mail::kind).containsExactly("reset_password");
            assertThat(reset.secret()).isEmpty();
        }

        @Test
        void aLinkWhoseAnswerWasLostIsNotMailedTwice() {
            StepResult result = STEPS.planned("okta.reset-password", pat, "method", "link")
                    .doneWithLostAnswer("POST", LIFECYCLE + "reset_password");

            assertThat(changed(result)).isTrue();
            assertThat(mailsTo(pat)).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/api/v1/users/[^/]+", LIFECYCLE + "expire_password"})
        void aTemporaryOneIsTheOneThatWasStored(String lost) {
            Planned reset = STEPS.planned("okta.reset-password", pat, "method", "temporary");

            StepResult result = reset.doneWithLostAnswer("POST", lost);

            String password = reset.secret().map(Secret::reveal).orElseThrow();
            assertThat(STEPS.sandbox.org.hasPassword(pat, password)).isTrue();
            assertThat(STEPS.status(pat)).isEqualTo("PASSWORD_EXPIRED");
            assertThat(result.outputs().path("login").asText()).isEqualTo(pat);
            assertThat(result.outputs().toString() + result.evidence()).doesNotContain(password);
            assertThat(result.evidence().toString()).doesNotContain("@");
        }

        @Test
        void aTemporaryOneThatSomebodyReplacedIsNotHandedOver() {
            Planned reset = STEPS.planned("okta.reset-password", pat, "method", "temporary");
            reset.lost("POST", LIFECYCLE + "expire_password");
            STEPS.sandbox.org.setStatus(pat, "ACTIVE");

            assertThat(code(reset::goneOn)).isEqualTo("okta.account-changed");
        }

        @ParameterizedTest
        @CsvSource({
            "link, STAGED",
            "link, DEPROVISIONED",
            "link, SUSPENDED",
            "temporary, STAGED",
            "temporary, DEPROVISIONED",
            "temporary, SUSPENDED",
            "temporary, LOCKED_OUT"
        })
        void areRefusedInOtherStates(String method, String status) {
            STEPS.sandbox.org.setStatus(pat, status);

            assertThat(code(() -> STEPS.planned("okta.reset-password", pat, "method", method)
                            .done()))
                    .isEqualTo("okta.wrong-state");
            assertThat(STEPS.status(pat)).isEqualTo(status);
        }

        @Test
        void anotherMethodIsRefused() {
            assertThat(code(() -> STEPS.planned("okta.reset-password", pat, "method", "magic")))
                    .isEqualTo("okta.argument-missing");
        }
    }

    /** A link that Okta tells us and mails to nobody. */
    @Nested
    class Links {

        private String link(StepResult result) {
            return result.credential().map(Secret::reveal).orElseThrow();
        }

        @ParameterizedTest
        @CsvSource({
            "okta.activate-user, STAGED, activate, PROVISIONED",
            "okta.activate-user, DEPROVISIONED, activate, PROVISIONED",
            "okta.activate-user, PROVISIONED, reactivate, PROVISIONED",
            "okta.reactivate-user, PROVISIONED, reactivate, PROVISIONED",
            "okta.reset-password, ACTIVE, reset_password, RECOVERY",
            "okta.reset-password, RECOVERY, reset_password, RECOVERY"
        })
        void areKeptAndNotMailed(String kind, String from, String path, String to) {
            String who = inState(from);
            int before = sent("POST", LIFECYCLE + path);

            StepResult result =
                    STEPS.planned(kind, who, "method", "link", "link", true).done();

            assertThat(link(result)).startsWith(STEPS.sandbox.org.uri().toString());
            assertThat(STEPS.status(who)).isEqualTo(to);
            assertThat(mailsTo(who)).isEmpty();
            assertThat(sent("POST", LIFECYCLE + path) - before).isOne();
            assertThat(result.outputs().path("login").asText()).isEqualTo(who);
            assertThat(result.outputs() + " " + result.evidence()).doesNotContain(link(result));
            assertThat(result.evidence().toString()).doesNotContain("@");
            assertThat(result.toString()).doesNotContain(link(result));
        }

        @ParameterizedTest
        @CsvSource({
            "okta.activate-user, STAGED, activate",
            "okta.reactivate-user, PROVISIONED, reactivate",
            "okta.reset-password, ACTIVE, reset_password"
        })
        void whoseAnswerWasLostAreMadeAnewAndOneWorks(String kind, String from, String path) {
            String who = inState(from);

            StepResult result = STEPS.planned(kind, who, "method", "link", "link", true)
                    .doneWithLostAnswer("POST", LIFECYCLE + path);

            String token = link(result).substring(link(result).lastIndexOf('/') + 1);
            assertThat(Http.at(STEPS.sandbox.org.uri())
                            .send("POST", "/api/v1/authn", Map.of("token", token))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(mailsTo(who)).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "okta.activate-user, ACTIVE",
            "okta.activate-user, SUSPENDED",
            "okta.reactivate-user, STAGED",
            "okta.reactivate-user, ACTIVE",
            "okta.reset-password, STAGED",
            "okta.reset-password, DEPROVISIONED"
        })
        void areRefusedInOtherStates(String kind, String status) {
            STEPS.sandbox.org.setStatus(pat, status);

            assertThat(code(() -> STEPS.planned(kind, pat, "method", "link", "link", true)
                            .done()))
                    .isEqualTo("okta.wrong-state");
            assertThat(STEPS.status(pat)).isEqualTo(status);
        }

        @Test
        void takeNoPasswordFromWhoHasChosenOneMeanwhile() {
            Planned reset = STEPS.planned("okta.reset-password", pat, "method", "link", "link", true);
            reset.lost("POST", LIFECYCLE + "reset_password");
            STEPS.sandbox.org.setStatus(pat, "ACTIVE");

            assertThat(code(reset::goneOn)).isEqualTo("okta.account-changed");
            assertThat(STEPS.status(pat)).isEqualTo("ACTIVE");
        }
    }

    /** Two requests about one thing: Okta's log tells ours from others', not which of ours. */
    @Nested
    class OneOfTwo {

        @Test
        void setsItsOwnPasswordThoughTheLogShowsTheOthers() {
            STEPS.planned("okta.reset-password", pat, "method", "temporary").done();
            Planned second = STEPS.planned("okta.reset-password", pat, "method", "temporary")
                    .twice();

            second.goneOn();

            assertThat(STEPS.sandbox.org.hasPassword(
                            pat, second.secret().map(Secret::reveal).orElseThrow()))
                    .isTrue();
        }

        @Test
        void takesNothingBackThatTheOtherDid() {
            STEPS.planned("okta.suspend-user", pat).done();
            Planned second = STEPS.planned("okta.suspend-user", pat).twice();

            StepResult result = second.goneOn();

            assertThat(changed(result)).isFalse();
            assertThat(STEPS.handler("okta.suspend-user").undo(second.step, result.outputs()))
                    .isEmpty();
        }

        @Test
        void doesNotTakeTheOthersGroup() {
            String name = "Shared " + ++people;
            STEPS.planned("okta.create-group", "", "name", name).done();
            STEPS.sandbox.clock.advance(Duration.ofSeconds(2));
            Planned second = STEPS.planned("okta.create-group", "", "name", name, "ownerUser", STEPS.id(pat))
                    .twice();

            assertThat(code(second::goneOn)).isEqualTo("okta.group-name-taken");
            assertThat(STEPS.sandbox.org.ownersOf(name)).isEmpty();
        }
    }

    @Nested
    class NewAccount {

        private static final String USERS = "/api/v1/users";

        private final String login = "new" + ++people + "@example.com";

        private Planned create(String newLogin) {
            return STEPS.planned(
                    "okta.create-user",
                    "",
                    "login",
                    newLogin,
                    "email",
                    newLogin,
                    "firstName",
                    "Nora",
                    "lastName",
                    "Newman",
                    "groupIds",
                    List.of(STEPS.sandbox.org.groupId("Sales")),
                    "delivery",
                    "staged");
        }

        @Test
        void isStagedUntilItIsActivated() {
            Planned create = create(login);

            create.done();

            assertThat(STEPS.status(login)).isEqualTo("STAGED");
            assertThat(create.secret()).isEmpty();
            assertThat(mailsTo(login)).isEmpty();
            STEPS.planned("okta.activate-user", login).done();
            assertThat(STEPS.status(login)).isEqualTo("PROVISIONED");
            assertThat(mailsTo(login)).hasSize(1);
        }

        @Test
        void isMadeOnceAndTakenBackByDeactivating() {
            Planned create = create(login);

            StepResult result = create.doneWithLostAnswer("POST", "/api/v1/users");

            assertThat(STEPS.status(login)).isEqualTo("STAGED");
            STEPS.undone(create, result);
            assertThat(STEPS.status(login)).isEqualTo("DEPROVISIONED");
        }

        /** Listing and creating share a bucket: an attempt that lists twice has no call left to create the account with, again and again. */
        @Test
        void namesakesAreLookedForOnceInAnAttempt() {
            Planned create = create(login).ofSecondRun(STEPS.sandbox.clock.instant());
            STEPS.sandbox.org.server().faults().order(Fault.answer("POST", USERS, 1, 503, "{}"));
            assertThatThrownBy(create::done).isInstanceOf(OktaFailure.class);
            STEPS.sandbox.org.server().traffic().clear();

            create.goneOn();

            assertThat(STEPS.sandbox.requests("GET", USERS)).hasSize(1);
            assertThat(STEPS.sandbox.requests("POST", USERS)).hasSize(1);
        }

        /** The log does not tell yet who made it: an earlier run of the same request did. */
        @Test
        void isNotMadeBesideWhatAnEarlierRunMadeAndAPersonRenamed() {
            Instant first = STEPS.sandbox.clock.instant();
            create(login).done();
            rename(login);
            STEPS.sandbox.clock.advance(Duration.ofMinutes(1));
            STEPS.sandbox.org.rules().set("log-lag-millis", 150_000);
            Planned second = create(login).ofSecondRun(first);
            STEPS.sandbox.org.server().traffic().clear();

            assertThatThrownBy(second::done)
                    .isInstanceOfSatisfying(
                            PatientFailure.class,
                            waits -> assertThat(waits.lookAfter()).isPositive());
            assertThat(code(second::goneOn)).isEqualTo("okta.account-changed");
            assertThat(STEPS.sandbox.requests("POST", USERS)).isEmpty();
        }

        /** What the earlier run made was deleted, so it is made anew; but once. */
        @Test
        void isMadeOnceBesideWhatAnEarlierRunMadeAndAPersonDeleted() {
            Instant first = STEPS.sandbox.clock.instant();
            create(login).done();
            delete(login);
            STEPS.sandbox.clock.advance(Duration.ofMinutes(3));
            Planned second = create(login).ofSecondRun(first);
            second.lost("POST", USERS);
            rename(login);
            STEPS.sandbox.org.rules().set("log-lag-millis", 60_000);
            // Okta's index shows it after a second.
            STEPS.sandbox.clock.advance(Duration.ofSeconds(2));
            STEPS.sandbox.org.server().traffic().clear();

            assertThat(code(second::goneOn)).isEqualTo("okta.account-changed");

            assertThat(STEPS.sandbox.requests("POST", USERS)).isEmpty();
        }

        private static void rename(String from) {
            administrator().post(USERS + "/" + from, Map.of("profile", Map.of("login", "renamed." + from)));
        }

        /** The first call deactivates, the second one deletes. */
        private static void delete(String whom) {
            administrator().send("DELETE", USERS + "/" + whom, null);
            administrator().send("DELETE", USERS + "/" + whom, null);
        }

        private static Http administrator() {
            return Http.at(STEPS.sandbox.org.uri()).authorized("SSWS sandbox-admin");
        }

        @Test
        void isRefusedInWordsOfItsOwnWhenADeactivatedAccountHoldsTheLogin() {
            assertThatThrownBy(() -> create("former.colleague@example.com").done())
                    .isInstanceOf(OktaFailure.LoginTaken.class)
                    .hasMessageContaining("deactivated")
                    .hasMessageContaining("Activate that account instead");
        }
    }

    @Nested
    class FactorsAndSessions {

        @Test
        void factorsAreAllRemoved() {
            STEPS.sandbox.org.enrol(pat, "push");
            STEPS.sandbox.org.enrol(pat, "sms");

            StepResult result = STEPS.planned("okta.reset-factors", pat).done();

            assertThat(changed(result)).isTrue();
            assertThat(STEPS.sandbox.org.factorsOf(pat)).isZero();
            assertThat(changed(STEPS.planned("okta.reset-factors", pat).done())).isFalse();
        }

        /** The new phone was enrolled before the run went on. */
        @Test
        void aFactorThatIsNewIsNotRemovedAfterALostAnswer() {
            STEPS.sandbox.org.enrol(pat, "push");
            Planned reset = STEPS.planned("okta.reset-factors", pat);
            reset.lost("POST", LIFECYCLE + "reset_factors");
            STEPS.sandbox.org.enrol(pat, "push");

            assertThat(changed(reset.goneOn())).isTrue();
            assertThat(STEPS.sandbox.org.factorsOf(pat)).isEqualTo(1);
        }

        @Test
        void factorsOfADeactivatedAccountAreRefused() {
            STEPS.sandbox.org.setStatus(pat, "DEPROVISIONED");

            assertThat(code(() -> STEPS.planned("okta.reset-factors", pat).done()))
                    .isEqualTo("okta.wrong-state");
        }

        @Test
        void sessionsAndTokensEnd() {
            STEPS.sandbox.org.signIn(pat);
            int tokens = sent("DELETE", "/api/v1/users/.*/sessions");

            StepResult result =
                    STEPS.planned("okta.clear-sessions", pat).doneWithLostAnswer("DELETE", "/api/v1/users/.*/sessions");

            assertThat(changed(result)).isTrue();
            assertThat(STEPS.sandbox.org.sessionsOf(pat)).isZero();
            var requests = STEPS.sandbox.requests("DELETE", "/api/v1/users/.*/sessions");
            assertThat(requests.subList(tokens, requests.size()))
                    .hasSize(2)
                    .allSatisfy(request -> assertThat(request.query()).contains("oauthTokens=true"));
        }

        @Test
        void sessionsOfAnAccountThatWasNeverActivatedAreNone() {
            STEPS.sandbox.org.setStatus(pat, "STAGED");

            assertThat(changed(STEPS.planned("okta.clear-sessions", pat).done()))
                    .isFalse();
        }
    }

    @Nested
    class Deleting {

        private String in(Duration time) {
            return STEPS.sandbox.clock.instant().plus(time).toString();
        }

        @Test
        void deactivatesAtOnceAndDeletesWhenTheTimeHasCome() {
            String id = STEPS.id(pat);
            Planned delete = STEPS.planned("okta.delete-user", pat, "notBefore", in(Duration.ofDays(30)));

            assertThatThrownBy(delete::done).isInstanceOf(WaitsUntil.class);
            assertThat(STEPS.status(pat)).isEqualTo("DEPROVISIONED");
            STEPS.sandbox.clock.advance(Duration.ofDays(29));
            assertThatThrownBy(delete::goneOn).isInstanceOf(WaitsUntil.class);
            assertThat(STEPS.status(pat)).isEqualTo("DEPROVISIONED");
            STEPS.sandbox.clock.advance(Duration.ofDays(2));
            StepResult result = delete.doneWithLostAnswerLater("DELETE", "/api/v1/users/" + id);

            assertThat(result.outputs().path("deleted").asBoolean()).isTrue();
            assertThat(STEPS.sandbox.org.user(pat)).isEmpty();
            assertThat(sent("DELETE", "/api/v1/users/" + id)).isEqualTo(1);
            assertThat(sent("POST", ".*" + id + "/lifecycle/deactivate")).isEqualTo(1);
        }

        /** Neither after days nor after months, when the log has forgotten that we deactivated it. */
        @ParameterizedTest
        @ValueSource(ints = {20, 120})
        void leavesWhomAPersonBroughtBack(int days) {
            Planned delete = STEPS.planned("okta.delete-user", pat, "notBefore", in(Duration.ofDays(days)));
            assertThatThrownBy(delete::done).isInstanceOf(WaitsUntil.class);
            STEPS.sandbox.org.setStatus(pat, "ACTIVE");
            STEPS.sandbox.clock.advance(Duration.ofDays(days + 1));

            assertThat(code(delete::goneOn)).isEqualTo("okta.account-changed");
            assertThat(STEPS.status(pat)).isEqualTo("ACTIVE");
        }

        @Test
        void isDoneWithAnAccountThatIsGone() {
            Planned delete = STEPS.planned("okta.delete-user", pat, "notBefore", in(Duration.ofDays(3)));
            assertThatThrownBy(delete::done).isInstanceOf(WaitsUntil.class);
            administrator("DELETE", "/api/v1/users/" + STEPS.id(pat));

            assertThat(delete.goneOn().outputs().path("deleted").asBoolean()).isTrue();
        }

        @Test
        void deactivatesNobodyForATimeThatIsNone() {
            assertThat(code(() -> STEPS.planned("okta.delete-user", pat, "notBefore", "in spring")
                            .done()))
                    .isEqualTo("work.no-instant");
            assertThat(STEPS.status(pat)).isEqualTo("ACTIVE");
        }
    }

    @Nested
    class Profile {

        private final ObjectNode chef = JSON.objectNode().put("title", "Chef").put("department", "Kitchen");

        @Test
        void isChangedWhereItDiffersAndTakenBack() {
            administrator(Map.of("profile", Map.of("department", "Kitchen", "title", "Cook")), pat);
            Planned update = STEPS.planned("okta.update-user", pat, "profile", chef);

            StepResult result = update.done();

            assertThat(profile("title")).isEqualTo("Chef");
            assertThat(result.evidence().path("attributes")).hasSize(1);
            assertThat(result.evidence().toString()).doesNotContain("Chef").doesNotContain("Cook");
            STEPS.undone(update, result);
            assertThat(profile("title")).isEqualTo("Cook");
            assertThat(profile("department")).isEqualTo("Kitchen");
        }

        @Test
        void isClearedWhereItWasEmpty() {
            Planned update = STEPS.planned("okta.update-user", pat, "profile", chef);
            StepResult result = update.done();

            STEPS.undone(update, result);

            assertThat(STEPS.sandbox.org.user(pat).orElseThrow().path("profile").has("title"))
                    .isFalse();
        }

        @Test
        void isNotTakenBackFromAPersonWhoChangedIt() {
            Planned update = STEPS.planned("okta.update-user", pat, "profile", chef);
            StepResult result = update.done();
            administrator(Map.of("profile", Map.of("title", "Head chef")), pat);

            assertThat(code(() -> STEPS.undone(update, result))).isEqualTo("okta.account-changed");
            assertThat(profile("title")).isEqualTo("Head chef");
            assertThat(profile("department")).isEqualTo("Kitchen");
        }

        @Test
        void isChangedOnceWhenTheAnswerIsLost() {
            int before = sent("POST", "/api/v1/users/" + STEPS.id(pat));
            Planned update = STEPS.planned("okta.update-user", pat, "profile", chef);

            StepResult result = update.doneWithLostAnswer("POST", "/api/v1/users/[^/]+");

            assertThat(changed(result)).isTrue();
            assertThat(sent("POST", "/api/v1/users/" + STEPS.id(pat)) - before).isEqualTo(1);
            assertThat(STEPS.handler("okta.update-user").undo(update.step, result.outputs()))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"login", "email", "secondEmail", "LOGIN"})
        void neverChangesWhatAnAccountIsKnownBy(String attribute) {
            assertThat(code(() -> STEPS.planned(
                                    "okta.update-user",
                                    pat,
                                    "profile",
                                    JSON.objectNode().put(attribute, "thief@example.com"))
                            .done()))
                    .isEqualTo("okta.attribute-protected");
        }

        @Test
        void thatOktaRefusesNamesTheAttribute() {
            assertThatThrownBy(() -> STEPS.planned(
                                    "okta.update-user",
                                    pat,
                                    "profile",
                                    JSON.objectNode().put("shoeSize", "44"))
                            .done())
                    .isInstanceOf(OktaFailure.InvalidProfile.class)
                    .hasMessageContaining("shoeSize");
        }

        @Test
        void ofADeactivatedAccountIsLeft() {
            STEPS.sandbox.org.setStatus(pat, "DEPROVISIONED");

            assertThat(code(() -> STEPS.planned("okta.update-user", pat, "profile", chef)
                            .done()))
                    .isEqualTo("okta.wrong-state");
        }

        private String profile(String name) {
            return STEPS.sandbox
                    .org
                    .user(pat)
                    .orElseThrow()
                    .path("profile")
                    .path(name)
                    .asText();
        }
    }

    @Nested
    class Groups {

        private final String engineering = STEPS.sandbox.org.groupId("Engineering");
        private final String sales = STEPS.sandbox.org.groupId("Sales");

        @Test
        void areGivenAndTakenBackWhereTheyWereMissing() {
            Planned ensure = STEPS.planned("okta.ensure-groups", pat, "groupIds", List.of(engineering, sales));

            StepResult result = ensure.done();

            assertThat(STEPS.sandbox.org.groupsOf(pat)).contains("Engineering", "Sales");
            STEPS.undone(ensure, result);
            assertThat(STEPS.sandbox.org.groupsOf(pat)).contains("Engineering").doesNotContain("Sales");
        }

        @Test
        void areTakenAndGivenBackWhereTheyWereThere() {
            Planned remove = STEPS.planned("okta.remove-from-groups", pat, "groupIds", List.of(engineering, sales));

            StepResult result = remove.done();

            assertThat(STEPS.sandbox.org.groupsOf(pat)).doesNotContain("Engineering");
            assertThat(Memberships.ids(result.outputs().path("removed"))).containsExactly(engineering);
            STEPS.undone(remove, result);
            assertThat(STEPS.sandbox.org.groupsOf(pat)).contains("Engineering").doesNotContain("Sales");
        }

        @Test
        void areTakenOnceWhenTheAnswerIsLost() {
            Planned remove = STEPS.planned("okta.remove-from-groups", pat, "groupIds", List.of(engineering, sales));

            StepResult result = remove.doneWithLostAnswer("DELETE", "/api/v1/groups/.*/users/.*");

            assertThat(Memberships.ids(result.outputs().path("removed"))).containsExactly(engineering);
            assertThat(sent("DELETE", "/api/v1/groups/.*/users/" + STEPS.id(pat)))
                    .isEqualTo(1);
        }

        @ParameterizedTest
        @CsvSource({"Everyone, built into Okta", "Directory staff, fed by an application"})
        void thatCannotBeEditedAreRefusedBeforeAnythingIsDone(String name, String word) {
            String id = STEPS.sandbox.org.groupId(name);
            String imported = STEPS.person("imported" + ++people + "@example.com", "Engineering", "Directory staff");

            assertThatThrownBy(() -> STEPS.planned(
                                    "okta.remove-from-groups", imported, "groupIds", List.of(engineering, id))
                            .done())
                    .hasFieldOrPropertyWithValue("code", "okta.group-not-editable")
                    .hasMessageContaining(word);
            assertThat(STEPS.sandbox.org.groupsOf(imported)).contains("Engineering", name);
        }

        @ParameterizedTest
        @ValueSource(strings = {"okta.remove-from-groups", "okta.change-role"})
        void thatARuleFillsAreRefusedAndNobodyIsExcluded(String kind) {
            String team = "Team " + ++people;
            String id = STEPS.sandbox.org.createGroup(team);
            String rule = STEPS.sandbox.org.createGroupRule("Rule of " + team, "department", team, team);
            administrator(Map.of("profile", Map.of("department", team)), pat);
            assertThat(STEPS.sandbox.org.groupsOf(pat)).contains(team);

            assertThatThrownBy(() -> STEPS.planned(
                                    kind,
                                    pat,
                                    "groupIds",
                                    List.of(id, engineering),
                                    "removeGroupIds",
                                    List.of(id),
                                    "addGroupIds",
                                    List.of(sales))
                            .done())
                    .hasFieldOrPropertyWithValue("code", "okta.membership-by-rule")
                    .hasMessageContaining("Rule of " + team);
            assertThat(STEPS.sandbox.org.groupsOf(pat))
                    .contains(team, "Engineering")
                    .doesNotContain("Sales");
            assertThat(STEPS.sandbox.org.excludedFrom(rule)).isEmpty();
        }

        /** The group has a rule, but it was a person who made this one a member. */
        @Test
        void thatARuleFillsWithOthersAreTaken() {
            String team = "Team " + ++people;
            String id = STEPS.sandbox.org.createGroup(team);
            String rule = STEPS.sandbox.org.createGroupRule("Rule of " + team, "department", team, team);
            administrator("PUT", "/api/v1/groups/" + id + "/users/" + STEPS.id(pat));

            STEPS.planned("okta.remove-from-groups", pat, "groupIds", List.of(id))
                    .done();

            assertThat(STEPS.sandbox.org.groupsOf(pat)).doesNotContain(team);
            assertThat(STEPS.sandbox.org.excludedFrom(rule)).isEmpty();
        }

        @Test
        void areSwappedWithoutAGapAndSwappedBack() {
            Planned change = STEPS.planned(
                    "okta.change-role", pat, "removeGroupIds", List.of(engineering), "addGroupIds", List.of(sales));

            StepResult result = change.done();

            assertThat(STEPS.sandbox.org.groupsOf(pat)).contains("Sales").doesNotContain("Engineering");
            assertThat(memberships()).containsExactly("PUT", "DELETE");
            STEPS.undone(change, result);
            assertThat(STEPS.sandbox.org.groupsOf(pat)).contains("Engineering").doesNotContain("Sales");
        }

        @ParameterizedTest
        @ValueSource(strings = {"PUT", "DELETE"})
        void areSwappedOnceWhenAnAnswerIsLost(String method) {
            Planned change = STEPS.planned(
                    "okta.change-role", pat, "removeGroupIds", List.of(engineering), "addGroupIds", List.of(sales));

            StepResult result = change.doneWithLostAnswer(method, "/api/v1/groups/.*/users/.*");

            assertThat(memberships()).containsExactly("PUT", "DELETE");
            assertThat(Memberships.ids(result.outputs().path("added"))).containsExactly(sales);
            assertThat(Memberships.ids(result.outputs().path("removed"))).containsExactly(engineering);
        }

        @ParameterizedTest
        @ValueSource(strings = {"okta.change-role", "okta.ensure-groups"})
        void areNotGivenAgainWhenSomebodyTookThemBack(String kind) {
            Planned give = STEPS.planned(kind, pat, "addGroupIds", List.of(sales), "groupIds", List.of(sales));
            give.lost("PUT", "/api/v1/groups/.*/users/.*");
            administrator("DELETE", "/api/v1/groups/" + sales + "/users/" + STEPS.id(pat));

            assertThat(code(give::goneOn)).isEqualTo("okta.account-changed");

            assertThat(STEPS.sandbox.org.groupsOf(pat)).doesNotContain("Sales");
        }

        @ParameterizedTest
        @ValueSource(strings = {"okta.change-role", "okta.remove-from-groups"})
        void areNotTakenAgainWhenSomebodyGaveThemBack(String kind) {
            Planned take =
                    STEPS.planned(kind, pat, "removeGroupIds", List.of(engineering), "groupIds", List.of(engineering));
            take.lost("DELETE", "/api/v1/groups/.*/users/.*");
            administrator("PUT", "/api/v1/groups/" + engineering + "/users/" + STEPS.id(pat));

            assertThat(code(take::goneOn)).isEqualTo("okta.account-changed");

            assertThat(STEPS.sandbox.org.groupsOf(pat)).contains("Engineering");
        }

        /** Which was approved later, and is what counts. */
        @Test
        void areNotGivenAgainWhenAnotherRequestHasTakenThem() {
            Planned give = STEPS.planned("okta.ensure-groups", pat, "groupIds", List.of(sales));
            give.lost("PUT", "/api/v1/groups/.*/users/.*");
            STEPS.planned("okta.remove-from-groups", pat, "groupIds", List.of(sales))
                    .done();

            assertThat(code(give::goneOn)).isEqualTo("okta.account-changed");
            assertThat(STEPS.sandbox.org.groupsOf(pat)).doesNotContain("Sales");
        }

        /** Okta shows memberships late: what its log shows of ours is waited for, and not sent once more. */
        @Test
        void areNotSentAgainWhileOktaShowsThemLate() {
            STEPS.sandbox.org.rules().set("membership-lag-millis", 2_500);
            try {
                Planned ensure = STEPS.planned("okta.ensure-groups", pat, "groupIds", List.of(sales));
                ensure.doneWithLostAnswer("PUT", "/api/v1/groups/.*/users/.*");

                assertThat(memberships()).containsExactly("PUT");
            } finally {
                STEPS.sandbox.org.rules().set("membership-lag-millis", 0);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"okta.change-role", "okta.ensure-groups"})
        void areNotGivenToADeactivatedAccount(String kind) {
            STEPS.sandbox.org.setStatus(pat, "DEPROVISIONED");

            assertThat(code(() -> STEPS.planned(kind, pat, "addGroupIds", List.of(sales), "groupIds", List.of(sales))
                            .done()))
                    .isIn("okta.wrong-state", "okta.account-changed");
            assertThat(STEPS.sandbox.org.groupsOf(pat)).doesNotContain("Sales");
        }

        private List<String> memberships() {
            String path = "/api/v1/groups/.*/users/" + STEPS.id(pat);
            return Stream.of("PUT", "DELETE")
                    .flatMap(method -> STEPS.sandbox.requests(method, path).stream())
                    .sorted(java.util.Comparator.comparing(io.latchkey.sandbox.http.Exchange::at))
                    .map(io.latchkey.sandbox.http.Exchange::method)
                    .toList();
        }
    }

    @Nested
    class NewGroup {

        private final String name = "Project " + ++people;

        private Planned create() {
            return STEPS.planned(
                    "okta.create-group", "", "name", name, "description", "For a test", "ownerUser", STEPS.id(pat));
        }

        @Test
        void isMadeWithItsOwner() {
            StepResult result = create().done();

            assertThat(result.outputs().path("groupId").asText()).isEqualTo(STEPS.sandbox.org.groupId(name));
            assertThat(STEPS.sandbox.org.ownersOf(name)).containsExactly(STEPS.id(pat));
        }

        @ParameterizedTest
        @ValueSource(strings = {"/api/v1/groups", "/api/v1/groups/[^/]+/owners"})
        void isMadeOnceWhenAnAnswerIsLost(String path) {
            int before = sent("POST", "/api/v1/groups");

            create().doneWithLostAnswer("POST", path);

            assertThat(sent("POST", "/api/v1/groups") - before).isEqualTo(1);
            assertThat(STEPS.sandbox.org.ownersOf(name)).containsExactly(STEPS.id(pat));
        }

        @Test
        void isMadeOnceWhenTheLogAndTheSearchLagBehind() {
            STEPS.sandbox.org.rules().set("log-lag-millis", 8_000);
            STEPS.sandbox.org.rules().set("search-lag-millis", 8_000);
            int before = sent("POST", "/api/v1/groups");

            create().doneWithLostAnswer("POST", "/api/v1/groups");

            assertThat(sent("POST", "/api/v1/groups") - before).isEqualTo(1);
        }

        @Test
        void isNeverOneThatWasThere() {
            STEPS.sandbox.org.createGroup(name);
            STEPS.sandbox.clock.advance(Duration.ofMinutes(1));

            assertThat(code(() -> create().done())).isEqualTo("okta.group-name-taken");
            assertThat(STEPS.sandbox.org.ownersOf(name)).isEmpty();
        }

        @Test
        void isNeverOneThatSomebodyElseMadeMeanwhile() {
            Planned create = create();
            STEPS.sandbox.org.server().faults().order(Fault.cutBefore("POST", "/api/v1/groups", 1));
            assertThatThrownBy(create::done).isInstanceOf(OktaFailure.class);
            STEPS.sandbox.org.createGroup(name);

            assertThat(code(create::goneOn)).isEqualTo("okta.group-unproven");
            assertThat(STEPS.sandbox.org.ownersOf(name)).isEmpty();
        }

        @Test
        void isNotGivenToAnAdministrator() {
            STEPS.sandbox.org.grantRole(pat, AdminRole.HELP_DESK_ADMIN);

            assertThat(code(() -> create().done())).isEqualTo("guardrail.okta-administrator");
        }
    }

    @Nested
    class Applications {

        private final String wiki = STEPS.sandbox.org.createApp("Wiki " + people);

        @Test
        void areAssignedWithAProfileAndTakenBack() {
            Planned assign = STEPS.planned(
                    "okta.assign-app",
                    pat,
                    "app",
                    wiki,
                    "profile",
                    JSON.objectNode().put("role", "editor"));

            StepResult result = assign.done();

            assertThat(STEPS.sandbox.org.assignedTo(wiki)).containsExactly(pat);
            assertThat(result.evidence().toString()).doesNotContain("editor").doesNotContain("@");
            STEPS.undone(assign, result);
            assertThat(STEPS.sandbox.org.assignedTo(wiki)).isEmpty();
        }

        @Test
        void areNotAssignedAgainWhenSomebodyHasTakenThemAwaySince() {
            Planned give = STEPS.planned("okta.assign-app", pat, "app", wiki);
            give.lost("POST", "/api/v1/apps/.*/users");
            administrator("DELETE", "/api/v1/apps/" + wiki + "/users/" + STEPS.id(pat));

            assertThat(code(give::goneOn)).isEqualTo("okta.assignment-changed");
            assertThat(STEPS.sandbox.org.assignedTo(wiki)).isEmpty();
        }

        @Test
        void areNotTakenFromAGroupAgainWhenSomebodyHasGivenThemSince() {
            String sales = STEPS.sandbox.org.groupId("Sales");
            STEPS.planned("okta.assign-app-to-group", pat, "app", wiki, "groupId", sales)
                    .done();
            Planned take = STEPS.planned("okta.unassign-app-from-group", pat, "app", wiki, "groupId", sales);
            take.lost("DELETE", "/api/v1/apps/.*/groups/.*");
            administrator("PUT", "/api/v1/apps/" + wiki + "/groups/" + sales);

            assertThat(code(take::goneOn)).isEqualTo("okta.assignment-changed");
        }

        @Test
        void areAssignedOnceWhenTheAnswerIsLost() {
            Planned assign = STEPS.planned("okta.assign-app", pat, "app", wiki);

            StepResult result = assign.doneWithLostAnswer("POST", "/api/v1/apps/.*/users");

            assertThat(changed(result)).isTrue();
            assertThat(sent("POST", "/api/v1/apps/" + wiki + "/users")).isEqualTo(1);
        }

        @Test
        void thatThePersonHasStayTheirs() {
            STEPS.sandbox.org.assignApp(wiki, pat);
            Planned assign = STEPS.planned("okta.assign-app", pat, "app", wiki);

            StepResult result = assign.done();

            assertThat(changed(result)).isFalse();
            assertThat(STEPS.handler("okta.assign-app").undo(assign.step, result.outputs()))
                    .isEmpty();
        }

        @Test
        void thatSayOtherwiseAreNotWrittenOver() {
            STEPS.sandbox.org.assignApp(wiki, pat);

            assertThatThrownBy(() -> STEPS.planned(
                                    "okta.assign-app",
                                    pat,
                                    "app",
                                    wiki,
                                    "profile",
                                    JSON.objectNode().put("role", "owner"))
                            .done())
                    .hasFieldOrPropertyWithValue("code", "okta.app-assigned-otherwise")
                    .hasMessageContaining("role");
        }

        @Test
        void areTakenAwayAndGivenBack() {
            STEPS.sandbox.org.assignApp(wiki, pat);
            Planned unassign = STEPS.planned("okta.unassign-app", pat, "app", wiki);

            StepResult result = unassign.doneWithLostAnswer("DELETE", "/api/v1/apps/.*/users/.*");

            assertThat(changed(result)).isTrue();
            assertThat(STEPS.sandbox.org.assignedTo(wiki)).isEmpty();
            STEPS.undone(unassign, result);
            assertThat(STEPS.sandbox.org.assignedTo(wiki)).containsExactly(pat);
        }

        @Test
        void thatAGroupGivesAreNotTakenByThemselves() {
            Planned give = STEPS.planned(
                    "okta.assign-app-to-group", "", "app", wiki, "groupId", STEPS.sandbox.org.groupId("Engineering"));
            StepResult given = give.doneWithLostAnswer("PUT", "/api/v1/apps/.*/groups/.*");

            assertThat(changed(given)).isTrue();
            assertThat(code(() ->
                            STEPS.planned("okta.unassign-app", pat, "app", wiki).done()))
                    .isEqualTo("okta.app-through-group");
            assertThat(changed(
                            STEPS.planned("okta.assign-app", pat, "app", wiki).done()))
                    .isFalse();
            STEPS.undone(give, given);
            assertThat(changed(
                            STEPS.planned("okta.unassign-app", pat, "app", wiki).done()))
                    .isFalse();
        }

        @Test
        void thatAreGoneOrInactiveAreNamed() {
            assertThat(code(() -> STEPS.planned("okta.assign-app", pat, "app", "0oaDoesNotExist00000")
                            .done()))
                    .isEqualTo("okta.app-gone");
            STEPS.sandbox.org.setAppActive(wiki, false);
            assertThat(code(() ->
                            STEPS.planned("okta.assign-app", pat, "app", wiki).done()))
                    .isEqualTo("okta.app-inactive");
        }

        @Test
        void ofOktaAreNeverGivenHoweverTheyAreLabelled() {
            String console = STEPS.sandbox.org.createApp("Holiday planner " + people, "saasure");

            assertThat(code(() -> STEPS.planned("okta.assign-app", pat, "app", console)
                            .done()))
                    .isEqualTo("okta.app-of-okta");
            assertThat(code(() -> STEPS.planned(
                                    "okta.assign-app-to-group",
                                    "",
                                    "app",
                                    console,
                                    "groupId",
                                    STEPS.sandbox.org.groupId("Engineering"))
                            .done()))
                    .isEqualTo("okta.app-of-okta");
            assertThat(STEPS.sandbox.directory.findApps("Holiday planner " + people))
                    .containsExactly(new OktaApp(console, "Holiday planner " + people, true, true));
        }

        @Test
        void areFoundByTheirLabelOnEveryPageAndWhenInactive() {
            String one = STEPS.sandbox.org.createApp("Zoo");
            for (int i = 0; i < 250; i++) {
                STEPS.sandbox.org.createApp("Zoo " + i);
            }
            String twin = STEPS.sandbox.org.createApp("Zoo");
            STEPS.sandbox.org.setAppActive(twin, false);

            assertThat(STEPS.sandbox.directory.findApps("Zoo"))
                    .containsExactly(new OktaApp(one, "Zoo", true, false), new OktaApp(twin, "Zoo", false, false));
        }

        @Test
        void areNotTakenForTheOnlyOnesWhereThereAreTooManyToTell() {
            for (int i = 0; i < 2_001; i++) {
                STEPS.sandbox.org.createApp("Yak " + i);
            }

            assertThat(code(() -> STEPS.sandbox.directory.findApps("Yak"))).isEqualTo("okta.apps-too-many");
        }

        @Test
        void areNotGivenToADeactivatedAccount() {
            STEPS.sandbox.org.setStatus(pat, "DEPROVISIONED");

            assertThat(code(() ->
                            STEPS.planned("okta.assign-app", pat, "app", wiki).done()))
                    .isEqualTo("okta.wrong-state");
        }

        /** Whoever has no step with applications need not grant their scope; everything else works. */
        @Test
        void needAScopeThatNothingElseNeeds() {
            try (DoneSteps without = DoneSteps.withoutApps()) {
                String existing = "existing.person@example.com";
                String app = without.sandbox.org.createApp("Wiki");
                without.planned("okta.suspend-user", existing).done();

                assertThatThrownBy(() -> without.planned("okta.unassign-app", existing, "app", app)
                                .done())
                        .hasFieldOrPropertyWithValue("code", "okta.scope-missing")
                        .hasMessageContaining(OktaScopes.APPS);
                assertThat(without.sandbox.directory.refusalOfApps())
                        .hasValueSatisfying(refusal ->
                                assertThat(refusal.explanation()).contains("grant " + OktaScopes.APPS + " under"));
            }
            assertThat(STEPS.sandbox.directory.refusalOfApps()).isEmpty();
            assertThat(STEPS.sandbox.directory.findApps("Wiki " + people))
                    .containsExactly(new OktaApp(wiki, "Wiki " + people, true, false));
            assertThat(STEPS.sandbox.directory.findApps("Wiki")).isEmpty();
        }
    }

    @Nested
    class Owned {

        @Test
        void isListedForWhoTakesItOver() {
            STEPS.sandbox.org.own("Engineering", pat);
            STEPS.sandbox.org.assignApp(STEPS.sandbox.org.createApp("Payroll"), pat);

            StepResult result = STEPS.planned("okta.list-owned", pat).done();

            assertThat(result.outputs().path("text").asText())
                    .isEqualTo("Owned groups: Engineering\nAssigned applications: Payroll");
            assertThat(result.evidence().toString()).doesNotContain("Payroll");
        }

        @Test
        void isBounded() {
            for (int i = 0; i < 45; i++) {
                STEPS.sandbox.org.assignApp(STEPS.sandbox.org.createApp("Tool " + i), pat);
            }

            assertThat(STEPS.planned("okta.list-owned", pat)
                            .done()
                            .outputs()
                            .path("text")
                            .asText())
                    .contains("Owned groups: none")
                    .endsWith("and 5 more");
        }
    }

    private static List<Mail> mailsTo(String login) {
        return STEPS.sandbox.org.mails().stream()
                .filter(mail -> mail.to().equals(login))
                .toList();
    }

    private static void administrator(String method, String path) {
        administrator(method, path, "");
    }

    private static void administrator(Map<String, Object> body, String login) {
        administrator(
                "POST",
                "/api/v1/users/" + STEPS.id(login),
                new com.fasterxml.jackson.databind.ObjectMapper()
                        .valueToTree(body)
                        .toString());
    }

    /** As a person in Okta's console. */
    private static void administrator(String method, String path, String body) {
        var request = java.net.http.HttpRequest.newBuilder(
                        STEPS.sandbox.org.uri().resolve(path))
                .header("Authorization", "SSWS sandbox-admin")
                .header("Content-Type", "application/json")
                .method(method, java.net.http.HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            var answer = java.net.http.HttpClient.newHttpClient()
                    .send(request, java.net.http.HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
