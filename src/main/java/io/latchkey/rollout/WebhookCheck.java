package io.latchkey.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.TenantId;
import io.latchkey.provisioning.StepCheck;
import io.latchkey.recipe.RecipeProblem;
import java.util.List;
import org.springframework.stereotype.Component;

/** A recipe calls a webhook that the tenant has, and that may be called. */
@Component
class WebhookCheck implements StepCheck {

    private final Webhooks webhooks;

    WebhookCheck(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public String kind() {
        return CallWebhookStep.KIND;
    }

    @Override
    public List<RecipeProblem> problems(TenantId tenant, JsonNode with, String pointer) {
        String name = with.path(CallWebhookStep.WEBHOOK).asText();
        if (name.isEmpty() || name.contains("${")) {
            // That is a problem of its own already.
            return List.of();
        }
        return webhooks.refusal(tenant, name).stream()
                .map(refused ->
                        new RecipeProblem(refused.code(), pointer + "/" + CallWebhookStep.WEBHOOK, refused.sentence()))
                .toList();
    }
}
