package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.sandbox.http.Fault;
import io.latchkey.tenant.Door;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.UsuallyThroughForge;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What requests left behind goes when its time is over, and what the trail refers to stays. */
@UsuallyThroughForge
class RetentionIT {

    private static final Duration JUST_BEFORE = Duration.ofDays(89);
    private static final Duration PAST = Duration.ofDays(2);

    /** Whoever has left is erased much later here: what is forgotten in time is not to wait for that. */
    private RunningProduct product = RunningProduct.setUp(
            RunningProduct.usually(Door.FORGE),
            Map.of("latchkey.tenant.keep-keys", "3650d", "latchkey.tenant.keep-data", "3650d"));

    private String done = "";
    private String parked = "";

    @BeforeEach
    void oneThatIsDoneAndOneThatIsParkedWithItsPassword() {
        done = product.approved(RunningProduct.newcomer());
        product.awaitRun(done, "done");
        product.jira()
                .server()
                .faults()
                .order(Fault.answer("POST", "/rest/api/3/issue/.*/comment", 1, 403, "{\"errorMessages\":[\"no\"]}"));
        parked = product.approved(RunningProduct.newcomer());
        product.awaitRun(parked, "parked");
        assertThat(secrets()).isEqualTo(1);
    }

    @AfterEach
    void close() {
        product.close();
    }

    @Test
    void everythingGoesAfterTheRecipesTime() {
        Instant before = product.clock().instant();
        product.pass(JUST_BEFORE);
        RunningProduct.await().until(() -> signalsUntil(before) == 0);
        assertThat(secrets()).isEqualTo(1);
        assertThat(plans()).isEqualTo(runs());

        product.pass(PAST);

        assertForgotten();
        product.pass(JUST_BEFORE.plus(PAST).negated());
        JsonNode run = product.story(parked).path("runs").path(0);
        assertThat(run.path("state").asText()).isEqualTo("parked");
        assertThat(run.path("steps")).isEmpty();
        assertThat(run.path("planHash").asText()).hasSize(64);
        var retry = product.administrator()
                .send("POST", "/api/requests/" + product.jira().idOf(parked) + "/retry", Map.of());
        assertThat(retry.statusCode()).isEqualTo(409);
        assertThat(retry.body()).contains("forgotten");
        assertThat(product.trail(done)).contains("request.admitted", "step.done", "request.completed");
    }

    /** Nothing asks for the site's data any more, and nobody could switch anything on again. */
    @Test
    void everythingGoesAfterAnUninstallationToo() {
        product.uninstall();
        Instant before = product.clock().instant();

        product.pass(JUST_BEFORE.plus(PAST));

        assertForgotten();
        RunningProduct.await().until(() -> signalsUntil(before) == 0);
    }

    private void assertForgotten() {
        // Time may pass in the middle of a round, of which the next one does the rest.
        RunningProduct.await().until(() -> plans() == 0 && inputs() == 0);
        assertThat(secrets()).isZero();
        assertThat(product.count("select count(*) from step_outcome where length(outcome) > 0"))
                .isZero();
        assertThat(product.count("select count(*) from request_decision where content_hash is not null"))
                .isPositive();
    }

    private long secrets() {
        return product.count("select count(*) from step_intent where secret is not null");
    }

    private long inputs() {
        return product.count("select count(*) from request_decision where input is not null");
    }

    /** Of what was asked for; a run that takes a password out of its comment comes later, and is kept for no time. */
    private long plans() {
        return product.count("select count(*) from work_item where length(plan) > 0 and kind <> 'handover.comment'");
    }

    private long runs() {
        return product.count("select count(*) from work_item where plan is not null and kind <> 'handover.comment'");
    }

    /** The sweep goes on, and announces what is still open anew. */
    private long signalsUntil(Instant last) {
        return product.count("select count(*) from signal where received_at <= '" + last + "'");
    }
}
