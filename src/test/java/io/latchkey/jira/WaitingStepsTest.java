package io.latchkey.jira;

import static io.latchkey.sandbox.jira.Cast.GUS;
import static io.latchkey.sandbox.jira.Cast.PAUL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.failure.PatientFailure;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Person;
import io.latchkey.work.Intent;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepContexts;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WaitingStepsTest {

    private static final String COMMENTS = "/rest/api/3/issue/[0-9]+/comment";

    private final AtSite at = new AtSite();
    private final String key = at.site.raise("Offboard an employee", Map.of());
    private final String id = at.site.idOf(key);
    private final UUID run = UUID.randomUUID();
    private final ObjectNode input = StepResult.nothing().put("issueId", id).put("text", "Collect the laptop.");

    @AfterEach
    void close() {
        at.close();
    }

    private StepContext step(StepHandler handler) {
        Intent intent = handler.intend(StepContexts.attempt(run, at.tenant, input, Intent.plain(), false));
        return StepContexts.attempt(run, at.tenant, input, intent, true);
    }

    @Nested
    class ForAPerson {

        private final WaitForPersonStep wait = new WaitForPersonStep(at.comments, at.taskNotes, at.clock);
        private final StepContext step = step(wait);

        private void asked() {
            assertThatThrownBy(() -> wait.act(step)).isInstanceOf(JiraFailure.WaitsForPerson.class);
        }

        private void says(Person person, boolean internal, String first, String more) {
            String inlines = "{\"type\":\"text\",\"text\":\"" + first + "\"},{\"type\":\"hardBreak\"},"
                    + "{\"type\":\"text\",\"text\":\"" + more + "\"}";
            at.asPerson(
                    person,
                    "POST",
                    "/rest/api/3/issue/" + id + "/comment",
                    "{\"body\":{\"type\":\"doc\",\"version\":1,\"content\":[{\"type\":\"paragraph\",\"content\":["
                            + inlines + "]}]},\"properties\":[{\"key\":\"sd.public.comment\",\"value\":{\"internal\":"
                            + internal + "}}]}");
        }

        private void stillWaits() {
            assertThatThrownBy(() -> wait.look(step)).isInstanceOf(JiraFailure.WaitsForPerson.class);
        }

        @Test
        void writesTheTaskForAgentsAndWaits() {
            assertThat(wait.look(step)).isEmpty();

            assertThatThrownBy(() -> wait.act(step))
                    .asInstanceOf(type(JiraFailure.WaitsForPerson.class))
                    .satisfies(waits -> assertThat(waits.lookAfter()).isEqualTo(Duration.ofMinutes(5)))
                    .isInstanceOf(PatientFailure.class);

            JsonNode note = at.site.comments(key).get(0);
            assertThat(note.path("jsdPublic").asBoolean(true)).isFalse();
            assertThat(note.path("body").toString()).contains("Collect the laptop.", "\"done\"");
            stillWaits();
            assertThat(at.site.comments(key)).hasSize(1);
        }

        @Test
        void goesOnOnceAnAgentSaysDone() {
            asked();
            says(GUS, true, "Done.", "It is in the cupboard.");

            JsonNode outputs = wait.look(step).orElseThrow().outputs();

            assertThat(outputs.path("commentId"))
                    .isEqualTo(at.site.comments(key).get(0).path("id"));
            assertThat(outputs.path("answerId"))
                    .isEqualTo(at.site.comments(key).get(1).path("id"));
        }

        @Test
        void goesOnForNothingElse() {
            says(GUS, true, "done", "before it was asked");
            asked();
            says(PAUL, false, "done", "in public, where customers write");
            says(GUS, true, "Done?", "No.");
            says(GUS, true, "not done", "");
            at.comments.comment(at.tenant, id, Adf.of(Adf.paragraph(Adf.text("done"))), true, UUID.randomUUID());

            stillWaits();
        }

        @Test
        void takesTheWordOfTheRecipe() {
            input.put("word", "erledigt");
            asked();
            says(GUS, true, "done", "");
            stillWaits();
            says(GUS, true, "Erledigt!", "");

            assertThat(wait.look(step)).isPresent();
        }

        @Test
        void writesTheTaskOnceThoughAnAnswerIsLost() {
            at.order(Fault.cutAfter("POST", COMMENTS, 1));
            assertThatThrownBy(() -> wait.act(step)).isInstanceOf(JiraFailure.OutcomeUnknown.class);

            stillWaits();
            assertThat(at.site.comments(key)).hasSize(1);
        }

        @Test
        void endsAfterItsDays() {
            input.put("days", 2);
            asked();
            at.clock.advance(Duration.ofDays(2));

            assertThatThrownBy(() -> wait.look(step))
                    .isInstanceOf(JiraFailure.NobodyDidIt.class)
                    .hasMessageContaining("2 days");
        }
    }

    @Nested
    class ForARequest {

        private final WaitForRequestStep wait = new WaitForRequestStep(at.requests, at.clock);

        @Test
        void goesOnWhenItIsClosed() {
            StepContext step = step(wait);
            at.site.approve(key, PAUL);
            assertThatThrownBy(() -> wait.act(step)).isInstanceOf(JiraFailure.WaitsForPerson.class);

            at.site.transition(key, GUS, "31");

            assertThat(wait.act(step).outputs().path("statusId").asText()).isEqualTo("10003");
        }

        @Test
        void tellsThatItWasDeclined() {
            at.site.decline(key, PAUL);

            assertThat(wait.act(step(wait)).outputs().path("statusId").asText()).isEqualTo("10004");
        }
    }
}
