package io.latchkey.rollout;

import io.latchkey.work.WorkProperties;
import org.springframework.stereotype.Component;

/** Refuses to start when a call of a webhook could outlive the lease of the work that it is made for. */
@Component
final class WebhookDeadlineGuard {

    WebhookDeadlineGuard(RolloutProperties rollout, WorkProperties work) {
        work.mustCover("latchkey.rollout.call-timeout", rollout.callTimeout());
    }
}
