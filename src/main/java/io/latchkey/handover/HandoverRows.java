package io.latchkey.handover;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.okta.PendingCredential;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Place;
import io.latchkey.platform.crypto.Sealed;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.crypto.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code handover} and {@code handover_credential}. Everything here needs the tenant's open transaction. */
@Component
class HandoverRows {

    /** What is due first, of handovers and of comments: one statement, whatever there is. */
    private static final String NEXT = """
            select tenant_state(:tenant) as site,
                   (exists (select from handover where tenant_id = :tenant and renewing_run is not null)
                    or exists (select from handover_comment
                               where tenant_id = :tenant and removing_run is not null)) as running,
                   (select min(expires_at) from handover where tenant_id = :tenant and state = 'ready') as expires,
                   (select min(due_at) from handover_comment
                    where tenant_id = :tenant and due_at is not null) as comment,
                   least((select min(closed_at) from handover where tenant_id = :tenant and closed_at is not null),
                         (select min(removed_at) from handover_comment
                          where tenant_id = :tenant and removed_at is not null)) as closed
            """;

    private static final String OFFER = """
            insert into handover (tenant_id, id, issue_id, run_id, kind, renewal, connection, okta_user_id, recipient, state,
                                  made_at, offered_at, expires_at, valid_seconds)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'ready', ?, ?, ?, ?)
            """;

    private static final String RENEW = """
            update handover set renewals = renewals + 1, renewing_run = :run, runs = runs || :run, renewal_failed_at = null
            where tenant_id = :tenant and id = :id and renewing_run is null and withdrawn_at is null
              and (state in ('revealed', 'expired') or (state = 'ready' and expires_at <= :now)) and renewals < :most
              and failures < :failures
            """;

    private static final String EXPIRE = """
            with over as (
                update handover set state = 'expired', closed_at = :now
                where tenant_id = :tenant and id in (
                    select id from handover where tenant_id = :tenant and state = 'ready' and expires_at <= :now
                    order by expires_at limit :most for update skip locked)
                returning id, issue_id),
            erased as (
                delete from handover_credential where tenant_id = :tenant and id in (select id from over))
            select id, issue_id from over
            """;

    private static final String WITHDRAW = withdrawing("run_id = :run");
    private static final String WITHDRAW_ONE = withdrawing("id = :id");

    /**
     * Of all credentials for an account the one that was made last works. What a withdrawn one was followed by does not come
     * back either.
     */
    private static final String SUPERSEDE = withdrawing("okta_user_id = :user and id <> :newest");

    private static final String NEWEST = "select id from handover where tenant_id = ? and okta_user_id = ?"
            + " order by made_at desc, id desc limit 1";

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Clock clock;

    HandoverRows(JdbcClient jdbc, Vault vault, Clock clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.clock = clock;
    }

    private static String withdrawing(String which) {
        return """
            with over as (
                update handover
                set state = case when state in ('ready', 'expired') then 'withdrawn' else state end,
                    closed_at = coalesce(closed_at, :now), withdrawn_at = :now, renewing_run = null
                where tenant_id = :tenant and withdrawn_at is null and %s
                returning id, issue_id, state),
            erased as (
                delete from handover_credential where tenant_id = :tenant and id in (select id from over))
            select id, issue_id, state from over
            """.formatted(which);
    }

    /**
     * When something is to be done next.
     *
     * @param site the tenant's state, as the database has it
     * @param running whether a run is to do something about one
     * @param expires a handover
     * @param comment a comment with a password
     * @param closed when the oldest of what is over became so
     */
    record Next(
            @Nullable String site,
            boolean running,
            Optional<Instant> expires,
            Optional<Instant> comment,
            Optional<Instant> closed) {}

    Next next(TenantId tenant) {
        return jdbc.sql(NEXT)
                .param("tenant", tenant.value())
                .query((row, n) -> new Next(
                        row.getString("site"),
                        row.getBoolean("running"),
                        at(row, "expires"),
                        at(row, "comment"),
                        at(row, "closed")))
                .single();
    }

