package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.jira.Approval;
import io.latchkey.jira.Approval.Approver;
import io.latchkey.jira.Approval.Decision;
import io.latchkey.jira.Person;
import io.latchkey.provisioning.ApprovalRounds.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ApprovalRoundsTest {

    private static final String MIA = "mia";
    private static final String PAUL = "paul";
    private static final String APP = "app";

    @Nested
    class Rounds {

        @Test
        void admitsOneApprovedStep() {
            Verdict verdict = judge(approved("1", "Manager", 0, PAUL));

            assertThat(verdict).isInstanceOfSatisfying(Verdict.Approved.class, approved -> {
                assertThat(approved.approverIds()).containsExactly(PAUL);
                assertThat(approved.since()).isEqualTo(Requests.NINE);
            });
        }

        @Test
        void needsAnApproval() {
            assertThat(code(judge())).isEqualTo("approval.none");
        }

        @Test
        void waitsForEveryStepOfTheRound() {
            assertThat(code(judge(approved("1", "Manager", 0, PAUL), pending("2", "IT", 1))))
                    .isEqualTo("approval.pending");
        }

        @Test
        void neverTakesAnUnknownWordForAYes() {
            assertThat(code(judge(approval("1", "Manager", 0, Decision.UNKNOWN, yes(PAUL)))))
                    .isEqualTo("approval.pending");
        }

        @Test
        void doesNotGuessWhichStepAnUnnamedApprovalAnswers() {
            assertThat(code(judge(approved("1", "Manager", 0, PAUL), approved("2", "", 10, PAUL))))
                    .isEqualTo("approval.unnamed");
        }

        @Test
        void respectsADecline() {
            assertThat(code(judge(approval("1", "Manager", 0, Decision.DECLINED, yes(PAUL)))))
                    .isEqualTo("approval.declined");
        }

        @Test
        void forgetsAnEarlierYesWhenTheStepIsAskedAgain() {
            assertThat(code(judge(approved("1", "Manager", 0, PAUL), pending("2", "Manager", 60))))
                    .isEqualTo("approval.pending");
        }

        /** All of what is asked in the second round is one round. */
        @Test
        void waitsForEveryStepOfTheSecondRoundToo() {
            assertThat(code(judge(
                            approved("1", "Manager", 0, PAUL),
                            approved("2", "IT", 1, PAUL),
                            pending("3", "Manager", 60),
                            approved("4", "IT", 61, PAUL))))
                    .isEqualTo("approval.pending");
        }

        @Test
        void takesANewYesAfterADecline() {
            assertThat(judge(
                            approval("1", "Manager", 0, Decision.DECLINED, yes(PAUL)),
                            approved("2", "Manager", 60, PAUL)))
                    .isInstanceOf(Verdict.Approved.class);
        }

        /** Manager and IT approved, the request went back, only the manager has been asked again so far. */
        @Test
        void doesNotReuseTheSecondStepOfAnEarlierRound() {
            assertThat(code(judge(
                            approved("1", "Manager", 0, PAUL),
                            approved("2", "IT", 10, PAUL),
                            approved("3", "Manager", 60, PAUL))))
                    .isEqualTo("approval.round-incomplete");
        }

        @Test
        void ordersApprovalsOfOneSecondByTheirNumber() {
            assertThat(code(judge(pending("10", "Manager", 0), approved("9", "Manager", 0, PAUL))))
                    .isEqualTo("approval.pending");
        }

        @Test
        void countsTheContentSinceTheRoundBegan() {
            Verdict verdict = judge(approved("2", "IT", 10, PAUL), approved("1", "Manager", 0, PAUL));

            assertThat(((Verdict.Approved) verdict).since()).isEqualTo(Requests.NINE);
        }
    }

    @Nested
    class Approvers {

        @Test
        void refusesTheReporter() {
            assertThat(code(judge(approved("1", "Manager", 0, MIA)))).isEqualTo("approval.own-request");
        }

        @Test
        void refusesTheCreatorOfARequestOnBehalfOfSomebody() {
            Verdict verdict = ApprovalRounds.judge(
                    List.of(approved("1", "Manager", 0, MIA)),
                    Requests.raisedBy(person("somebody"), person(MIA)),
                    Optional.of(APP),
                    List.of());

            assertThat(code(verdict)).isEqualTo("approval.own-request");
        }

        @Test
        void refusesTheReporterAmongOthers() {
            assertThat(code(judge(approval("1", "Manager", 0, Decision.APPROVED, yes(PAUL), yes(MIA)))))
                    .isEqualTo("approval.own-request");
        }

        @Test
        void refusesAnApprovalWithoutApprover() {
            assertThat(code(judge(approval("1", "Manager", 0, Decision.APPROVED))))
                    .isEqualTo("approval.approver-unknown");
        }

        @Test
        void refusesAnApproverWithoutAccount() {
            assertThat(code(judge(approval(
                            "1", "Manager", 0, Decision.APPROVED, new Approver(null, true, Decision.APPROVED)))))
                    .isEqualTo("approval.approver-not-a-person");
        }

        @Test
        void refusesAnInactiveApprover() {
            assertThat(code(judge(approval(
                            "1", "Manager", 0, Decision.APPROVED, new Approver(PAUL, false, Decision.APPROVED)))))
                    .isEqualTo("approval.approver-not-a-person");
        }

        @Test
        void refusesOurselves() {
            assertThat(code(judge(approved("1", "Manager", 0, APP)))).isEqualTo("approval.approver-not-a-person");
        }

        @Test
        void refusesWhenTheReporterIsUnknown() {
            Verdict verdict = ApprovalRounds.judge(
                    List.of(approved("1", "Manager", 0, PAUL)),
                    Requests.raisedBy(null, person(MIA)),
                    Optional.of(APP),
                    List.of());

            assertThat(code(verdict)).isEqualTo("approval.requester-unknown");
        }

        @Test
        void doesNotCountThoseWhoHaveNotAnswered() {
            Verdict verdict = judge(approval(
                    "1", "Manager", 0, Decision.APPROVED, yes(PAUL), new Approver(MIA, true, Decision.PENDING)));

            assertThat(verdict).isInstanceOf(Verdict.Approved.class);
        }
    }

    /** A recipe says which steps count. */
    @Nested
    class NamedSteps {

        @Test
        void countAlone() {
            Verdict verdict = named(
                    List.of("Manager"),
                    approved("1", "Manager", 0, PAUL),
                    pending("2", "Hardware", 5),
                    approval("3", "Parking", 9, Decision.DECLINED));

            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Approved.class,
                            approved -> assertThat(approved.round())
                                    .extracting(Approval::id)
                                    .containsExactly("1"));
        }

        @Test
        void areAllNeeded() {
            assertThat(code(named(List.of("Manager", "Security"), approved("1", "Manager", 0, PAUL))))
                    .isEqualTo("approval.round-incomplete");
        }

        @Test
        void needAnApproval() {
            assertThat(code(named(List.of("Security"), approved("1", "Manager", 0, PAUL))))
                    .isEqualTo("approval.none");
        }

        @Test
        void countByTheirNewestRecord() {
            assertThat(code(named(List.of("Manager"), approved("1", "Manager", 0, PAUL), pending("2", "Manager", 60))))
                    .isEqualTo("approval.pending");
        }

        /** Which workflows that drop a step from later rounds are for. */
        @Test
        void needNotBeAllThatWereEverAsked() {
            assertThat(named(
                            List.of("Manager"),
                            approved("1", "Manager", 0, PAUL),
                            approved("2", "IT", 10, PAUL),
                            approved("3", "Manager", 60, PAUL)))
                    .isInstanceOfSatisfying(
                            Verdict.Approved.class,
                            approved -> assertThat(approved.round())
                                    .extracting(Approval::id)
                                    .containsExactly("3"));
        }

        private Verdict named(List<String> steps, Approval... approvals) {
            return ApprovalRounds.judge(
                    List.of(approvals), Requests.raisedBy(person(MIA), person(MIA)), Optional.of(APP), steps);
        }
    }

    private static Verdict judge(Approval... approvals) {
        return ApprovalRounds.judge(
                List.of(approvals), Requests.raisedBy(person(MIA), person(MIA)), Optional.of(APP), List.of());
    }

    private static String code(Verdict verdict) {
        if (verdict instanceof Verdict.NotApproved not) {
            return not.code();
        }
        return verdict instanceof Verdict.WrongApprover wrong ? wrong.code() : "approved";
    }

    private static Approval approved(String id, String name, int seconds, String by) {
        return approval(id, name, seconds, Decision.APPROVED, yes(by));
    }

    private static Approval pending(String id, String name, int seconds) {
        return approval(id, name, seconds, Decision.PENDING, new Approver(PAUL, true, Decision.PENDING));
    }

    private static Approval approval(String id, String name, int seconds, Decision decision, Approver... approvers) {
        return new Approval(id, name, decision, Requests.NINE.plusSeconds(seconds), null, List.of(approvers));
    }

    private static Approver yes(String account) {
        return new Approver(account, true, Decision.APPROVED);
    }

    private static Person person(String account) {
        return new Person(account, "atlassian", true);
    }
}
