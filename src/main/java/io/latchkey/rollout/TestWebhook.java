package io.latchkey.rollout;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.time.Ids;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sends a signed message of the type {@code webhook.test}, so that an administrator sees whether it arrives. */
@Component
public class TestWebhook {

    private static final String DELIVERED = "rollout.delivered";

    private final Webhooks webhooks;
    private final WebhookCalls calls;
    private final Ids ids;
    private final Clock clock;

    TestWebhook(Webhooks webhooks, WebhookCalls calls, Ids ids, Clock clock) {
        this.webhooks = webhooks;
        this.calls = calls;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What came back.
     *
     * @param delivered whether the receiver took it
     * @param code {@code rollout.delivered}, or why not
     * @param status what it answered; null when it did not
     */
    public record Tested(
            boolean delivered, String code, @Nullable Integer status, String explanation) {}

    /**
     * Sends it once, and repeats nothing.
     *
     * @param by the administrator's Atlassian account id
     * @return empty when the tenant has no webhook of this name
     */
    public Optional<Tested> test(TenantId tenant, String name, String by) {
        Tested tested;
        try {
            Target target = webhooks.target(tenant, name);
            int status = calls.send(tenant, target, Message.test(ids.next(), clock.instant()), "test");
            tested = new Tested(true, DELIVERED, status, "The webhook " + name + " answered " + status + ".");
        } catch (RolloutFailure.Unknown e) {
            return Optional.empty();
        } catch (RolloutFailure failure) {
            tested = new Tested(false, failure.code(), failure.status().orElse(null), failure.explanation());
        }
        webhooks.tested(tenant, name, tested.code(), tested.status(), by);
        return Optional.of(tested);
    }
}
