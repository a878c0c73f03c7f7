package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.sandbox.http.Exchange;
import io.latchkey.sandbox.jira.Cast;
import io.latchkey.sandbox.jira.Onboarding;
import io.latchkey.testing.RunningProduct;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The story, through Forge: set up by its administrator's page, told by its events, with its tokens. */
class ForgeStoryIT {

    private static final RunningProduct PRODUCT = RunningProduct.throughForge(Map.of());

    @AfterAll
    static void close() {
        PRODUCT.close();
    }

    @Test
    void anApprovedRequestBecomesAnAccountACommentAndAClosedTicket() {
        Onboarding nora = RunningProduct.newcomer();
        PRODUCT.jira().server().traffic().clear();

        String key = PRODUCT.approved(nora);
        JsonNode story = PRODUCT.awaitRun(key, "done");

        assertThat(story.path("decisions").path(0).path("outcome").asText()).isEqualTo("admitted");
        assertThat(PRODUCT.okta().user(nora.workEmail())).isPresent();
        assertThat(PRODUCT.jira().status(key)).isEqualTo("Done");
        List<JsonNode> comments = PRODUCT.jira().comments(key);
        assertThat(comments).hasSize(1);
        assertThat(comments.get(0).path("author").path("accountId").asText())
                .isEqualTo(PRODUCT.forge().face().accountId());
        // Asking about others is Connect's.
        assertThat(PRODUCT.jira().server().traffic().all().stream().map(Exchange::path))
                .noneMatch(path -> path.endsWith("/permissions/check"));
    }

    @Test
    void withoutAValidTokenWorkWaitsAndGoesOnWithTheNext() {
        Onboarding nora = RunningProduct.newcomer();
        PRODUCT.forge().face().revokeSystemTokens();
        String key = PRODUCT.jira().raise(nora);
        PRODUCT.jira().approve(key, Cast.PAUL);

        RunningProduct.await()
                .untilAsserted(() -> assertThat(PRODUCT.count(
                                "select count(*) from work_item where reason_code = 'tenant.no-system-token'"))
                        .isEqualTo(1));
        assertThat(PRODUCT.jira().comments(key)).isEmpty();

        assertThat(PRODUCT.forge().hour()).isEqualTo(200);
        PRODUCT.sandbox().clock().advance(Duration.ofMinutes(2));
        PRODUCT.clock().advance(Duration.ofMinutes(2));

        PRODUCT.awaitRun(key, "done");
        assertThat(PRODUCT.jira().comments(key)).hasSize(1);
    }

    @Test
    void peopleAreLetInAsJiraSaysInTheirOwnName() {
        assertThat(PRODUCT.forge()
                        .invoke("latchkey-admin", Cast.ADA, "GET", "/api/installation", null)
                        .status())
                .isEqualTo(200);
        var refused = PRODUCT.forge().invoke("latchkey-admin", Cast.PAUL, "GET", "/api/installation", null);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("caller.not-administrator");
    }
}
