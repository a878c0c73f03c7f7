package io.latchkey.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.JiraRules;
import io.latchkey.sandbox.jira.SiteFields;
import io.latchkey.work.Intent;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepContexts;
import io.latchkey.work.StepResult;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RaiseRequestStepTest {

    private static final String PATH = "/rest/servicedeskapi/request";

    private final AtSite at = new AtSite();
    private final UUID run = UUID.randomUUID();
    private final RaiseRequestStep raise = new RaiseRequestStep(at.raisedRequests, at.clock);
    private final ObjectNode input =
            StepResult.nothing().put("serviceDeskId", "1").put("requestTypeId", "36");
    private final ObjectNode fields = input.putObject("fields");
    private final Intent intent = raise.intend(StepContexts.attempt(run, at.tenant, input, Intent.plain(), false));

    RaiseRequestStepTest() {
        fields.put("summary", "A group for the project").put(SiteFields.GROUP_NAME, "project-x");
        fields.putObject(SiteFields.OWNER).put("accountId", Cast.OLGA.accountId());
    }

    @AfterEach
    void close() {
        at.close();
    }

    private StepContext step() {
        return StepContexts.attempt(run, at.tenant, input, intent, false);
    }

    private JsonNode raised(JsonNode outputs) {
        return at.site.issueAsJson(outputs.path("issueKey").asText()).path("fields");
    }

    private long requests() {
        return at.requests.search(at.tenant, "project = ITH", null, 100).found().size();
    }

    @Test
    void raisesARequestThatWaitsForItsApproval() {
        JsonNode outputs = raise.act(step()).outputs();

        JsonNode found = raised(outputs);
        assertThat(at.site.idOf(outputs.path("issueKey").asText()))
                .isEqualTo(outputs.path("issueId").asText());
        assertThat(found.at("/status/name").asText()).isEqualTo("Waiting for approval");
        assertThat(found.path(SiteFields.GROUP_NAME).asText()).isEqualTo("project-x");
        assertThat(found.at("/creator/accountId").asText()).isEqualTo(at.installation.accountId());
        assertThat(found.path("summary").asText())
                .isEqualTo("A group for the project (" + RaisedRequests.mark(step().stepId()) + ")");
    }

    @Test
    void raisesItOnBehalfOfSomebody() {
        input.put("onBehalfOf", Cast.CORA.accountId());

        JsonNode found = raised(raise.act(step()).outputs());

        assertThat(found.at("/reporter/accountId").asText()).isEqualTo(Cast.CORA.accountId());
        assertThat(found.at("/creator/accountId").asText()).isEqualTo(at.installation.accountId());
    }

    @Test
    void keepsTheMarkOfALongSummary() {
        fields.put("summary", "x".repeat(250) + "\nand more");

        String summary = raised(raise.act(step()).outputs()).path("summary").asText();

        assertThat(summary).hasSize(255).endsWith("(" + RaisedRequests.mark(step().stepId()) + ")");
    }

    @Test
    void findsWhatALostAnswerHasRaised() {
        at.order(Fault.cutAfter("POST", PATH, 1));

        assertThatThrownBy(() -> raise.act(step()))
                .asInstanceOf(type(JiraFailure.OutcomeUnknown.class))
                .satisfies(unknown -> assertThat(unknown.retryAfter()).hasValue(Duration.ofMinutes(1)));

        JsonNode outputs = raise.look(step()).orElseThrow().outputs();
        assertThat(raised(outputs).path("summary").asText()).startsWith("A group for the project");
        assertThat(outputs.has("duplicates")).isFalse();
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void believesInNothingBeforeTheSearchHadItsTime() {
        at.site.rules().set(JiraRules.SEARCH_LAG_MILLIS, 30_000);
        String key = raise.act(step()).outputs().path("issueKey").asText();

        assertThatThrownBy(() -> raise.look(step())).isInstanceOf(JiraFailure.NotShownYet.class);
        at.clock.advance(Duration.ofSeconds(31));

        assertThat(raise.look(step()).orElseThrow().outputs().path("issueKey").asText())
                .isEqualTo(key);
    }

    @Test
    void repeatsWhenThereIsCertainlyNone() {
        at.order(Fault.cutBefore("POST", PATH, 1));
        assertThatThrownBy(() -> raise.act(step())).isInstanceOf(JiraFailure.OutcomeUnknown.class);

        at.clock.advance(Duration.ofMinutes(1));

        assertThat(raise.look(step())).isEmpty();
    }

    @Test
    void doesNotTakeSomebodyElsesRequestForItsOwn() {
        at.site.raise(
                "Create a group",
                Map.of("summary", TextNode.valueOf("Mine (" + RaisedRequests.mark(step().stepId()) + ")")));
        at.clock.advance(Duration.ofMinutes(1));

        assertThat(raise.look(step())).isEmpty();
    }

    /** Others may clone it, and quote its mark; Jira tells of twenty at a time. */
    @Test
    void findsItsOwnBehindAPageOfOthers() {
        for (int i = 0; i < 25; i++) {
            at.site.raise(
                    "Create a group",
                    Map.of("summary", TextNode.valueOf("Clone (" + RaisedRequests.mark(step().stepId()) + ")")));
        }
        JsonNode ours = raise.act(step()).outputs();
        at.clock.advance(Duration.ofMinutes(1));

        assertThat(raise.look(step()).orElseThrow().outputs().path("issueId")).isEqualTo(ours.path("issueId"));
    }

    /** Somebody may quote it as often as they like; it is not read for ever. */
    @Test
    void saysWhenTooManyQuoteItsMark() {
        for (int i = 0; i < 101; i++) {
            at.site.raise(
                    "Create a group",
                    Map.of("summary", TextNode.valueOf("Clone (" + RaisedRequests.mark(step().stepId()) + ")")));
        }

        assertThatThrownBy(() -> raise.look(step())).isInstanceOf(JiraFailure.TooMuch.class);
    }

    @Test
    void tellsTheOldestAndItsDuplicates() {
        JsonNode first = raise.act(step()).outputs();
        JsonNode second = raise.act(step()).outputs();

        JsonNode outputs = raise.look(step()).orElseThrow().outputs();

        assertThat(outputs.path("issueId")).isEqualTo(first.path("issueId"));
        assertThat(outputs.path("duplicates")).containsExactly(second.path("issueId"));
    }

    @Test
    void saysWhatJiraRefused() {
        fields.put("customfield_10999", "?");

        assertThatThrownBy(() -> raise.act(step()))
                .isInstanceOf(JiraFailure.Rejected.class)
                .hasMessageContaining("customfield_10999");
        assertThat(requests()).isZero();
    }
}
