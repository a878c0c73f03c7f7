package io.latchkey.handover;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.AccountColumn;
import io.latchkey.tenant.AccountData;
import io.latchkey.tenant.HeldAccount;
import io.latchkey.tenant.Remaining;
import io.latchkey.tenant.Remaining.Kept;
import io.latchkey.tenant.TenantData;
import io.latchkey.tenant.TenantTables;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Credentials go with the tenant's secrets, what is known of their handover with its data. */
@Component
class HandoverData implements TenantData, AccountData {

    private static final String CREDENTIALS = "handover_credential";
    private static final String COMMENTS = "handover_comment";

    private final JdbcClient jdbc;
    private final TenantTables tables;
    private final AccountColumn recipients;

    HandoverData(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.tables = new TenantTables(jdbc);
        this.recipients = new AccountColumn(jdbc, "handover", "recipient", "offered_at");
    }

    @Override
    public String part() {
        return "handover";
    }

    @Override
    public List<Remaining> remaining(TenantId tenant) {
        return List.of(
                new Remaining("credentials-to-hand-over", tables.count(tenant, CREDENTIALS), Kept.WITH_KEYS),
                new Remaining("comments-with-passwords", tables.count(tenant, COMMENTS), Kept.WITH_KEYS),
                new Remaining("handovers", tables.count(tenant, "handover"), Kept.WITH_DATA));
    }

    @Override
    public int eraseSecrets(TenantId tenant, int most) {
        return tables.delete(tenant, most, CREDENTIALS, COMMENTS);
    }

    @Override
    public int eraseData(TenantId tenant, int most) {
        return tables.delete(tenant, most, CREDENTIALS, COMMENTS, "handover");
    }

    @Override
    public List<HeldAccount> accounts(TenantId tenant) {
        return recipients.accounts(tenant);
    }

    /** Nobody can take any more what was for a closed account. */
    @Override
    public int erase(TenantId tenant, String accountId) {
        jdbc.sql("delete from handover_credential where tenant_id = ? and id in"
                        + " (select id from handover where tenant_id = ? and recipient = ? for update)")
                .params(tenant.value(), tenant.value(), accountId)
                .update();
        return recipients.erase(tenant, accountId);
    }
}