    /** Stores a first credential. */
    void offer(TenantId tenant, UUID runId, HandoverRow row, String login, Secret credential) {
        jdbc.sql(OFFER)
                .params(
                        tenant.value(),
                        row.id(),
                        row.issueId(),
                        runId,
                        row.kind().label(),
                        row.renewal().name(),
                        row.connection(),
                        row.oktaUserId(),
                        row.recipient(),
                        time(row.madeAt()),
                        now(),
                        time(row.expiresAt()),
                        row.validFor().toSeconds())
                .update();
        seal(tenant, row.id(), row.kind(), login, credential, 1);
    }

    /**
     * Stores another credential in the place of one that was lost.
     *
     * @return whether that is still wanted; false once its request was withdrawn or its recipient's account was closed
     */
    boolean offerAgain(TenantId tenant, UUID runId, HandoverRow row, String login, Secret credential) {
        Optional<Integer> renewals = jdbc.sql("update handover set state = 'ready', closed_at = null,"
                        + " renewing_run = null, asked_at = null, made_at = ?, expires_at = ? where tenant_id = ? and id = ?"
                        + " and renewing_run = ? and withdrawn_at is null and recipient <> 'erased' returning renewals")
                .params(time(row.madeAt()), time(row.expiresAt()), tenant.value(), row.id(), runId)
                .query(Integer.class)
                .optional();
        renewals.ifPresent(times -> {
            jdbc.sql("delete from handover_credential where tenant_id = ? and id = ?")
                    .params(tenant.value(), row.id())
                    .update();
            seal(tenant, row.id(), row.kind(), login, credential, times + 1);
        });
        return renewals.isPresent();
    }

    private void seal(TenantId tenant, UUID id, Handover.Kind kind, String login, Secret credential, int version) {
        String told = JsonNodeFactory.instance
                .objectNode()
                .put("kind", kind.label())
                .put("login", login)
                .put("secret", credential.reveal())
                .toString();
        Sealed sealed = vault.seal(place(tenant, id, version), Secret.of(told));
        jdbc.sql("insert into handover_credential (tenant_id, id, sealed, sealed_key_id, sealed_version)"
                        + " values (?, ?, ?, ?, ?)")
                .params(tenant.value(), id, sealed.ciphertext(), sealed.keyId(), sealed.version())
                .update();
    }

    Optional<HandoverRow> find(TenantId tenant, String issueId, UUID id) {
        return jdbc.sql("select * from handover where tenant_id = ? and issue_id = ? and id = ?")
                .params(tenant.value(), issueId, id)
                .query((row, n) -> read(row))
                .optional();
    }

    /** As it is now; nobody else changes it until the transaction ends. */
    Optional<HandoverRow> hold(TenantId tenant, UUID id) {
        return jdbc.sql("select * from handover where tenant_id = ? and id = ? for update")
                .params(tenant.value(), id)
                .query((row, n) -> read(row))
                .optional();
    }

    /** The oldest first. */
    List<HandoverRow> ofIssue(TenantId tenant, String issueId) {
        return jdbc.sql("select * from handover where tenant_id = ? and issue_id = ? order by offered_at, id")
                .params(tenant.value(), issueId)
                .query((row, n) -> read(row))
                .list();
    }

    /**
     * Takes the credential: of all who try at once one gets it, and nobody after that.
     *
     * @return what to tell the recipient, {@code {"kind","login","secret"}}
     */
    Optional<Secret> take(TenantId tenant, UUID id) {
        Optional<Sealed> taken = jdbc.sql("delete from handover_credential where tenant_id = ? and id = ?"
                        + " returning sealed, sealed_key_id, sealed_version")
                .params(tenant.value(), id)
                .query((row, n) -> new Sealed(
                        row.getObject("sealed_key_id", UUID.class),
                        row.getInt("sealed_version"),
                        row.getBytes("sealed")))
                .optional();
        return taken.map(one -> vault.open(place(tenant, id, one.version()), one));
    }

