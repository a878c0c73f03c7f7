package io.latchkey.intake;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Caller;
import java.nio.charset.StandardCharsets;
import org.springframework.context.ApplicationContext;

/** Hands a webhook to the real controller, past the filter that checks its signature. */
public final class SimulatedWebhooks {

    private SimulatedWebhooks() {}

    /** Delivers; returns when it was acknowledged, throws when it was not. */
    public static void deliver(
            ApplicationContext node, TenantId tenant, String delivery, String issueId, String accountId) {
        String body = "{\"issue\":{\"id\":\"" + issueId + "\"},\"user\":{\"accountId\":\"" + accountId + "\"}}";
        node.getBean(ConnectWebhookController.class)
                .issueChanged(new Caller(tenant, accountId), delivery, body.getBytes(StandardCharsets.UTF_8));
    }
}
