package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.okta.OktaConnectionId;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.time.Ids;
import io.latchkey.work.StepResult;
import io.latchkey.work.Work;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The Okta accounts of those who approve, by connection. Everything here needs the tenant's open transaction, and every
 * change is told in the trail.
 */
@Component
public class ApproverAccounts {

    /** The reason code of what is held until somebody says which account an approver has. */
    static final String NOT_MAPPED = "approval.approver-not-mapped";

    private final JdbcClient jdbc;
    private final RequestDecisions decisions;
    private final Work work;
    private final Trail trail;
    private final Ids ids;
    private final Clock clock;

    ApproverAccounts(JdbcClient jdbc, RequestDecisions decisions, Work work, Trail trail, Ids ids, Clock clock) {
        this.jdbc = jdbc;
        this.decisions = decisions;
        this.work = work;
        this.trail = trail;
        this.ids = ids;
        this.clock = clock;
    }

    /** All of a connection, by account. */
    public List<ApproverAccount> list(TenantId tenant, OktaConnectionId connection) {
        return jdbc.sql("select account_id, okta_user_id, entered_by, entered_at from approver_account"
                        + " where tenant_id = ? and connection_id = ? order by account_id")
                .params(tenant.value(), connection.value())
                .query((row, n) -> new ApproverAccount(
                        row.getString("account_id"),
                        row.getString("okta_user_id"),
                        row.getString("entered_by"),
                        row.getObject("entered_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /**
     * Says which account somebody has; what was said before of this person is replaced. What was held because nobody had said
     * so is looked at again.
     *
     * @param by the administrator's Atlassian account id
     */
    public void put(TenantId tenant, OktaConnectionId connection, String accountId, String oktaUserId, String by) {
        jdbc.sql("insert into approver_account (tenant_id, id, connection_id, account_id, okta_user_id, entered_by,"
                        + " entered_at) values (?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (tenant_id, connection_id, account_id) do update set"
                        + " okta_user_id = excluded.okta_user_id, entered_by = excluded.entered_by,"
                        + " entered_at = excluded.entered_at")
                .params(
                        tenant.value(),
                        ids.next(),
                        connection.value(),
                        accountId,
                        oktaUserId,
                        by,
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        record(tenant, "approver-account.set", connection, accountId, by, oktaUserId);
        for (String reason : List.of(NOT_MAPPED, TargetAccounts.NOT_MAPPED)) {
            decisions.heldFor(tenant, reason).forEach(issue -> work.look(tenant, RequestLook.KIND, issue));
        }
    }

    /**
     * Takes somebody's account back.
     *
     * @param by the administrator's Atlassian account id
     * @return false when none was known
     */
    public boolean remove(TenantId tenant, OktaConnectionId connection, String accountId, String by) {
        List<String> was = jdbc.sql("delete from approver_account where tenant_id = ? and connection_id = ?"
                        + " and account_id = ? returning okta_user_id")
                .params(tenant.value(), connection.value(), accountId)
                .query(String.class)
                .list();
        was.forEach(oktaUserId -> record(tenant, "approver-account.removed", connection, accountId, by, oktaUserId));
        return !was.isEmpty();
    }

    /** The Okta ids of these people, as far as they are known. */
    Map<String, String> oktaUserIds(TenantId tenant, OktaConnectionId connection, Collection<String> accountIds) {
        Map<String, String> known = new HashMap<>();
        jdbc.sql("select account_id, okta_user_id from approver_account"
                        + " where tenant_id = ? and connection_id = ? and account_id = any (?)")
                .params(tenant.value(), connection.value(), accountIds.toArray(String[]::new))
                .query(row -> {
                    known.put(row.getString("account_id"), row.getString("okta_user_id"));
                });
        return known;
    }

    private void record(
            TenantId tenant, String kind, OktaConnectionId connection, String accountId, String by, String oktaUserId) {
        ObjectNode facts = StepResult.nothing()
                .put("connection", connection.value().toString())
                .put("account", accountId)
                .put("oktaUser", oktaUserId)
                .put("by", by);
        trail.record(Entry.of(tenant, kind, tenant.toString()).withFacts(facts));
    }
}
