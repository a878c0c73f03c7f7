package io.latchkey.jira;

import static io.latchkey.jira.Adf.paragraph;
import static io.latchkey.jira.Adf.text;
import static io.latchkey.sandbox.jira.Cast.GUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.work.Intent;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepContexts;
import io.latchkey.work.StepResult;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OwnCommentStepsTest {

    private static final String PATH = "/rest/api/3/issue/[0-9]+/comment/[0-9]+";

    private final AtSite at = new AtSite();
    private final String key = at.site.raise("Lost phone", Map.of());
    private final String id = at.site.idOf(key);
    private final UUID run = UUID.randomUUID();
    private final UUID writer = UUID.randomUUID();
    private final UpdateCommentStep update = new UpdateCommentStep(at.ownComments);
    private final DeleteCommentStep delete = new DeleteCommentStep(at.ownComments);

    @AfterEach
    void close() {
        at.close();
    }

    private String written(boolean internal) {
        return at.comments.comment(at.tenant, id, Adf.of(paragraph(text("First"))), internal, writer);
    }

    private String writtenByGus() throws Exception {
        String answer = at.asPerson(GUS, "POST", "/rest/api/3/issue/" + id + "/comment", body("His"));
        return JiraJson.parse(answer.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .path("id")
                .asText();
    }

    private static String body(String words) {
        return "{\"body\":" + Adf.of(paragraph(text(words))).json() + "}";
    }

    private StepContext step(String commentId, boolean internal) {
        ObjectNode input = StepResult.nothing()
                .put("issueId", id)
                .put("commentId", commentId)
                .put("text", "Second\nline\n\nlast")
                .put("internal", internal);
        return StepContexts.attempt(run, at.tenant, input, Intent.plain(), false);
    }

    private JsonNode onlyComment() {
        assertThat(at.site.comments(key)).hasSize(1);
        return at.site.comments(key).get(0);
    }

    private static JsonNode second() {
        return Adf.of(paragraph(text("Second"), Adf.hardBreak(), text("line")), paragraph(text("last")))
                .json();
    }

    @Nested
    class Update {

        @Test
        void writesOurCommentAnew() {
            String comment = written(false);

            JsonNode outputs = update.act(step(comment, false)).outputs();

            assertThat(outputs.path("updated").asBoolean()).isTrue();
            assertThat(outputs.path("commentId").asText()).isEqualTo(comment);
            assertThat(onlyComment().path("body")).isEqualTo(second());
            assertThat(at.comments.commentsOf(at.tenant, id, writer)).containsExactly(comment);
        }

        @Test
        void leavesAnInternalNoteInternal() {
            update.act(step(written(true), true));

            assertThat(onlyComment().path("jsdPublic").asBoolean(true)).isFalse();
            assertThat(onlyComment().path("body")).isEqualTo(second());
        }

        @Test
        void showsNothingToCustomersThatIsForAgents() {
            String comment = written(false);

            assertThatThrownBy(() -> update.act(step(comment, true))).isInstanceOf(JiraFailure.NotInternal.class);
            assertThat(onlyComment().path("body")).isNotEqualTo(second());
        }

        @Test
        void deletesANoteThatTheEditMadePublic() {
            String comment = written(false);
            at.order(Fault.answer(
                    "GET",
                    PATH,
                    1,
                    200,
                    "{\"jsdPublic\":false,\"author\":{\"accountId\":\"" + at.installation.accountId() + "\"}}"));
            at.order(Fault.answer("PUT", PATH, 1, 200, "{\"jsdPublic\":true}"));

            assertThatThrownBy(() -> update.act(step(comment, true))).isInstanceOf(JiraFailure.NotInternal.class);
            assertThat(at.site.comments(key)).isEmpty();
        }

        @Test
        void leavesWhatSomebodyElseWrote() throws Exception {
            String comment = writtenByGus();

            assertThatThrownBy(() -> update.act(step(comment, false)))
                    .isInstanceOf(JiraFailure.NotOurs.class)
                    .hasMessageContaining(comment);
            assertThatThrownBy(() -> update.look(step(comment, false))).isInstanceOf(JiraFailure.NotOurs.class);
            assertThat(onlyComment().path("body")).isNotEqualTo(second());
        }

        @Test
        void findsAnEditWhoseAnswerWasLost() {
            String comment = written(false);
            at.order(Fault.cutAfter("PUT", PATH, 1));
            assertThat(update.look(step(comment, false))).isEmpty();

            assertThatThrownBy(() -> update.act(step(comment, false))).isInstanceOf(JiraFailure.OutcomeUnknown.class);

            assertThat(update.look(step(comment, false))).isPresent();
            assertThat(onlyComment().path("body")).isEqualTo(second());
        }

        @Test
        void leavesWhatAPersonWroteAfterALostAnswer() {
            String comment = written(false);
            at.order(Fault.cutAfter("PUT", PATH, 1));
            assertThatThrownBy(() -> update.act(step(comment, false))).isInstanceOf(JiraFailure.OutcomeUnknown.class);
            at.asPerson(GUS, "PUT", "/rest/api/3/issue/" + id + "/comment/" + comment, body("Corrected"));

            assertThat(update.look(step(comment, false))).isPresent();
            assertThat(onlyComment().path("body").toString()).contains("Corrected");
        }

        @Test
        void leavesADeletedCommentDeleted() {
            String comment = written(false);
            at.comments.delete(at.tenant, id, comment);

            assertThat(update.act(step(comment, false))
                            .outputs()
                            .path("updated")
                            .asBoolean(true))
                    .isFalse();
            assertThat(at.site.comments(key)).isEmpty();
        }

        @Test
        void concludesNothingFromAHiddenIssue() {
            String comment = written(false);
            at.site.hideFromApps(key, true);

            assertThatThrownBy(() -> update.act(step(comment, false))).isInstanceOf(JiraFailure.NotSeen.class);
            assertThatThrownBy(() -> delete.look(step(comment, false))).isInstanceOf(JiraFailure.NotSeen.class);
        }
    }

    @Nested
    class Delete {

        @Test
        void deletesOurComment() {
            String comment = written(false);
            assertThat(delete.look(step(comment, false))).isEmpty();

            assertThat(delete.act(step(comment, false))
                            .outputs()
                            .path("deleted")
                            .asBoolean())
                    .isTrue();
            assertThat(at.site.comments(key)).isEmpty();
        }

        @Test
        void isDoneWhenItIsGone() {
            String comment = written(false);
            at.comments.delete(at.tenant, id, comment);

            assertThat(delete.act(step(comment, false))
                            .outputs()
                            .path("deleted")
                            .asBoolean(true))
                    .isFalse();
            assertThat(delete.look(step(comment, false))).isPresent();
        }

        @Test
        void leavesWhatSomebodyElseWrote() throws Exception {
            String comment = writtenByGus();

            assertThatThrownBy(() -> delete.act(step(comment, false))).isInstanceOf(JiraFailure.NotOurs.class);
            assertThat(at.site.comments(key)).hasSize(1);
        }

        @Test
        void isNotDoneWhileTheCommentCanBeRead() {
            String comment = written(false);
            at.order(Fault.answer("DELETE", PATH, 1, 204, ""));

            assertThatThrownBy(() -> delete.act(step(comment, false))).isInstanceOf(JiraFailure.OutcomeUnknown.class);
        }
    }
}
