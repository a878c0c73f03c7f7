package io.latchkey.rollout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.work.Intent;
import io.latchkey.work.StepContext;
import io.latchkey.work.StepHandler;
import io.latchkey.work.StepResult;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Tells a system outside, by a webhook of the tenant, that a request is being carried out. A webhook cannot be looked at, so
 * a repeat sends the same message again: it has the same id, by which the receiver tells a repeat. 2xx is done; what may
 * pass is repeated, anything else stops the run. It cannot be taken back.
 *
 * <p>Input: {@code webhook}, {@code request} ({@code {"id","key"}}), {@code recipe} ({@code {"key","version"}}), and optional
 * {@code data}, an object. Output: {@code status}.
 */
@Component
class CallWebhookStep implements StepHandler {

    static final String KIND = "rollout.call-webhook";

    /** The argument that names the webhook. */
    static final String WEBHOOK = "webhook";

    private static final String STATUS = "status";
    private static final String OCCURRED_AT = "occurredAt";

    private final Webhooks webhooks;
    private final WebhookCalls calls;
    private final Clock clock;

    CallWebhookStep(Webhooks webhooks, WebhookCalls calls, Clock clock) {
        this.webhooks = webhooks;
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Set<String> outputs() {
        return Set.of(STATUS);
    }

    /** The time is of the message and not of an attempt, so that each attempt sends the same bytes. */
    @Override
    public Intent intend(StepContext step) {
        ObjectNode detail =
                StepResult.nothing().put(OCCURRED_AT, clock.instant().toString());
        return new Intent(detail, Optional.empty(), Optional.empty());
    }

    @Override
    public StepResult act(StepContext step) {
        Target target =
                webhooks.target(step.tenant(), step.input().path(WEBHOOK).asText());
        Instant occurredAt =
                Instant.parse(step.intent().detail().path(OCCURRED_AT).asText());
        Message message = Message.ofStep(step.stepId(), occurredAt, step.input());
        step.beforeCall();
        int status = calls.send(step.tenant(), target, message, "call");
        return StepResult.of(StepResult.nothing().put(STATUS, status));
    }

    /** Nothing can be looked at; the receiver does it, by the message's id. */
    @Override
    public Optional<StepResult> look(StepContext step) {
        return Optional.empty();
    }
}
