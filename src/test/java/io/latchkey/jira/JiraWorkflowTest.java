package io.latchkey.jira;

import static io.latchkey.sandbox.jira.Cast.GUS;
import static io.latchkey.sandbox.jira.Cast.PAUL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Onboarding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JiraWorkflowTest {

    private static final String PATH = "/rest/api/3/issue/[0-9]+/transitions";

    private final AtSite at = new AtSite();
    private final String key = at.site.raise(Onboarding.newcomer(1));
    private final String id = at.site.idOf(key);

    @AfterEach
    void close() {
        at.close();
    }

    @Test
    void listsWhatCanBeDoneNow() {
        at.site.approve(key, PAUL);

        assertThat(at.workflow.available(at.tenant, id))
                .contains(new Transition(
                        "31", "Complete", new Status("10003", "Done", StatusCategory.DONE), true, false));
    }

    @Test
    void leavesOutWhatAConditionForbids() {
        at.order(
                Fault.answer(
                        "GET",
                        PATH,
                        1,
                        200,
                        "{\"transitions\":[{\"id\":\"31\",\"name\":\"Complete\",\"isAvailable\":false,\"to\":{\"id\":\"10003\",\"name\":\"Done\"}}]}"));

        assertThat(at.workflow.available(at.tenant, id)).isEmpty();
    }

    @Test
    void movesTheRequest() {
        at.site.approve(key, PAUL);

        at.workflow.transition(at.tenant, id, "31");

        assertThat(at.requests.status(at.tenant, id).category()).isEqualTo(StatusCategory.DONE);
    }

    @Test
    void refusesWhatThePresentStatusDoesNotOffer() {
        at.site.approve(key, PAUL);
        at.site.transition(key, GUS, "31");

        assertThatThrownBy(() -> at.workflow.transition(at.tenant, id, "31"))
                .isInstanceOf(JiraFailure.TransitionRejected.class)
                .hasMessageContaining("transition 31")
                .hasMessageContaining("not valid for this issue");
    }

    @Test
    void aLostAnswerLeavesTheOutcomeUnknown() {
        at.site.approve(key, PAUL);
        at.order(Fault.cutAfter("POST", PATH, 1));

        assertThatThrownBy(() -> at.workflow.transition(at.tenant, id, "31"))
                .isInstanceOf(JiraFailure.OutcomeUnknown.class);
        assertThat(at.site.status(key)).isEqualTo("Done");
    }

    @Test
    void aConflictMayPass() {
        at.site.approve(key, PAUL);
        at.order(Fault.answer("POST", PATH, 1, 409, "{\"errorMessages\":[\"changed meanwhile\"]}"));

        assertThatThrownBy(() -> at.workflow.transition(at.tenant, id, "31"))
                .isInstanceOf(JiraFailure.Conflict.class)
                .hasMessageContaining("changed meanwhile");
    }

    @Test
    void learnsTheWaysOutOfEveryStatusThatRequestsAreIn() {
        String approved = at.site.raise(Onboarding.newcomer(2));
        at.site.approve(approved, PAUL);

        assertThat(at.workflow.exits(at.tenant, "10000", "10010"))
                .extracting(exit -> exit.from().name())
                .containsExactlyInAnyOrder("Waiting for approval", "Approved");
        assertThat(at.workflow.exits(at.tenant, "10000", "10010"))
                .filteredOn(exit -> exit.exampleIssueId().equals(at.site.idOf(approved)))
                .singleElement()
                .satisfies(exit -> assertThat(exit.transitions())
                        .extracting(Transition::id)
                        .contains("31"));
    }

    /** A desk with many requests that wait saves its recipe all the same. */
    @Test
    void learnsTheWaysOutOfAStatusThatNoneOfTheNewestIsIn() {
        String approved = at.site.raise(Onboarding.newcomer(2));
        at.site.approve(approved, PAUL);
        for (int i = 3; i < 123; i++) {
            at.site.raise(Onboarding.newcomer(i));
        }

        assertThat(at.workflow.exits(at.tenant, "10000", "10010"))
                .extracting(exit -> exit.from().name())
                .containsExactly("Waiting for approval", "Approved");
    }
}
