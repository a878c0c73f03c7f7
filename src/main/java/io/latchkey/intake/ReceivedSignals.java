package io.latchkey.intake;

import io.latchkey.platform.TenantId;
import java.time.OffsetDateTime;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was signalled about an issue. Needs the tenant's open transaction. */
@Component
public class ReceivedSignals {

    private static final int MOST = 1_000;

    private final JdbcClient jdbc;

    ReceivedSignals(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The signals about an issue, oldest first; at most the first 1,000. */
    public List<ReceivedSignal> ofIssue(TenantId tenant, String issueId) {
        return jdbc.sql("select source, received_at from signal where tenant_id = ? and issue_id = ?"
                        + " order by received_at, id limit " + MOST)
                .params(tenant.value(), issueId)
                .query((row, n) -> new ReceivedSignal(
                        row.getString("source"),
                        row.getObject("received_at", OffsetDateTime.class).toInstant()))
                .list();
    }
}
