package io.latchkey.provisioning.guard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.json.Mappers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code guardrail_setting} and {@code guardrail_proposal}; inside the tenant's open transaction. */
@Component
class GuardrailRows {

    private static final JsonMapper JSON = Mappers.builder().build();

    private final JdbcClient jdbc;

    GuardrailRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A stored setting. */
    record Setting(UUID scope, Part part, JsonNode value) {}

    /** Until the transaction ends nobody else changes the tenant's guardrails. */
    void lock(TenantId tenant) {
        jdbc.sql("select true from pg_advisory_xact_lock(hashtextextended('latchkey.guardrail.change:' || ?, 0))")
                .param(tenant.toString())
                .query(Boolean.class)
                .single();
    }

    List<Setting> settings(TenantId tenant) {
        return jdbc.sql("select scope, part, value from guardrail_setting where tenant_id = ?")
                .param(tenant.value())
                .query((row, n) -> new Setting(
                        row.getObject("scope", UUID.class), Part.of(row.getString("part")), json(row, "value")))
                .list();
    }

    Optional<JsonNode> setting(TenantId tenant, UUID scope, Part part) {
        return jdbc.sql("select value from guardrail_setting where tenant_id = ? and scope = ? and part = ?")
                .params(tenant.value(), scope, part.title())
                .query((row, n) -> json(row, "value"))
                .optional();
    }

    void set(TenantId tenant, UUID id, UUID scope, Part part, JsonNode value, String by, Instant now) {
        jdbc.sql(
                        "insert into guardrail_setting (tenant_id, id, scope, part, value, changed_by, changed_at)"
                                + " values (?, ?, ?, ?, ?::jsonb, ?, ?) on conflict (tenant_id, scope, part) do update"
                                + " set value = excluded.value, changed_by = excluded.changed_by, changed_at = excluded.changed_at")
                .params(tenant.value(), id, scope, part.title(), value.toString(), by, now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void propose(TenantId tenant, GuardrailProposal proposal) {
        jdbc.sql("insert into guardrail_proposal (tenant_id, id, scope, part, old_value, new_value, proposed_by,"
                        + " proposed_at, expires_at) values (?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?)")
                .params(
                        tenant.value(),
                        proposal.id(),
                        proposal.scope(),
                        proposal.part().title(),
                        proposal.before().toString(),
                        proposal.after().toString(),
                        proposal.proposedBy(),
                        proposal.proposedAt().atOffset(ZoneOffset.UTC),
                        proposal.expiresAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    Optional<GuardrailProposal> proposal(TenantId tenant, UUID id) {
        return jdbc.sql("select * from guardrail_proposal where tenant_id = ? and id = ?")
                .params(tenant.value(), id)
                .query(GuardrailRows::proposal)
                .optional();
    }

    List<GuardrailProposal> waiting(TenantId tenant, Instant now) {
        return jdbc.sql("select * from guardrail_proposal where tenant_id = ? and decision is null and expires_at > ?"
                        + " order by proposed_at, id")
                .params(tenant.value(), now.atOffset(ZoneOffset.UTC))
                .query(GuardrailRows::proposal)
                .list();
    }

    void decide(TenantId tenant, UUID id, String decision, String by, Instant now) {
        jdbc.sql("update guardrail_proposal set decision = ?, decided_by = ?, decided_at = ?"
                        + " where tenant_id = ? and id = ? and decision is null")
                .params(decision, by, now.atOffset(ZoneOffset.UTC), tenant.value(), id)
                .update();
    }

    private static GuardrailProposal proposal(ResultSet row, int n) throws SQLException {
        return new GuardrailProposal(
                row.getObject("id", UUID.class),
                row.getObject("scope", UUID.class),
                Part.of(row.getString("part")),
                json(row, "old_value"),
                json(row, "new_value"),
                row.getString("proposed_by"),
                row.getObject("proposed_at", OffsetDateTime.class).toInstant(),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getString("decision"));
    }

    private static JsonNode json(ResultSet row, String column) throws SQLException {
        try {
            return JSON.readTree(row.getString(column));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("jsonb that is no JSON in " + column, e);
        }
    }
}
