package io.latchkey.jira;

import static io.latchkey.jira.Adf.paragraph;
import static io.latchkey.jira.Adf.text;
import static io.latchkey.sandbox.jira.Cast.GUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.failure.RetryableFailure;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.JiraRules;
import io.latchkey.sandbox.jira.Onboarding;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JiraCommentsTest {

    private static final String PATH = "/rest/api/3/issue/[0-9]+/comment";

    private final AtSite at = new AtSite();
    private final String key = at.site.raise(Onboarding.newcomer(1));
    private final String id = at.site.idOf(key);
    private final UUID step = UUID.randomUUID();

    @AfterEach
    void close() {
        at.close();
    }

    private String write(boolean internal, UUID stepId) {
        return at.comments.comment(at.tenant, id, Adf.of(paragraph(text("Done."))), internal, stepId);
    }

    @Test
    void isFoundAgainByItsStep() {
        write(false, UUID.randomUUID());
        String ours = write(false, step);

        assertThat(at.comments.commentsOf(at.tenant, id, step)).containsExactly(ours);
        assertThat(at.comments.commentsOf(at.tenant, id, UUID.randomUUID())).isEmpty();
    }

    @Test
    void isNotFoundWhenSomebodyElseWroteIt() {
        at.asPerson(
                GUS,
                "POST",
                "/rest/api/3/issue/" + id + "/comment",
                "{\"body\":" + Adf.of(paragraph(text("Done."))).json()
                        + ",\"properties\":[{\"key\":\"io.latchkey.step\",\"value\":{\"id\":\"" + step + "\"}}]}");

        assertThat(at.site.comments(key)).hasSize(1);
        assertThat(at.comments.commentsOf(at.tenant, id, step)).isEmpty();
    }

    @Test
    void isFoundAmongManyPages() {
        at.site.rules().set(JiraRules.ISSUE_WRITES_SHORT, 1_000);
        at.site.rules().set(JiraRules.ISSUE_WRITES_LONG, 1_000);
        at.site.rules().set(JiraRules.BURST_PER_SECOND, 10_000);
        String body = "{\"body\":" + Adf.of(paragraph(text("Me too."))).json() + "}";
        for (int more = 0; more < 120; more++) {
            at.asPerson(GUS, "POST", "/rest/api/3/issue/" + id + "/comment", body);
        }
        String ours = write(true, step);

        assertThat(at.comments.commentsOf(at.tenant, id, step)).containsExactly(ours);
    }

    @Test
    void isStoredAsItWasBuilt() {
        write(true, step);

        JsonNode stored = at.site.comments(key).get(0);
        assertThat(stored.get("body"))
                .isEqualTo(Adf.of(paragraph(text("Done."))).json());
        assertThat(stored.get("jsdPublic").booleanValue()).isFalse();
        assertThat(stored.at("/author/accountId").textValue()).isEqualTo(at.installation.accountId());
    }

    @Test
    void isPublicWhenItShallBe() {
        write(false, step);

        assertThat(at.site.comments(key).get(0).get("jsdPublic").booleanValue()).isTrue();
    }

    @Test
    void anInternalNoteThatBecamePublicIsDeleted() {
        String made = write(false, UUID.randomUUID());
        at.order(Fault.answer("POST", PATH, 1, 201, "{\"id\":\"" + made + "\",\"jsdPublic\":true}"));

        assertThatThrownBy(() -> write(true, step)).isInstanceOf(JiraFailure.NotInternal.class);
        assertThat(at.site.comments(key)).isEmpty();
    }

    @Test
    void anInternalNoteIsLookedAtBeforeItIsDeleted() {
        String made = write(true, UUID.randomUUID());
        at.order(Fault.answer("POST", PATH, 1, 201, "{\"id\":\"" + made + "\",\"jsdPublic\":true}"));

        assertThat(write(true, step)).isEqualTo(made);
        assertThat(at.site.comments(key)).hasSize(1);
    }

    @Test
    void anInternalNoteIsDeletedWhenARepeatFindsItPublic() {
        write(false, step);

        assertThatThrownBy(() -> at.comments.keepOldest(at.tenant, id, true, step, () -> {}))
                .isInstanceOf(JiraFailure.NotInternal.class);
        assertThat(at.site.comments(key)).isEmpty();
    }

    @Test
    void anInternalNoteStaysWhenARepeatFindsIt() {
        String ours = write(true, step);

        assertThat(at.comments.keepOldest(at.tenant, id, true, step, () -> {}).id())
                .contains(ours);
        assertThat(at.site.comments(key)).hasSize(1);
    }

    @Test
    void aLostAnswerLeavesTheOutcomeUnknownAndTheCommentFindable() {
        at.order(Fault.cutAfter("POST", PATH, 1));

        assertThatThrownBy(() -> write(false, step))
                .isInstanceOf(JiraFailure.OutcomeUnknown.class)
                .isInstanceOf(RetryableFailure.class);
        assertThat(at.comments.commentsOf(at.tenant, id, step)).hasSize(1);
    }

    @Test
    void aTimeoutLeavesTheOutcomeUnknown() {
        at.order(Fault.delay("POST", PATH, 1, Duration.ofSeconds(2)));

        assertThatThrownBy(() -> write(false, step)).isInstanceOf(JiraFailure.OutcomeUnknown.class);
    }

    @Test
    void aServersErrorLeavesTheOutcomeUnknown() {
        at.order(Fault.answer("POST", PATH, 1, 500, "{}"));

        assertThatThrownBy(() -> write(false, step)).isInstanceOf(JiraFailure.OutcomeUnknown.class);
    }

    @Test
    void anAnswerWithoutAnIdLeavesTheOutcomeUnknown() {
        at.order(Fault.answer("POST", PATH, 2, 201, "{}"));

        assertThatThrownBy(() -> write(false, step)).isInstanceOf(JiraFailure.OutcomeUnknown.class);
    }

    @Test
    void aSiteThatCannotBeReachedWasNotWrittenTo() {
        at.becomeUnreachable();

        assertThatThrownBy(() -> write(false, step)).isInstanceOf(JiraFailure.Unavailable.class);
    }

    @Test
    void tooManyWritesToOneIssueAreSpaced() {
        at.site.rules().set(JiraRules.ISSUE_WRITES_SHORT, 1);
        write(false, step);

        assertThatThrownBy(() -> write(false, UUID.randomUUID()))
                .asInstanceOf(type(JiraFailure.RateLimited.class))
                .satisfies(limited -> {
                    assertThat(limited.reason()).isEqualTo(LimitReason.PER_ISSUE_WRITE);
                    assertThat(limited.retryAfter()).hasValue(Duration.ofSeconds(2));
                });
        assertThat(at.site.comments(key)).hasSize(1);
    }

    @Test
    void saysWhyJiraRefused() {
        at.deny("ADD_COMMENTS");

        assertThatThrownBy(() -> write(false, step))
                .isInstanceOf(JiraFailure.Rejected.class)
                .hasMessageContaining("permission to comment");
    }

    @Test
    void isDeletedOnce() {
        String ours = write(false, step);

        at.comments.delete(at.tenant, id, ours);

        assertThat(at.site.comments(key)).isEmpty();
        assertThatThrownBy(() -> at.comments.delete(at.tenant, id, ours)).isInstanceOf(JiraFailure.NotSeen.class);
    }

    @Test
    void aListThatShrankWhileItWasReadIsReadAgain() {
        String page = "{\"startAt\":0,\"maxResults\":1,\"total\":2,\"comments\":[{\"id\":\"1\",\"author\":{}}]}";
        at.order(Fault.answer("GET", PATH, 1, 200, page));
        at.order(Fault.answer("GET", PATH, 1, 200, page.replace("\"total\":2", "\"total\":1")));

        assertThatThrownBy(() -> at.comments.commentsOf(at.tenant, id, step))
                .isInstanceOf(JiraFailure.Unavailable.class)
                .hasMessageContaining("shorter");
    }
}
