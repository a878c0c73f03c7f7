package io.latchkey.sandbox.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.sandbox.http.SandboxClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The webhook that tells of a new request; {@link StubApp} checks each one's signature. */
class IssueCreatedTest {

    private final SandboxClock clock = new SandboxClock();
    private final JiraSite jira = JiraSite.start("localhost", 0, clock);
    private StubApp app;

    @BeforeEach
    void install() throws Exception {
        app = new StubApp("jira:issue_created");
        app.trust(jira);
        jira.installApp(app.descriptorUrl());
        app.next();
        app.next();
    }

    @AfterEach
    void close() {
        jira.close();
        app.close();
    }

    @Test
    void tellsOfARequestThatWaitsForItsApproval() throws Exception {
        String key = jira.raise(Cast.GUS, Cast.MIA, "Lost phone", Map.of());

        JsonNode body = app.next().body();

        assertThat(body.path("webhookEvent").asText()).isEqualTo("jira:issue_created");
        assertThat(body.path("issue_event_type_name").asText()).isEqualTo("issue_created");
        assertThat(body.at("/user/accountId").asText()).isEqualTo(Cast.GUS.accountId());
        assertThat(body.at("/issue/key").asText()).isEqualTo(key);
        assertThat(body.at("/issue/fields/status/name").asText()).isEqualTo("Waiting for approval");
        assertThat(body.at("/issue/fields/reporter/accountId").asText()).isEqualTo(Cast.MIA.accountId());
        assertThat(body.at("/issue/fields/creator/accountId").asText()).isEqualTo(Cast.GUS.accountId());
    }

    @Test
    void comesAgainWithItsIdentifierAfterAFailure() throws Exception {
        app.answer(503);
        jira.raise("Lost phone", Map.of());
        StubApp.Call first = app.next();
        await().until(() -> jira.webhooks().get(0).path("attempts").size() == 1);

        clock.advance(Duration.ofMinutes(5));
        StubApp.Call second = app.next();

        assertThat(second.header("X-atlassian-webhook-identifier"))
                .isNotEmpty()
                .isEqualTo(first.header("X-atlassian-webhook-identifier"));
        assertThat(second.header("X-atlassian-webhook-retry")).isEqualTo("1");
        assertThat(second.body()).isEqualTo(first.body());
    }

    @Test
    void isAllThatWhoeverSubscribesToItHears() throws Exception {
        String first = jira.raise("Lost phone", Map.of());
        jira.approve(first, Cast.PAUL);
        String second = jira.raise("Lost phone", Map.of());

        assertThat(List.of(app.next(), app.next()))
                .extracting(call -> call.body().at("/issue/key").asText())
                .containsExactlyInAnyOrder(first, second);
        assertThat(jira.webhooks()).hasSize(2);
    }
}
