package io.latchkey.provisioning;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Fingerprints;
import io.latchkey.platform.crypto.Place;
import io.latchkey.platform.crypto.Sealed;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.provisioning.guard.Verdict;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The decisions about a tenant's requests. Everything here needs the tenant's open transaction. */
@Component
public class RequestDecisions {

    private static final int MOST_HELD = 10_000;

    private static final String INSERT = """
            insert into request_decision (tenant_id, id, issue_id, issue_key, recipe_id, recipe_version, outcome,
                                          reason_code, reason, content_hash, work_id, input, input_key_id,
                                          input_version, input_kept_until, decided_at, approval_ids,
                                          connection_id, accounts, memberships, given)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict do nothing
            """;

    private static final String STANDS_AGAIN = """
            update request_standing s
            set issue_key = :key, state = d.outcome, reason_code = d.reason_code, reason = d.reason, recipe_id = d.recipe_id,
                recipe_version = d.recipe_version, work_id = d.work_id, changed_at = :now
            from request_decision d
            where d.tenant_id = :tenant and d.issue_id = :issue and d.outcome <> 'admitted' and d.reason_code = :code
              and d.content_hash = :hash
              and s.tenant_id = d.tenant_id and s.issue_id = d.issue_id and s.work_id <> d.work_id
            """;

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Fingerprints fingerprints;

    RequestDecisions(JdbcClient jdbc, Vault vault, Fingerprints fingerprints) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.fingerprints = fingerprints;
    }

    /** All decisions about an issue, oldest first. */
    public List<RequestDecision> ofIssue(TenantId tenant, String issueId) {
        return jdbc.sql("select * from request_decision where tenant_id = ? and issue_id = ? order by decided_at, id")
                .params(tenant.value(), issueId)
                .query((row, n) -> new RequestDecision(
                        row.getObject("id", UUID.class),
                        row.getString("issue_id"),
                        row.getString("issue_key"),
                        row.getString("outcome"),
                        row.getString("reason_code"),
                        row.getString("reason"),
                        row.getObject("recipe_id", UUID.class),
                        row.getObject("recipe_version", Integer.class),
                        row.getObject("work_id", UUID.class),
                        row.getObject("decided_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** The issues of which the last word is that they are held for this reason, at most 10,000, in one order for all. */
    List<String> heldFor(TenantId tenant, String code) {
        return jdbc.sql("select issue_id from (select distinct on (issue_id) issue_id, outcome, reason_code"
                        + " from request_decision where tenant_id = ? order by issue_id, decided_at desc, id desc) newest"
                        + " where outcome = 'held' and reason_code = ? order by issue_id limit ?")
                .params(tenant.value(), code, MOST_HELD)
                .query(String.class)
                .list();
    }

    /** Erases the sealed inputs whose retention time is over; the decisions stay. */
    public void forgetInputs(TenantId tenant, Instant now) {
        jdbc.sql("update request_decision set input = null, input_key_id = null, input_version = null"
                        + " where tenant_id = ? and input is not null and input_kept_until < ?")
                .params(tenant.value(), now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /**
     * The run of the issue's admission, if it was admitted before. It is admitted once; one that a person stopped no longer
     * counts, but its approvals stay {@linkplain #spentApprovals spent}.
     */
    Optional<AdmittedRun> admittedRun(TenantId tenant, String issueId) {
        return jdbc.sql("select work_id, decided_at from request_decision"
                        + " where tenant_id = ? and issue_id = ? and outcome = 'admitted' and stopped_at is null")
                .params(tenant.value(), issueId)
                .query((row, n) -> new AdmittedRun(
                        row.getObject("work_id", UUID.class),
                        row.getObject("decided_at", OffsetDateTime.class).toInstant()))
                .optional();
    }

    /** The run of an admission, and when it was admitted. */
    record AdmittedRun(UUID id, Instant at) {}

    /** The approvals on which admissions rested that were stopped: none of them admits again. */
    Set<String> spentApprovals(TenantId tenant, String issueId) {
        return Set.copyOf(jdbc.sql("select distinct unnest(approval_ids) from request_decision"
                        + " where tenant_id = ? and issue_id = ? and outcome = 'admitted' and stopped_at is not null")
                .params(tenant.value(), issueId)
                .query(String.class)
                .list());
    }

    /** The admission that this run follows is stopped; another one needs another approval. */
    void stopAdmission(TenantId tenant, UUID runId, Instant now) {
        jdbc.sql(
                        "update request_decision set stopped_at = ? where tenant_id = ? and work_id = ? and stopped_at is null")
                .params(now.atOffset(ZoneOffset.UTC), tenant.value(), runId)
                .update();
    }

    /**
     * How a request stands is once more what was decided about it before, for the same reason and content: what was decided in
     * between no longer counts.
     */
    void standsAgain(TenantId tenant, RequestDecision decision, CanonicalJson asked) {
        jdbc.sql(STANDS_AGAIN)
                .param("tenant", tenant.value())
                .param("issue", decision.issueId())
                .param("key", decision.issueKey())
                .param("code", decision.code())
                .param("hash", contentHash(tenant, asked))
                .param("now", decision.at().atOffset(ZoneOffset.UTC))
                .update();
    }

    private byte[] contentHash(TenantId tenant, CanonicalJson asked) {
        return fingerprints.of(tenant, "request_decision.content_hash", asked.bytes());
    }

    /**
     * Stores a decision with its sealed input.
     *
     * @param asked what the request asks for; only its fingerprint is kept
     * @param approvalIds the approvals on which an admission rests; empty otherwise
     * @param cleared what an admission lets happen, for breakers to add up; null otherwise
     * @return false when the same was decided before: the issue is admitted already, or was held or refused for this
     *     reason with this content
     */
    boolean add(
            TenantId tenant,
            RequestDecision decision,
            CanonicalJson asked,
            CanonicalJson input,
            Instant inputKeptUntil,
            List<String> approvalIds,
            Verdict.@Nullable Cleared cleared) {
        Sealed sealed =
                vault.seal(new Place(tenant, "request_decision", "input", decision.id(), 1), Secret.of(input.bytes()));
        return jdbc.sql(INSERT)
                        .params(java.util.Arrays.asList(
                                tenant.value(),
                                decision.id(),
                                decision.issueId(),
                                decision.issueKey(),
                                decision.recipeId(),
                                decision.recipeVersion(),
                                decision.outcome(),
                                decision.code(),
                                decision.sentence(),
                                contentHash(tenant, asked),
                                decision.workId(),
                                sealed.ciphertext(),
                                sealed.keyId(),
                                sealed.version(),
                                inputKeptUntil.atOffset(ZoneOffset.UTC),
                                decision.at().atOffset(ZoneOffset.UTC),
                                approvalIds.toArray(String[]::new),
                                cleared == null ? null : cleared.connection(),
                                cleared == null ? 0 : cleared.accounts(),
                                cleared == null ? 0 : cleared.memberships(),
                                cleared == null || cleared.given().isEmpty()
                                        ? null
                                        : cleared.given().toArray(String[]::new)))
                        .update()
                > 0;
    }
}
