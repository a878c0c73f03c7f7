package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.CannotOpen;
import io.latchkey.platform.crypto.Place;
import io.latchkey.platform.crypto.Sealed;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.tenant.AccountData;
import io.latchkey.tenant.HeldAccount;
import io.latchkey.work.Work;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * The accounts that the sealed inputs of decisions name: reporters, creators, approvers, and authors of changes. Inputs are
 * read for them once, after the decision, so that deciding costs nothing more.
 */
@Component
class DecisionAccounts implements AccountData {

    /** Where {@link Reading#canonical()} writes accounts. */
    private static final Set<String> NAMES = Set.of("reporter", "creator", "author", "account");

    private static final int MOST = 2_000;
    private static final Logger log = LoggerFactory.getLogger(DecisionAccounts.class);

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Trail trail;
    private final Work work;

    DecisionAccounts(JdbcClient jdbc, Vault vault, Trail trail, Work work) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.trail = trail;
        this.work = work;
    }

    @Override
    public String part() {
        return "decisions";
    }

    @Override
    public List<HeldAccount> accounts(TenantId tenant) {
        readNew(tenant);
        return jdbc.sql("select account, min(decided_at) from request_decision, unnest(account_ids) as account"
                        + " where tenant_id = ? and input is not null group by account")
                .param(tenant.value())
                .query((row, n) -> new HeldAccount(
                        row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant()))
                .list();
    }

    private void readNew(TenantId tenant) {
        jdbc.sql("select id, input, input_key_id, input_version from request_decision"
                        + " where tenant_id = ? and input is not null and account_ids is null order by id limit ?")
                .params(tenant.value(), MOST)
                .query((row, n) -> new Unread(row.getObject("id", UUID.class), named(tenant, row)))
                .list()
                .forEach(read -> jdbc.sql("update request_decision set account_ids = ? where tenant_id = ? and id = ?")
                        .params(new SqlArrayValue("text", read.accounts.toArray()), tenant.value(), read.id)
                        .update());
    }

    /** None when the input cannot be opened or read: a damaged one must not keep the others unreported. The log names it. */
    private Set<String> named(TenantId tenant, ResultSet row) throws SQLException {
        UUID decision = row.getObject("id", UUID.class);
        var place = new Place(tenant, "request_decision", "input", decision, row.getInt("input_version"));
        var sealed = new Sealed(
                row.getObject("input_key_id", UUID.class), row.getInt("input_version"), row.getBytes("input"));
        Set<String> found = new TreeSet<>();
        try {
            collect(
                    CanonicalJson.stored(vault.open(place, sealed).revealBytes())
                            .tree(),
                    found);
        } catch (CannotOpen e) {
            log.error("the accounts that decision {} names are not reported: {}", decision, e.explanation());
        } catch (UncheckedIOException e) {
            // The cause is dropped on purpose: it may quote the input.
            log.error("the accounts that decision {} names are not reported: its input is no JSON", decision);
        }
        return found;
    }

    /** What a field of the request holds is its own, whatever its parts are called. */
    private static void collect(JsonNode node, Set<String> found) {
        node.properties().forEach(field -> {
            if (NAMES.contains(field.getKey()) && field.getValue().isTextual()) {
                found.add(field.getValue().textValue());
            } else if (!field.getKey().equals("fields")) {
                collect(field.getValue(), found);
            }
        });
        if (node.isArray()) {
            node.forEach(element -> collect(element, found));
        }
    }

    /** Whole inputs go, and with them the personal values of the trail and what the runs hold, once those have ended. */
    @Override
    public int erase(TenantId tenant, String accountId) {
        List<Erased> erased = jdbc.sql("update request_decision set input = null, input_key_id = null,"
                        + " input_version = null, account_ids = '{}'"
                        + " where tenant_id = ? and ? = any(account_ids) returning issue_id, work_id")
                .params(tenant.value(), accountId)
                .query((row, n) -> new Erased(row.getString("issue_id"), row.getObject("work_id", UUID.class)))
                .list();
        work.forgetOnceEnded(tenant, erased.stream().map(Erased::run).toList());
        int personal = erased.stream()
                .map(Erased::issue)
                .distinct()
                .mapToInt(issue -> trail.erase(tenant, issue))
                .sum();
        return erased.size() + personal;
    }

    private record Unread(UUID id, Set<String> accounts) {}

    private record Erased(String issue, UUID run) {}
}
