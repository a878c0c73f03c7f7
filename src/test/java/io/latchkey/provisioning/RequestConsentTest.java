package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.jira.Approval;
import io.latchkey.jira.Approval.Decision;
import io.latchkey.jira.JiraFailure;
import io.latchkey.platform.TenantId;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.RunSoFar;
import io.latchkey.work.Withdrawal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestConsentTest {

    private static final Instant ASKED = Instant.parse("2026-11-26T08:00:00Z");

    /** Jira tells of approvals to the second, and somebody was quick. */
    @Test
    void anApprovalThatWasAskedForEarlierInTheSameSecondIsNoNewerOne() {
        assertThat(withdrawn("10", approval("9", Decision.DECLINED, ASKED), approval("10", Decision.APPROVED, ASKED)))
                .isEmpty();
        assertThat(withdrawn("10", approval("9", Decision.APPROVED, ASKED), approval("10", Decision.APPROVED, ASKED)))
                .isEmpty();
    }

    @Test
    void anApprovalThatWasAskedForLaterInTheSameSecondIsNewer() {
        assertThat(withdrawn("9", approval("9", Decision.APPROVED, ASKED), approval("10", Decision.PENDING, ASKED)))
                .map(Withdrawal::code)
                .contains("approval.withdrawn");
        assertThat(withdrawn("9", approval("9", Decision.APPROVED, ASKED), approval("10", Decision.APPROVED, ASKED)))
                .map(Withdrawal::code)
                .contains("approval.renewed");
    }

    @Test
    void anApprovalThatIsTakenBackTakesTheAdmissionBack() {
        assertThat(withdrawn("9", approval("9", Decision.DECLINED, ASKED)))
                .map(Withdrawal::code)
                .contains("approval.withdrawn");
    }

    /** Jira never deletes one, so that a list without it is not believed. */
    @Test
    void aListWithoutTheApprovalOfTheAdmissionDecidesNothing() {
        assertThatThrownBy(() -> withdrawn("9", approval("10", Decision.APPROVED, ASKED)))
                .isInstanceOf(JiraFailure.EmptyList.class);
    }

    @Test
    void whatWasApprovedLaterUnderAnotherNameRenewsNothing() {
        Approval manager = new Approval("10", "Manager", Decision.APPROVED, ASKED, null, List.of());

        assertThat(withdrawn("9", approval("9", Decision.APPROVED, ASKED), manager))
                .isEmpty();
    }

    /** The recipe asks for other approvals than this one. */
    @Test
    void anApprovalThatTheRecipeDoesNotNameIsNotWaitedFor() {
        Approval manager = new Approval("10", "Manager", Decision.PENDING, ASKED, null, List.of());

        assertThat(withdrawn("9", List.of("Waiting for approval"), approval("9", Decision.APPROVED, ASKED), manager))
                .isEmpty();
        assertThat(withdrawn(
                        "9",
                        List.of("Waiting for approval", "Manager"),
                        approval("9", Decision.APPROVED, ASKED),
                        manager))
                .map(Withdrawal::code)
                .contains("approval.withdrawn");
    }

    private static Optional<Withdrawal> withdrawn(String admittedOn, Approval... approvals) {
        return withdrawn(admittedOn, List.of(), approvals);
    }

    private static Optional<Withdrawal> withdrawn(String admittedOn, List<String> named, Approval... approvals) {
        ObjectNode basis = JsonNodeFactory.instance.objectNode();
        named.forEach(basis.putArray("approvalSteps")::add);
        basis.putArray("approvals").add(admittedOn);
        var run = new RunSoFar(
                new TenantId(UUID.randomUUID()),
                UUID.randomUUID(),
                "10042",
                new Plan(
                        basis,
                        List.of(new PlannedStep("account", "okta.create-user", JsonNodeFactory.instance.objectNode()))),
                List.of());
        return RequestConsent.withdrawn(run, List.of(approvals), false);
    }

    private static Approval approval(String id, Decision decision, Instant asked) {
        return new Approval(id, "Waiting for approval", decision, asked, null, List.of());
    }
}
