package io.latchkey;

import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.sandbox.jira.Person;
import io.latchkey.sandbox.jira.Role;
import io.latchkey.testing.RunningProduct;
import io.latchkey.work.Work;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/** What a step raises at a service desk, each time that it is attempted. */
final class RaisedRequest {

    private final UUID step = UUID.randomUUID();
    private final RunningProduct product;

    RaisedRequest(RunningProduct product) {
        this.product = product;
    }

    /** An attempt of the app's that took effect, under the account that it had then; tells the key. */
    String as(String accountId) {
        String mark = "LK" + step.toString().replace("-", "").substring(0, 16).toUpperCase(Locale.ROOT);
        var app = new Person(accountId, "Latchkey", "app@example.com", "app", true, "Etc/GMT", Role.APP);
        return product.jira()
                .raise(app, app, "Create a group", Map.of("summary", TextNode.valueOf("A group (" + mark + ")")));
    }

    /** As is done a while after a step was through, and waits for it. */
    void lookForDuplicates() {
        ApplicationContext context = product.context();
        TenantId tenant = TenantId.of(
                product.administrator().get("/api/installation").path("tenant").asText());
        context.getBean(TenantTransactions.class)
                .writeOnly(
                        tenant,
                        () -> context.getBean(Work.class).look(tenant, "jira.duplicate-requests", step.toString()));
        product.awaitQuiet();
    }
}
