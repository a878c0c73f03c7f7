package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.time.Ids;
import io.latchkey.tenant.AccountReports.Reported;
import io.latchkey.tenant.HeldAccount;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** Which accounts are reported and when; inside the tenant's open transaction. */
@Component
class ReportedAccounts {

    /** New accounts are due at some time within it, so that sites do not report at once. */
    private static final int SPREAD_SECONDS = 24 * 60 * 60;

    private final JdbcClient jdbc;
    private final Ids ids;
    private final SecureRandom random;
    private final Clock clock;

    ReportedAccounts(JdbcClient jdbc, Ids ids, SecureRandom random, Clock clock) {
        this.jdbc = jdbc;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
    }

    /** These are kept now, and no others. */
    void keep(TenantId tenant, List<HeldAccount> held) {
        Map<String, Instant> since = new HashMap<>();
        held.forEach(one -> since.merge(one.accountId(), one.since(), (a, b) -> a.isBefore(b) ? a : b));
        jdbc.sql("delete from reported_account where tenant_id = ? and not account_id = any(?)")
                .params(tenant.value(), texts(since.keySet()))
                .update();
        Instant now = clock.instant();
        since.forEach((account, at) -> jdbc.sql("""
                        insert into reported_account
                            (tenant_id, id, account_id, held_since, retrieved_at, due_at)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (tenant_id, account_id) do nothing
                        """)
                .params(
                        tenant.value(),
                        ids.next(),
                        account,
                        time(at),
                        time(at),
                        time(now.plusSeconds(random.nextInt(SPREAD_SECONDS))))
                .update());
    }

    List<Reported> due(TenantId tenant, int most) {
        return jdbc.sql("select account_id, retrieved_at from reported_account where tenant_id = ? and due_at <= ?"
                        + " order by due_at, account_id limit ?")
                .params(tenant.value(), time(clock.instant()), most)
                .query((row, n) -> new Reported(
                        row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant()))
                .list();
    }

    void reported(TenantId tenant, Collection<String> accounts, Set<String> updated, Instant next) {
        OffsetDateTime now = time(clock.instant());
        jdbc.sql("update reported_account set reported_at = ?, due_at = ?,"
                        + " retrieved_at = case when account_id = any(?) then ? else retrieved_at end"
                        + " where tenant_id = ? and account_id = any(?)")
                .params(now, time(next), texts(updated), now, tenant.value(), texts(accounts))
                .update();
    }

    void forget(TenantId tenant, String account) {
        jdbc.sql("delete from reported_account where tenant_id = ? and account_id = ?")
                .params(tenant.value(), account)
                .update();
    }

    private static SqlArrayValue texts(Collection<String> texts) {
        return new SqlArrayValue("text", texts.toArray());
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
