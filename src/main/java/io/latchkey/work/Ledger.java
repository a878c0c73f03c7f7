package io.latchkey.work;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Fingerprints;
import io.latchkey.platform.crypto.Place;
import io.latchkey.platform.crypto.Sealed;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.failure.Failure;
import io.latchkey.platform.failure.LimitReached;
import io.latchkey.platform.failure.RetryableFailure;
import io.latchkey.platform.json.CanonicalJson;
import io.latchkey.platform.time.Ids;
import io.latchkey.platform.time.Ticks;
import io.latchkey.tenant.Purpose;
import io.latchkey.tenant.Tenant;
import io.latchkey.tenant.TenantFailure;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/**
 * The tables of work. {@link #claim} and {@link #claimedBefore} are transactions of their own; every other method runs inside
 * the tenant's open transaction. Every write on a held item checks its fence, and keeps a takeover waiting until it is
 * committed.
 */
@Component
class Ledger {

    /** The item is chosen once, apart: inside a join it could be chosen anew for each row that is compared. */
    static final String CLAIM = """
            with due as materialized (
                select id, untried from work_item
                where tenant_id = :tenant and slot = :slot and state = 'waiting' and due_at <= :now
                  and (lease_until is null or lease_until <= lease_now())
                order by due_at, id limit 1 for update skip locked)
            update work_item taken
            set fence = taken.fence + 1, untried = false, lease_until = lease_now() + make_interval(secs => :lease),
                tried_since = case when due.untried then :now else taken.tried_since end
            from due
            where taken.tenant_id = :tenant and taken.id = due.id
            returning taken.id, kind, subject, slot, fence, wanted, attempts, plan, plan_key_id, plan_version,
                      due.untried, limited_since, created_at, doubted, unknown_since, tried_since, stop_code, stop_reason,
                      tenant_state(:tenant) as site
            """;

    /**
     * The share lock lets a takeover, which updates the row, wait until this transaction has ended. A look about the same
     * subject waits behind the run: how often it was asked for is told here.
     */
    private static final String HOLD = """
            select held.stop_code, held.stop_reason,
                   (select coalesce(sum(look.wanted), 0) from work_item look
                    where look.tenant_id = held.tenant_id and look.kind = any(?) and look.subject = held.subject
                      and look.plan is null and look.state = 'waiting') as heard
            from work_item held
            where held.tenant_id = ? and held.id = ? and held.fence = ? and held.state = 'waiting' for share of held
            """;

    private static final String STANDING =
            "select case when forgotten_at is null then state else 'forgotten' end as state, subject from work_item"
                    + " where tenant_id = ? and id = ? and plan is not null";

    /**
     * Reads the beginning of the index only: what is held stands there, since what is due first is taken first, and nothing
     * behind an item that is free can be due earlier. Should all that is read be held, its leases end soon.
     */
    static final String NEXT_DUE = """
            select min(greatest(due_at, case when lease_until > lease_now() then lease_until else due_at end))
            from (select due_at, lease_until from work_item
                  where tenant_id = :tenant and slot = :slot and state = 'waiting'
                  order by due_at, id limit 50) as foremost
            """;

    private static final String RETRY = """
            with retried as (
                update work_item set state = 'waiting', attempts = 0, due_at = :now, lease_until = null, ended_at = null,
                       unknown_since = null, tried_since = :now, doubted = true, stop_code = null, stop_reason = null
                where tenant_id = :tenant and id = :run and plan is not null and state = 'parked'
                  and forgotten_at is null
                returning slot)
            select wake_slot(:tenant, slot, :now) from retried
            """;

    /** Nobody asks for it, so that a person's wish to stop the run is still one: whoever claims it next ends it. */
    private static final String RETRY_PARKED = """
            with chosen as materialized (
                select id from work_item
                where tenant_id = :tenant and state = 'parked' and reason_code = :code and forgotten_at is null
                limit :most for update skip locked),
            retried as (
                update work_item item set state = 'waiting', attempts = 0, due_at = :due, lease_until = null,
                       ended_at = null, unknown_since = null, reason_code = null, reason = null,
                       tried_since = case when plan is null then tried_since else :now end, doubted = plan is not null
                from chosen
                where item.tenant_id = :tenant and item.id = chosen.id
                returning item.id, item.subject, item.slot, item.plan is not null as run),
            slots as materialized (select wake_slot(:tenant, slot, :due) from (select distinct slot from retried) as woken)
            select id, subject, run from retried where (select count(*) from slots) > 0
            """;

    /** In these words, so that the index of what waits so is found. */
    private static final String WITHOUT_TOKEN = "select count(*)::integer from work_item"
            + " where tenant_id = ? and state = 'waiting' and reason_code = '" + TenantFailure.NoSystemToken.CODE + "'";

    private static final String PARKED_LOOKS = """
            select reason_code, max(reason) as reason, count(*)::integer as looks, min(ended_at) as since from work_item
            where tenant_id = ? and kind = ? and plan is null and state = 'parked' and ended_at >= ?
              and reason_code is not null
            group by reason_code order by looks desc, reason_code
            """;

    private static final String DOUBT = """
            with doubted as (
                update work_item set doubted = true, due_at = least(due_at, :now)
                where tenant_id = :tenant and id = :run and plan is not null and state = 'waiting'
                returning slot)
            select wake_slot(:tenant, slot, :now) from doubted
            """;

