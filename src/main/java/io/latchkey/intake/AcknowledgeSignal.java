package io.latchkey.intake;

import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ids;
import io.latchkey.work.Work;
import io.latchkey.work.WorkProperties;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Stores a signal before it is acknowledged: one statement, which also checks that its caller is still valid, drops a
 * repeated delivery and what our own account did, and leaves one look waiting for the issue.
 */
@Component
class AcknowledgeSignal {

    private static final String STORE = """
            with caller as (
                select 1 where case :source
                    when 'automation' then is_automation_token_valid(:tenant, :proof) and is_installed(:tenant)
                    else is_installed_as(:tenant, :proof) end),
            own as (select 1 where is_app_account(:tenant, :actor)),
            stored as (
                insert into signal (tenant_id, id, source, delivery_id, issue_id, received_at)
                select :tenant, :id, :source, :delivery, :issue, :now
                where exists (select from caller) and not exists (select from own)
                on conflict (tenant_id, delivery_id) where delivery_id is not null do nothing
                returning issue_id),
            woken as (
                select enqueue_look(:tenant, :look, 'request', issue_id, :slots, :now) as slot from stored)
            select (select count(*) from caller) as callers,
                   (select count(*) from own) as own,
                   (select count(slot) from woken) as woken
            """;

    private final TenantTransactions transactions;
    private final Work work;
    private final Ids ids;
    private final Clock clock;
    private final int slots;

    AcknowledgeSignal(TenantTransactions transactions, Work work, WorkProperties properties, Ids ids, Clock clock) {
        this.transactions = transactions;
        this.work = work;
        this.slots = properties.slotsPerTenant();
        this.ids = ids;
        this.clock = clock;
    }

    /** Stores the signal; idempotent by its delivery id. */
    Acknowledgement acknowledge(Signal signal) {
        Acknowledgement result = store(signal);
        if (result == Acknowledgement.STORED) {
            work.nudgeAfterCommit();
        }
        return result;
    }

    private Acknowledgement store(Signal signal) {
        var parameters = new HashMap<String, @Nullable Object>();
        parameters.put("tenant", signal.tenant().value());
        parameters.put("id", ids.next());
        parameters.put("look", ids.next());
        parameters.put("source", signal.source().name().toLowerCase(Locale.ROOT));
        parameters.put("delivery", signal.deliveryId().orElse(null));
        parameters.put("issue", signal.issueId());
        parameters.put("actor", signal.actor().orElse(null));
        parameters.put("proof", signal.proof());
        parameters.put("slots", slots);
        parameters.put("now", clock.instant().atOffset(ZoneOffset.UTC));
        return transactions
                .writeAlone(signal.tenant(), STORE, parameters, (row, n) -> acknowledgement(row))
                .get(0);
    }

    private static Acknowledgement acknowledgement(ResultSet row) throws SQLException {
        if (row.getInt("callers") == 0) {
            return Acknowledgement.CALLER_NOT_VALID;
        }
        if (row.getInt("own") > 0) {
            return Acknowledgement.OWN_CHANGE;
        }
        return row.getInt("woken") > 0 ? Acknowledgement.STORED : Acknowledgement.REPEATED;
    }
}