    void revealed(TenantId tenant, UUID id) {
        close(tenant, id, Handover.State.REVEALED);
    }

    void expired(TenantId tenant, UUID id) {
        jdbc.sql("delete from handover_credential where tenant_id = ? and id = ?")
                .params(tenant.value(), id)
                .update();
        close(tenant, id, Handover.State.EXPIRED);
    }

    private void close(TenantId tenant, UUID id, Handover.State state) {
        jdbc.sql("update handover set state = ?, closed_at = ? where tenant_id = ? and id = ? and state = 'ready'")
                .params(state.label(), now(), tenant.value(), id)
                .update();
    }

    /** Which handover, of which issue. */
    record Closed(UUID id, String issueId) {}

    /** Erases what was not taken in time, a portion at a time. */
    List<Closed> expire(TenantId tenant, int most) {
        return jdbc.sql(EXPIRE)
                .param("tenant", tenant.value())
                .param("now", now())
                .param("most", most)
                .query((row, n) -> new Closed(row.getObject("id", UUID.class), row.getString("issue_id")))
                .list();
    }

    /**
     * Erases what a withdrawn run has offered, and lets nobody make another one.
     *
     * @return those that were not taken before
     */
    List<UUID> withdraw(TenantId tenant, UUID runId) {
        return jdbc
                .sql(WITHDRAW)
                .param("tenant", tenant.value())
                .param("run", runId)
                .param("now", now())
                .query((row, n) -> row.getString("state").equals(Handover.State.WITHDRAWN.label())
                        ? Optional.of(row.getObject("id", UUID.class))
                        : Optional.<UUID>empty())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Erases one, and lets nobody make another in its place; false when that was done before. */
    boolean withdrawOne(TenantId tenant, UUID id) {
        return !jdbc.sql(WITHDRAW_ONE)
                .param("tenant", tenant.value())
                .param("id", id)
                .param("now", now())
                .query((row, n) -> true)
                .list()
                .isEmpty();
    }

    /**
     * Lets one at a time be offered for an account, so that of two that are offered at once one sees the other, until this
     * transaction ends. Okta's ids of accounts are told apart across orgs. To be called before a row of the account is written.
     */
    void lockAccount(TenantId tenant, String oktaUserId) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('handover ' || ? || ' ' || ?, 0))")
                .params(tenant.value().toString(), oktaUserId)
                .query((row, n) -> true)
                .single();
    }

    /** The credential that was made for an account last, of those that were offered. */
    UUID newest(TenantId tenant, String oktaUserId) {
        return jdbc.sql(NEWEST)
                .params(tenant.value(), oktaUserId)
                .query(UUID.class)
                .single();
    }

    /**
     * Erases what was offered for an account beside its {@linkplain #newest newest} credential, and lets nobody make another in
     * its place; the account is {@linkplain #lockAccount locked}.
     *
     * @return those that were not taken before
     */
    List<Closed> supersede(TenantId tenant, String oktaUserId, UUID newest) {
        return jdbc
                .sql(SUPERSEDE)
                .param("tenant", tenant.value())
                .param("user", oktaUserId)
                .param("newest", newest)
                .param("now", now())
                .query((row, n) -> row.getString("state").equals(Handover.State.WITHDRAWN.label())
                        ? Optional.of(new Closed(row.getObject("id", UUID.class), row.getString("issue_id")))
                        : Optional.<Closed>empty())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** What a run makes another credential for, while it shall. */
    Optional<HandoverRow> renewedBy(TenantId tenant, UUID run) {
        return jdbc.sql("select * from handover where tenant_id = ? and renewing_run = ? and withdrawn_at is null")
                .params(tenant.value(), run)
                .query((row, n) -> read(row))
                .optional();
    }

    /** Whether this run is the one that makes another credential; of all who ask at once one is. */
    boolean beginRenewal(TenantId tenant, UUID id, UUID run) {
        return jdbc.sql(RENEW)
                        .param("tenant", tenant.value())
                        .param("id", id)
                        .param("run", run)
                        .param("now", now())
                        .param("most", HandoverRow.MOST_RENEWALS)
                        .param("failures", HandoverRow.MOST_FAILURES)
                        .update()
                > 0;
    }

    /** The run is over. */
    void endRenewal(TenantId tenant, UUID run) {
        jdbc.sql("update handover set renewing_run = null where tenant_id = ? and renewing_run = ?")
                .params(tenant.value(), run)
                .update();
    }

    /**
     * The run makes none after all; another may be asked for.
     *
     * @param counts whether one was made all the same, so that it counts among those that may be made; how often that is not
     *     known is bounded apart
     */
    void failRenewal(TenantId tenant, UUID run, boolean counts) {
        jdbc.sql("update handover set renewing_run = null, renewal_failed_at = ?, renewals = greatest(renewals - ?, 0),"
                        + " failures = failures + 1 where tenant_id = ? and renewing_run = ?")
                .params(now(), counts ? 0 : 1, tenant.value(), run)
                .update();
    }

    /** Whether somebody may ask Okta for it now: once in this time. */
    boolean mayAsk(TenantId tenant, UUID id, Duration every) {
        return jdbc.sql("update handover set asked_at = ? where tenant_id = ? and id = ?"
                                + " and (asked_at is null or asked_at <= ?)")
                        .params(now(), tenant.value(), id, time(clock.instant().minus(every)))
                        .update()
                > 0;
    }

    /** The runs that are to make another credential, a portion: the first ones behind a run. */
    List<UUID> renewing(TenantId tenant, UUID after, int most) {
        return jdbc.sql("select distinct renewing_run from handover where tenant_id = ? and renewing_run > ?"
                        + " order by renewing_run limit ?")
                .params(tenant.value(), after, most)
                .query(UUID.class)
                .list();
    }

    /** Forgets what has been over since then, a portion at a time. */
    void forget(TenantId tenant, Instant before, int most) {
        for (String table : List.of("handover", "handover_comment")) {
            String closed = table.equals("handover") ? "closed_at" : "removed_at";
            jdbc.sql("delete from " + table + " where tenant_id = ? and id in (select id from " + table
                            + " where tenant_id = ? and " + closed + " < ? limit ?)")
                    .params(tenant.value(), tenant.value(), time(before), most)
                    .update();
        }
    }

    private OffsetDateTime now() {
        return time(clock.instant());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Optional<Instant> at(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static Place place(TenantId tenant, UUID id, int version) {
        return new Place(tenant, "handover_credential", "sealed", id, version);
    }

    private static Set<UUID> runs(ResultSet row) throws SQLException {
        Set<UUID> runs = new HashSet<>(List.of((UUID[]) row.getArray("runs").getArray()));
        runs.add(row.getObject("run_id", UUID.class));
        return Set.copyOf(runs);
    }

    private static HandoverRow read(ResultSet row) throws SQLException {
        return new HandoverRow(
                row.getObject("id", UUID.class),
                row.getString("issue_id"),
                Handover.Kind.of(row.getString("kind")),
                PendingCredential.valueOf(row.getString("renewal")),
                row.getString("connection"),
                row.getString("okta_user_id"),
                row.getString("recipient"),
                Handover.State.of(row.getString("state")),
                at(row, "made_at").orElseThrow(),
                at(row, "offered_at").orElseThrow(),
                at(row, "expires_at").orElseThrow(),
                Duration.ofSeconds(row.getLong("valid_seconds")),
                row.getInt("renewals"),
                row.getInt("failures"),
                Optional.ofNullable(row.getObject("renewing_run", UUID.class)),
                runs(row),
                row.getObject("renewal_failed_at", OffsetDateTime.class) != null,
                row.getObject("withdrawn_at", OffsetDateTime.class) != null);
    }
}