    /** Waiting for something ends at once, so that the worker that takes it up may stop it. */
    private static final String ASK_TO_STOP = """
            with asked as (
                update work_item set stop_code = :code, stop_reason = :reason, due_at = least(due_at, :now)
                where tenant_id = :tenant and id = :run and plan is not null and state = 'waiting'
                returning slot)
            select wake_slot(:tenant, slot, :now) from asked
            """;

    /** The longer a look has been parked, the rarer it is tried: each wait is at least as long as all before together. */
    private static final String REVIVE = """
            with revived as (
                update work_item set state = 'waiting', attempts = 0, due_at = :now, ended_at = null, unknown_since = null
                where tenant_id = :tenant and kind = :kind and plan is null and state = 'parked'
                  and created_at > :now - make_interval(secs => :longest)
                  and ended_at <= :now - greatest(make_interval(secs => :wait), ended_at - created_at)
                returning slot),
            slots as (select distinct slot from revived)
            select wake_slot(:tenant, slot, :now) from slots
            """;

    /** As with looks, each wait is at least as long as all before together. */
    private static final String REVIVABLE = """
            select id from work_item
            where tenant_id = :tenant and kind = :kind and plan is not null and state = 'parked' and forgotten_at is null
              and reason_code <> all(:except)
              and created_at > :now - make_interval(secs => :longest)
              and ended_at > :now - make_interval(secs => :longest)
              and ended_at <= :now - greatest(make_interval(secs => :wait), ended_at - created_at)
            order by ended_at limit :most
            """;

    /** Doubted, so that whoever knows is asked whether they are still wanted. */
    private static final String REVIVE_RUNS = """
            with revived as (
                update work_item set state = 'waiting', attempts = 0, due_at = :now, ended_at = null,
                       unknown_since = null, tried_since = :now, doubted = true
                where tenant_id = :tenant and id = any(:runs) and plan is not null and state = 'parked'
                  and forgotten_at is null
                returning slot)
            select wake_slot(:tenant, slot, :now) from (select distinct slot from revived) as woken
            """;

    /** As if it began now, for how long and how often it is tried. */
    private static final String RENEW = """
            with renewed as (
                update work_item set state = 'waiting', attempts = 0, due_at = :now, ended_at = null, created_at = :now,
                       unknown_since = null, tried_since = :now, doubted = true
                where tenant_id = :tenant and id = :run and plan is not null and state = 'parked' and forgotten_at is null
                returning slot)
            select wake_slot(:tenant, slot, :now) from renewed
            """;

    private static final String WAIT = """
            update work_item
            set due_at = case when stop_code is null then :due else :now end, lease_until = null, untried = :untried,
                limited_since = coalesce(limited_since, :limited), reason_code = :code, reason = :explanation
            where tenant_id = :tenant and id = :id and fence = :fence
            """;

    private static final String CLAIMED_BEFORE = """
            select min(made.intended_at) as first from step_intent made
            join work_item run on run.tenant_id = made.tenant_id and run.id = made.work_id
            where made.tenant_id = :tenant and made.claim = :claim and made.work_id <> :run and run.subject = :subject
            """;

    /** What was intended and not recorded may have been done for as long as its run has not ended. */
    private static final String ACTED_ON = """
            select exists (
                select from step_intent made
                join work_item run on run.tenant_id = made.tenant_id and run.id = made.work_id
                left join step_outcome done on done.tenant_id = made.tenant_id and done.work_id = made.work_id
                     and done.ordinal = made.ordinal
                where made.tenant_id = :tenant and made.claim = any(:claims) and made.work_id <> all(:runs)
                  and coalesce(done.recorded_at, run.ended_at, :since) >= :since)
            """;

    private static final String FORGET_KEPT = forgetting("ended_at + make_interval(days => kept_days) < :now");

    private static final String INSERT_INTENT = """
            insert into step_intent (tenant_id, id, work_id, ordinal, fence, intent, claim, secret, secret_key_id,
                                     secret_version, intended_at)
            select ?, ?, ?, ?, ?, ?, ?, ?, ?::uuid, ?::integer, ? where may_begin(?, ?)
            """;

    private static final Duration LEAVE_AT_LEAST = Duration.ofSeconds(1);
    private static final Duration LEAVE_AT_MOST = Duration.ofMinutes(1);

    private final TenantTransactions transactions;
    private final JdbcClient jdbc;
    private final Vault vault;
    private final Fingerprints fingerprints;
    private final Ids ids;
    private final Clock clock;
    private final Ticks ticks;
    private final WorkProperties properties;

    Ledger(
            TenantTransactions transactions,
            JdbcClient jdbc,
            Vault vault,
            Fingerprints fingerprints,
            Ids ids,
            Clock clock,
            Ticks ticks,
            WorkProperties properties) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.vault = vault;
        this.fingerprints = fingerprints;
        this.ids = ids;
        this.clock = clock;
        this.ticks = ticks;
        this.properties = properties;
    }

    /** Takes the item of a slot that is due first, if any, in a transaction of its own. */
    Optional<Claimed> claim(TenantId tenant, int slot) {
        long before = ticks.nanos();
        Map<String, Object> parameters =
                Map.of("tenant", tenant.value(), "slot", slot, "now", now(), "lease", seconds(properties.lease()));
        return transactions.writeAlone(tenant, CLAIM, parameters, (row, n) -> claimed(tenant, row, before)).stream()
                .findFirst();
    }

    /**
     * What is told with the confirmation that an item is still held.
     *
     * @param stop why a person wants it to stop, if anybody does
     * @param heard how often looks that wait were asked for about the same subject; 0 when none waits
     */
    record Held(Optional<Withdrawal> stop, long heard) {}

    /**
     * Confirms that the item is still held.
     *
     * @param looks the kinds of looks of which it is told whether they were asked for
     */
    Held hold(Claimed item, Collection<String> looks) {
        List<Held> held = jdbc.sql(HOLD)
                .params(
                        new SqlArrayValue("text", looks.toArray()),
                        item.tenant().value(),
                        item.id(),
                        item.fence())
                .query((row, n) -> new Held(stop(row), row.getLong("heard")))
                .list();
        fenced(item, held.size());
        return held.get(0);
    }

    /** Makes the lease begin anew. */
    void renew(Claimed item) {
        fenced(
                item,
                jdbc.sql("update work_item set lease_until = lease_now() + make_interval(secs => ?)"
                                + " where tenant_id = ? and id = ? and fence = ? and state = 'waiting'")
                        .params(seconds(properties.lease()), item.tenant().value(), item.id(), item.fence())
                        .update());
    }

    /** Ends a look; when it was asked for again meanwhile, it waits anew. */
    void endLook(Claimed item) {
        int ended = jdbc.sql("delete from work_item where tenant_id = ? and id = ? and fence = ? and wanted = ?")
                .params(item.tenant().value(), item.id(), item.fence(), item.wanted())
                .update();
        if (ended == 0) {
            lookAgain(item);
        }
    }

    /** Stores a new run that this worker holds at once, in the slot of its partition. */
    Claimed start(TenantId tenant, NewRun run) {
        CanonicalJson plan = run.plan().toJson();
        long before = ticks.nanos();
        OffsetDateTime created = now();
        Sealed sealed = vault.seal(planPlace(tenant, run.id()), Secret.of(plan.bytes()));
        int slot = jdbc.sql("""
                        insert into work_item (tenant_id, id, kind, subject, slot, state, due_at, wanted, fence, attempts,
                                               lease_until, plan, plan_key_id, plan_version, plan_hash, kept_days,
                                               created_at)
                        values (?, ?, ?, ?, slot_of(?, ?), 'waiting', ?, 1, 1, 0,
                                lease_now() + make_interval(secs => ?), ?, ?, ?, ?, ?, ?)
                        returning slot
                        """)
                .params(
                        tenant.value(),
                        run.id(),
                        run.kind(),
                        run.subject(),
                        run.partition(),
                        properties.slotsPerTenant(),
                        now(),
                        seconds(properties.lease()),
                        sealed.ciphertext(),
                        sealed.keyId(),
                        sealed.version(),
                        plan.sha256(),
                        run.keptDays(),
                        created)
                .query(Integer.class)
                .single();
        return new Claimed(
                tenant,
                run.id(),
                run.kind(),
                run.subject(),
                slot,
                1,
                1,
                0,
                Optional.of(sealed),
                true,
                Optional.empty(),
                created.toInstant(),
                false,
                Optional.empty(),
                Optional.empty(),
                Tenant.State.INSTALLED,
                Optional.empty(),
                before);
    }

    /** Takes back a run that was stored in this transaction, and whose first step may not begin. */
    void dropStarted(TenantId tenant, UUID runId) {
        jdbc.sql("delete from work_item where tenant_id = ? and id = ?")
                .params(tenant.value(), runId)
                .update();
    }

    /** The statement that empties those ended runs that fit a condition, and counts them; :tenant and :now are its parameters. */
    static String forgetting(String condition) {
        return """
            with forgotten as (
                update work_item set plan = ''::bytea, forgotten_at = :now
                where tenant_id = :tenant and plan is not null and forgotten_at is null and state <> 'waiting'
                  and %s
                returning id),
            outcomes as (
                update step_outcome set outcome = ''::bytea
                where tenant_id = :tenant and work_id in (select id from forgotten)),
            secrets as (
                update step_intent set secret = null, secret_key_id = null, secret_version = null
                where tenant_id = :tenant and work_id in (select id from forgotten) and secret is not null)
            select count(*)::integer from forgotten
            """.formatted(condition);
    }

    /** Empties what ended runs hold, once they were kept as long as they may be; their rows and hashes stay. */
    int forgetEnded(TenantId tenant) {
        return jdbc.sql(FORGET_KEPT)
                .param("tenant", tenant.value())
                .param("now", now())
                .query(Integer.class)
                .single();
    }

    /** Nothing of these runs is kept after their end. */
    void keepNoLonger(TenantId tenant, Collection<UUID> runs) {
        jdbc.sql("update work_item set kept_days = 0 where tenant_id = ? and id = any(?) and kept_days > 0")
                .params(tenant.value(), new SqlArrayValue("uuid", runs.toArray()))
                .update();
    }

    /** Whether another run of the tenant set out to make the same thing, whenever that was. */
    boolean isClaimedElsewhere(Claimed item, String claim) {
        return jdbc.sql("select exists (select from step_intent where tenant_id = ? and claim = ? and work_id <> ?)")
                .params(item.tenant().value(), claim, item.id())
                .query(Boolean.class)
                .single();
    }

    /** When another run about the same subject set out to make the same thing first, read in a transaction of its own. */
    Optional<Instant> claimedBefore(Claimed item, String claim) {
        Map<String, Object> parameters =
                Map.of("tenant", item.tenant().value(), "claim", claim, "run", item.id(), "subject", item.subject());
        return transactions
                .readAlone(item.tenant(), CLAIMED_BEFORE, parameters, (row, n) -> time(row, "first"))
                .get(0);
    }

    /** Whether another run than these did what one of the claims says since then, or may still do it. */
    boolean isActedOnByOthers(TenantId tenant, Collection<String> claims, Instant since, Collection<UUID> runs) {
        Object[] hashes =
                claims.stream().map(claim -> fingerprint(tenant, claim)).toArray();
        return jdbc.sql(ACTED_ON)
                .param("tenant", tenant.value())
                .param("claims", new SqlArrayValue("text", hashes))
                .param("since", since.atOffset(ZoneOffset.UTC))
                .param("runs", new SqlArrayValue("uuid", runs.toArray()))
                .query(Boolean.class)
                .single();
    }

    /** Nothing was sent for this step, and nothing will be: what it was to make is nobody's. */
    void unclaim(TenantId tenant, UUID runId, int ordinal) {
        jdbc.sql("update step_intent made set claim = null"
                        + " where tenant_id = ? and work_id = ? and ordinal = ? and claim is not null"
                        + " and not exists (select from step_outcome done where done.tenant_id = made.tenant_id"
                        + " and done.work_id = made.work_id and done.ordinal = made.ordinal)")
                .params(tenant.value(), runId, ordinal)
                .update();
    }

    /** The run is parked, and nothing was sent for the step that is intended: a look would find nothing. */
    void markUntried(Claimed item) {
        fenced(
                item,
                jdbc.sql("update work_item set untried = true where tenant_id = ? and id = ? and fence = ?")
                        .params(item.tenant().value(), item.id(), item.fence())
                        .update());
    }

    List<UUID> notWaiting(TenantId tenant, Collection<UUID> runs) {
        return jdbc.sql("select run from unnest(?) as run where not exists (select from work_item"
                        + " where tenant_id = ? and id = run and state = 'waiting')")
                .params(new SqlArrayValue("uuid", runs.toArray()), tenant.value())
                .query(UUID.class)
                .list();
    }

    /** Credentials have been delivered; nothing needs them any more. */
    void eraseSecrets(Claimed item) {
        eraseSecrets(item.tenant(), item.id());
    }

    void eraseSecrets(TenantId tenant, UUID runId) {
        jdbc.sql("update step_intent set secret = null, secret_key_id = null, secret_version = null"
                        + " where tenant_id = ? and work_id = ? and secret is not null")
                .params(tenant.value(), runId)
                .update();
    }

    /** The credential of one step is kept elsewhere. */
    void eraseSecret(TenantId tenant, UUID runId, int ordinal) {
        jdbc.sql("update step_intent set secret = null, secret_key_id = null, secret_version = null"
                        + " where tenant_id = ? and work_id = ? and ordinal = ? and secret is not null")
                .params(tenant.value(), runId, ordinal)
                .update();
    }

    /** Makes the item's slot runnable. */
    void wake(Claimed item) {
        jdbc.sql("select wake_slot(?, ?, ?)")
                .params(item.tenant().value(), item.slot(), now())
                .query((row, n) -> true)
                .single();
    }

    /**
     * Stores what a step is about to do. The claim, which may hold a login, is hashed here, so that nobody forgets it.
     *
     * @throws TenantFailure.NotInstalled when the tenant has left, and the step is not for what still goes on then: no
     *     effect without an intent, so none is begun from the moment that the uninstallation is committed
     */
    Intent intend(Claimed item, int ordinal, Intent plain, Purpose purpose) {
        UUID id = ids.next();
        Intent intent = new Intent(
                plain.detail(), plain.secret(), plain.claim().map(claim -> fingerprint(item.tenant(), claim)));
        Optional<Sealed> sealed = intent.secret().map(secret -> vault.seal(secretPlace(item.tenant(), id), secret));
        int stored = jdbc.sql(INSERT_INTENT)
                .params(java.util.Arrays.asList(
                        item.tenant().value(),
                        id,
                        item.id(),
                        ordinal,
                        item.fence(),
                        CanonicalJson.of(intent.detail()).bytes(),
                        intent.claim().orElse(null),
                        sealed.map(Sealed::ciphertext).orElse(null),
                        sealed.map(Sealed::keyId).orElse(null),
                        sealed.map(Sealed::version).orElse(null),
                        now(),
                        item.tenant().value(),
                        purpose.stored()))
                .update();
        if (stored == 0) {
            throw new TenantFailure.NotInstalled();
        }
        return intent;
    }

    /** Keeps a credential that a step was given, where one that it set would be: it goes when the run is over. */
    void keepSecret(Claimed item, int ordinal, Secret secret) {
        UUID id = jdbc.sql("select id from step_intent where tenant_id = ? and work_id = ? and ordinal = ?")
                .params(item.tenant().value(), item.id(), ordinal)
                .query(UUID.class)
                .single();
        Sealed sealed = vault.seal(secretPlace(item.tenant(), id), secret);
        jdbc.sql("update step_intent set secret = ?, secret_key_id = ?, secret_version = ?"
                        + " where tenant_id = ? and id = ?")
                .params(
                        sealed.ciphertext(),
                        sealed.keyId(),
                        sealed.version(),
                        item.tenant().value(),
                        id)
                .update();
    }

    private String fingerprint(TenantId tenant, String claim) {
        byte[] hash = fingerprints.of(tenant, "step_intent.claim", claim.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }

    /** Stores what came of a step. */
    void recordOutcome(Claimed item, int ordinal, JsonNode facts, Effort effort) {
        UUID id = ids.next();
        Sealed sealed = vault.seal(
                outcomePlace(item.tenant(), id),
                Secret.of(CanonicalJson.of(facts).bytes()));
        jdbc.sql("""
                        insert into step_outcome (tenant_id, id, work_id, ordinal, fence, outcome, outcome_key_id,
                                                  outcome_version, recorded_at, attempts, remote_request_ids)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        item.tenant().value(),
                        id,
                        item.id(),
                        ordinal,
                        item.fence(),
                        sealed.ciphertext(),
                        sealed.keyId(),
                        sealed.version(),
                        now(),
                        effort.attempts(),
                        new SqlArrayValue("text", effort.remoteRequestIds().toArray()))
                .update();
    }

    /** Progress was made: failures, and the time of waiting for limits, are counted anew. */
    void forgiveAttempts(Claimed item) {
        fenced(
                item,
                jdbc.sql("update work_item set attempts = 0, limited_since = null, unknown_since = null,"
                                + " reason_code = null, reason = null"
                                + " where tenant_id = ? and id = ? and fence = ?")
                        .params(item.tenant().value(), item.id(), item.fence())
                        .update());
    }

    void complete(Claimed item) {
        fenced(
                item,
                jdbc.sql("update work_item set state = 'done', lease_until = null, ended_at = ?,"
                                + " reason_code = null, reason = null"
                                + " where tenant_id = ? and id = ? and fence = ?")
                        .params(now(), item.tenant().value(), item.id(), item.fence())
                        .update());
    }

    /**
     * Lets the item wait for what stops all of its tenant's work; that is no failed attempt of its own.
     *
     * @param untried whether nothing was sent for the step that is intended, so that no look is needed
     */
    void waitFor(Claimed item, RetryableFailure failure, boolean untried) {
        waitFor(item, failure, untried, null);
    }

    /** As the other, for a limit: how long an item waits for limits without progress is bounded. */
    void waitForLimit(Claimed item, LimitReached failure, boolean untried) {
        waitFor(item, failure, untried, now());
    }

    private void waitFor(Claimed item, RetryableFailure failure, boolean untried, @Nullable OffsetDateTime limited) {
        fenced(
                item,
                jdbc.sql(WAIT)
                        .param("now", now())
                        .param("due", now().plus(failure.retryAfter().orElse(properties.longestBackoff())))
                        .param("untried", untried)
                        .param("limited", limited, java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("code", failure.code())
                        .param("explanation", failure.explanation())
                        .param("tenant", item.tenant().value())
                        .param("id", item.id())
                        .param("fence", item.fence())
                        .update());
    }

    void retryLater(Claimed item, Failure failure, Duration wait) {
        fenced(
                item,
                jdbc.sql("update work_item set attempts = attempts + 1, unknown_since = null,"
                                + " due_at = case when stop_code is null then ? else ? end,"
                                + " lease_until = null, reason_code = ?, reason = ?"
                                + " where tenant_id = ? and id = ? and fence = ?")
                        .params(
                                now().plus(wait),
                                now(),
                                failure.code(),
                                failure.explanation(),
                                item.tenant().value(),
                                item.id(),
                                item.fence())
                        .update());
    }

    /**
     * Leaves the item to a node that knows what to do with it; that is no failed attempt of its own. The longer it has been
     * left, the rarer it is taken up.
     *
     * @return false when it has been left for too long, and nothing was written
     */
    boolean leave(Claimed item, UnknownKind failure) {
        Instant now = clock.instant();
        Instant since = item.unknownSince().orElse(now);
        Duration left = Duration.between(since, now);
        if (left.compareTo(properties.unknownFor()) >= 0) {
            return false;
        }
        long wait = Math.max(LEAVE_AT_LEAST.toMillis(), Math.min(left.toMillis() / 4, LEAVE_AT_MOST.toMillis()));
        fenced(
                item,
                jdbc.sql("update work_item set due_at = ?, lease_until = null, unknown_since = ?, reason_code = ?,"
                                + " reason = ? where tenant_id = ? and id = ? and fence = ?")
                        .params(
                                now.plusMillis(wait).atOffset(ZoneOffset.UTC),
                                since.atOffset(ZoneOffset.UTC),
                                failure.code(),
                                failure.explanation(),
                                item.tenant().value(),
                                item.id(),
                                item.fence())
                        .update());
        return true;
    }

    /**
     * Parks a look; when it was asked for again meanwhile, it waits anew instead.
     *
     * @return whether it is parked
     */
    boolean parkLook(Claimed item, Failure failure) {
        int parked = jdbc.sql(
                        "update work_item set state = 'parked', lease_until = null, limited_since = null,"
                                + " unknown_since = null, ended_at = ?, reason_code = ?, reason = ? where tenant_id = ? and id = ? and fence = ? and wanted = ?")
                .params(
                        now(),
                        failure.code(),
                        failure.explanation(),
                        item.tenant().value(),
                        item.id(),
                        item.fence(),
                        item.wanted())
                .update();
        if (parked == 0) {
            lookAgain(item);
        }
        return parked == 1;
    }

    private void lookAgain(Claimed item) {
        fenced(
                item,
                jdbc.sql("update work_item set lease_until = null, attempts = 0, limited_since = null,"
                                + " unknown_since = null, due_at = ?"
                                + " where tenant_id = ? and id = ? and fence = ?")
                        .params(now(), item.tenant().value(), item.id(), item.fence())
                        .update());
    }

    void park(Claimed item, Failure failure) {
        end(item, "parked", failure.code(), failure.explanation());
    }

    void stop(Claimed item, Withdrawal why) {
        end(item, "stopped", why.code(), why.sentence());
    }

    private void end(Claimed item, String state, String code, String reason) {
        fenced(
                item,
                jdbc.sql("update work_item set state = ?, lease_until = null, limited_since = null, ended_at = ?,"
                                + " reason_code = ?, reason = ? where tenant_id = ? and id = ? and fence = ?")
                        .params(state, now(), code, reason, item.tenant().value(), item.id(), item.fence())
                        .update());
    }

    /**
     * Gives the item back, for another worker to take at once.
     *
     * @param untried whether nothing was sent for the step that is intended, so that no look is needed
     */
    void release(Claimed item, boolean untried) {
        fenced(
                item,
                jdbc.sql("update work_item set lease_until = null, untried = ?"
                                + " where tenant_id = ? and id = ? and fence = ?")
                        .params(untried, item.tenant().value(), item.id(), item.fence())
                        .update());
    }

    /**
     * Lets a parked run wait again, its failures forgotten, and wakes its slot; false when it is not parked. Much may have
     * changed since it was parked, so it asks whether it is still wanted.
     */
    boolean retry(TenantId tenant, UUID runId) {
        return woken(RETRY, tenant, runId);
    }

    /**
     * What was parked and waits again.
     *
     * @param isRun false when it is a look
     */
    record Retried(UUID id, String subject, boolean isRun) {}

    /** As {@link #retry}, of whatever was parked for one reason, with looks; at most so many. */
    List<Retried> retryParked(TenantId tenant, String code, Instant from, int most) {
        return jdbc.sql(RETRY_PARKED)
                .param("tenant", tenant.value())
                .param("code", code)
                .param("most", most)
                .param("due", from.atOffset(ZoneOffset.UTC))
                .param("now", now())
                .query((row, n) ->
                        new Retried(row.getObject("id", UUID.class), row.getString("subject"), row.getBoolean("run")))
                .list();
    }

    int waitingForToken(TenantId tenant) {
        return jdbc.sql(WITHOUT_TOKEN)
                .param(tenant.value())
                .query(Integer.class)
                .single();
    }

    List<ParkedLooks> parkedLooks(TenantId tenant, String kind, Instant since) {
        return jdbc.sql(PARKED_LOOKS)
                .params(tenant.value(), kind, since.atOffset(ZoneOffset.UTC))
                .query((row, n) -> new ParkedLooks(
                        row.getString("reason_code"),
                        row.getString("reason"),
                        row.getInt("looks"),
                        row.getObject("since", OffsetDateTime.class).toInstant()))
                .list();
    }

    /**
     * A parked run that was ended.
     *
     * @param kind what run it was
     * @param untried whether nothing was sent for the step at which it was parked
     */
    record Ended(String kind, boolean untried) {}

    /** Ends a parked run for good, which nobody holds; nothing when it is not parked. */
    Optional<Ended> stopParked(TenantId tenant, UUID runId, Withdrawal why) {
        return jdbc.sql("update work_item set state = 'stopped', ended_at = ?, reason_code = ?, reason = ?"
                        + " where tenant_id = ? and id = ? and plan is not null and state = 'parked'"
                        + " and forgotten_at is null returning kind, untried")
                .params(now(), why.code(), why.sentence(), tenant.value(), runId)
                .query((row, n) -> new Ended(row.getString("kind"), row.getBoolean("untried")))
                .optional();
    }

    /** Lets a waiting run go on at once and ask whether it is still wanted; false when it is not waiting. */
    boolean doubt(TenantId tenant, UUID runId) {
        return woken(DOUBT, tenant, runId);
    }

    private boolean woken(String statement, TenantId tenant, UUID runId) {
        return !jdbc.sql(statement)
                .param("tenant", tenant.value())
                .param("run", runId)
                .param("now", now())
                .query((row, n) -> true)
                .list()
                .isEmpty();
    }

    /** Lets a waiting run stop before its next effect; false when it is not waiting. */
    boolean askToStop(TenantId tenant, UUID runId, Withdrawal why) {
        return !jdbc.sql(ASK_TO_STOP)
                .param("tenant", tenant.value())
                .param("run", runId)
                .param("now", now())
                .param("code", why.code())
                .param("reason", why.sentence())
                .query((row, n) -> true)
                .list()
                .isEmpty();
    }

    /** A run's state and subject, without opening anything. */
    Optional<Standing> standing(TenantId tenant, UUID runId) {
        return standing(STANDING, tenant, runId);
    }

    /** As {@link #standing}; until this transaction ends, nobody else changes it. */
    Optional<Standing> standingToChange(TenantId tenant, UUID runId) {
        return standing(STANDING + " for no key update", tenant, runId);
    }

    private Optional<Standing> standing(String statement, TenantId tenant, UUID runId) {
        return jdbc.sql(statement)
                .params(tenant.value(), runId)
                .query((row, n) -> new Standing(row.getString("state"), row.getString("subject")))
                .optional();
    }

    /**
     * Where a run stands.
     *
     * @param state its state, or {@code forgotten} once what it holds was kept long enough
     * @param subject what it concerns
     */
    record Standing(String state, String subject) {}

    /** The plan of a held run. */
    Plan plan(Claimed item) {
        Sealed sealed = item.plan().orElseThrow();
        return Plan.of(CanonicalJson.stored(
                vault.open(planPlace(item.tenant(), item.id()), sealed).revealBytes()));
    }

    /** The plan of a run. */
    Plan plan(TenantId tenant, UUID runId) {
        return jdbc.sql("select plan, plan_key_id, plan_version from work_item"
                        + " where tenant_id = ? and id = ? and plan is not null")
                .params(tenant.value(), runId)
                .query((row, n) -> Plan.of(opened(row, planPlace(tenant, runId), "plan")))
                .single();
    }

    /** What is stored of a run's steps. */
    History history(TenantId tenant, UUID runId) {
        Map<Integer, Intent> intents = new HashMap<>();
        jdbc.sql("select id, ordinal, intent, claim, secret, secret_key_id, secret_version from step_intent"
                        + " where tenant_id = ? and work_id = ?")
                .params(tenant.value(), runId)
                .query((row, n) -> intents.put(row.getInt("ordinal"), intent(tenant, row)))
                .list();
        Map<Integer, JsonNode> outcomes = new HashMap<>();
        jdbc.sql("select id, ordinal, outcome, outcome_key_id, outcome_version from step_outcome"
                        + " where tenant_id = ? and work_id = ?")
                .params(tenant.value(), runId)
                .query((row, n) -> outcomes.put(
                        row.getInt("ordinal"),
                        opened(row, outcomePlace(tenant, row.getObject("id", UUID.class)), "outcome")
                                .tree()))
                .list();
        return new History(intents, outcomes);
    }

    /**
     * When the slot has work again, while no signal can slip in between: the exclusive lock waits for those that are
     * being stored.
     */
    Optional<Instant> nextDue(TenantId tenant, int slot) {
        jdbc.sql("select pg_advisory_xact_lock(slot_lock(?, ?))")
                .params(tenant.value(), slot)
                .query((row, n) -> true)
                .single();
        return jdbc.sql(NEXT_DUE)
                .param("tenant", tenant.value())
                .param("slot", slot)
                .query((row, n) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
                .single()
                .map(OffsetDateTime::toInstant);
    }

    void enqueueLook(TenantId tenant, String kind, String subject) {
        enqueueLook(tenant, kind, subject, now());
    }

    void enqueueLook(TenantId tenant, LaterLook later, Duration wait) {
        enqueueLook(tenant, later.kind(), later.subject(), now().plus(wait));
    }

    private void enqueueLook(TenantId tenant, String kind, String subject, OffsetDateTime due) {
        jdbc.sql("select enqueue_look(?, ?, ?, ?, ?, ?)")
                .params(tenant.value(), ids.next(), kind, subject, properties.slotsPerTenant(), due)
                .query((row, n) -> true)
                .single();
    }

    /** Lets parked looks be tried again, bounded in how often and how long. */
    void reviveLooks(TenantId tenant, String kind) {
        jdbc.sql(REVIVE)
                .param("tenant", tenant.value())
                .param("kind", kind)
                .param("now", now())
                .param("wait", seconds(properties.reviveAfter()))
                .param("longest", seconds(properties.reviveFor()))
                .query((row, n) -> true)
                .list();
    }

    /** The parked runs of a kind that may be tried again by now, bounded as looks are; oldest first. */
    List<UUID> revivable(TenantId tenant, String kind, Collection<String> except, int most) {
        return jdbc.sql(REVIVABLE)
                .param("tenant", tenant.value())
                .param("kind", kind)
                .param("except", new SqlArrayValue("text", except.toArray()))
                .param("now", now())
                .param("wait", seconds(properties.reviveAfter()))
                .param("longest", seconds(properties.reviveFor()))
                .param("most", most)
                .query(UUID.class)
                .list();
    }

    void reviveRuns(TenantId tenant, Collection<UUID> runs) {
        jdbc.sql(REVIVE_RUNS)
                .param("tenant", tenant.value())
                .param("runs", new SqlArrayValue("uuid", runs.toArray()))
                .param("now", now())
                .query((row, n) -> true)
                .list();
    }

    /** Lets a parked run be tried as if it began now; false when it is not parked, or forgotten. */
    boolean renew(TenantId tenant, UUID runId) {
        return woken(RENEW, tenant, runId);
    }

    Optional<RunState> runState(TenantId tenant, UUID runId) {
        return jdbc.sql("select * from work_item where tenant_id = ? and id = ? and plan is not null")
                .params(tenant.value(), runId)
                .query((row, n) -> new RunState(
                        runId,
                        row.getString("kind"),
                        row.getString("subject"),
                        row.getString("state"),
                        row.getInt("attempts"),
                        java.util.HexFormat.of().formatHex(row.getBytes("plan_hash")),
                        row.getString("reason_code"),
                        row.getString("reason"),
                        waitingUntil(row),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        Optional.ofNullable(row.getObject("ended_at", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)
                                .orElse(null),
                        row.getObject("forgotten_at") == null
                                ? steps(tenant, runId, Plan.of(opened(row, planPlace(tenant, runId), "plan")))
                                : List.of()))
                .optional();
    }

    private @Nullable Instant waitingUntil(ResultSet row) throws SQLException {
        boolean waits =
                row.getString("state").equals("waiting") && WaitsUntil.CODE.equals(row.getString("reason_code"));
        Instant due = row.getObject("due_at", OffsetDateTime.class).toInstant();
        return waits && due.isAfter(clock.instant()) ? due : null;
    }

    private List<RunState.Step> steps(TenantId tenant, UUID runId, Plan plan) {
        Map<Integer, Instant> intended = times(tenant, runId, "select ordinal, intended_at from step_intent");
        Map<Integer, Instant> done = times(tenant, runId, "select ordinal, recorded_at from step_outcome");
        Map<Integer, Effort> efforts = efforts(tenant, runId);
        Map<Integer, JsonNode> outcomes = history(tenant, runId).outcomes();
        List<RunState.Step> steps = new java.util.ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            PlannedStep step = plan.steps().get(i);
            String state = done.containsKey(i) ? "done" : intended.containsKey(i) ? "intended" : "planned";
            Effort effort = efforts.getOrDefault(i, Effort.NONE);
            steps.add(new RunState.Step(
                    step.key(),
                    step.kind(),
                    state,
                    intended.get(i),
                    done.get(i),
                    outcomes.get(i),
                    effort.attempts(),
                    effort.remoteRequestIds()));
        }
        return steps;
    }

    private Map<Integer, Effort> efforts(TenantId tenant, UUID runId) {
        Map<Integer, Effort> efforts = new HashMap<>();
        jdbc.sql("select ordinal, attempts, remote_request_ids from step_outcome where tenant_id = ? and work_id = ?")
                .params(tenant.value(), runId)
                .query((row, n) ->
                        efforts.put(row.getInt("ordinal"), new Effort(row.getInt("attempts"), List.of((String[])
                                row.getArray("remote_request_ids").getArray()))))
                .list();
        return efforts;
    }

    private Map<Integer, Instant> times(TenantId tenant, UUID runId, String select) {
        Map<Integer, Instant> times = new HashMap<>();
        jdbc.sql(select + " where tenant_id = ? and work_id = ?")
                .params(tenant.value(), runId)
                .query((row, n) -> times.put(
                        row.getInt(1), row.getObject(2, OffsetDateTime.class).toInstant()))
                .list();
        return times;
    }

    private Intent intent(TenantId tenant, ResultSet row) throws SQLException {
        byte[] ciphertext = row.getBytes("secret");
        UUID id = row.getObject("id", UUID.class);
        Optional<Secret> secret = ciphertext == null
                ? Optional.empty()
                : Optional.of(vault.open(
                        secretPlace(tenant, id),
                        new Sealed(
                                row.getObject("secret_key_id", UUID.class), row.getInt("secret_version"), ciphertext)));
        return new Intent(
                CanonicalJson.stored(row.getBytes("intent")).tree(),
                secret,
                Optional.ofNullable(row.getString("claim")));
    }

    /** A value from its three columns. */
    private CanonicalJson opened(ResultSet row, Place place, String column) throws SQLException {
        return CanonicalJson.stored(vault.open(place, sealed(row, column)).revealBytes());
    }

    private static Sealed sealed(ResultSet row, String column) throws SQLException {
        return new Sealed(
                row.getObject(column + "_key_id", UUID.class), row.getInt(column + "_version"), row.getBytes(column));
    }

    private static Place planPlace(TenantId tenant, UUID runId) {
        return new Place(tenant, "work_item", "plan", runId, 1);
    }

    private static Place outcomePlace(TenantId tenant, UUID outcomeId) {
        return new Place(tenant, "step_outcome", "outcome", outcomeId, 1);
    }

    private static Place secretPlace(TenantId tenant, UUID intentId) {
        return new Place(tenant, "step_intent", "secret", intentId, 1);
    }

    private static Claimed claimed(TenantId tenant, ResultSet row, long before) throws SQLException {
        return new Claimed(
                tenant,
                row.getObject("id", UUID.class),
                row.getString("kind"),
                row.getString("subject"),
                row.getInt("slot"),
                row.getLong("fence"),
                row.getInt("wanted"),
                row.getInt("attempts"),
                row.getBytes("plan") == null ? Optional.empty() : Optional.of(sealed(row, "plan")),
                row.getBoolean("untried"),
                time(row, "limited_since"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("doubted"),
                time(row, "unknown_since"),
                time(row, "tried_since"),
                Tenant.State.stored(row.getString("site")),
                stop(row),
                before);
    }

    private static Optional<Withdrawal> stop(ResultSet row) throws SQLException {
        String code = row.getString("stop_code");
        String reason = row.getString("stop_reason");
        return code == null || reason == null ? Optional.empty() : Optional.of(new Withdrawal(code, reason));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static void fenced(Claimed item, int rows) {
        if (rows != 1) {
            throw new FenceLost(item.id());
        }
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /**
     * What is stored of a run's steps, by ordinal.
     *
     * @param intents what was going to be done
     * @param outcomes what came of it
     */
    record History(Map<Integer, Intent> intents, Map<Integer, JsonNode> outcomes) {}
}
