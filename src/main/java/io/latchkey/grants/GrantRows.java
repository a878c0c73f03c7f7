package io.latchkey.grants;

import io.latchkey.grants.GrantRow.Provenance;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Place;
import io.latchkey.platform.crypto.Sealed;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.crypto.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;

/** The table {@code access_grant}; every method runs inside the tenant's open transaction. */
@Component
class GrantRows {

    /** Outlasted: another grant of the same membership goes on beyond its end, and has been decided on. */
    private static final String SELECT = """
            select g.*, exists (
                select from access_grant o
                where o.tenant_id = g.tenant_id and o.okta_user_id = g.okta_user_id and o.group_id = g.group_id
                  and o.connection_id = g.connection_id and o.id <> g.id and o.state in ('giving', 'active')
                  and o.provenance <> 'unread' and o.ends_at > greatest(:now, g.ends_at)) as outlasted
            from access_grant g where g.tenant_id = :tenant
            """;

    private static final String SAME = """
             and g.connection_id = :connection and g.okta_user_id = :user and g.group_id = any(:groups)
            """;

    /** The only statement of a minute in which nothing ends: the beginning of three indexes. */
    static final String NEXT = """
            select tenant_state(:tenant) as site,
                   (select min(due_at) from access_grant where tenant_id = :tenant and due_at is not null) as due,
                   (select min(remind_at) from access_grant where tenant_id = :tenant and remind_at is not null) as remind,
                   (select min(look_at) from access_grant where tenant_id = :tenant and look_at is not null) as look
            """;

    private static final String INSERT = """
            insert into access_grant (tenant_id, id, connection_id, org_url, client_id, okta_user_id, group_id, issue_id,
                                      run_id, step_id, reason, reason_key_id, reason_version, state, provenance, ours_since,
                                      begins_at, ends_at, due_at, changed_at, told_in, told_zone)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::uuid, ?::integer, 'giving', 'unread', ?, ?, ?, ?, ?, ?, ?)
            """;

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Clock clock;

    GrantRows(JdbcClient jdbc, Vault vault, Clock clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * When something is to be done next.
     *
     * @param site the tenant's state, as the database has it
     * @param due an end
     * @param remind a reminder
     * @param look a look at whose a membership is
     */
    record Next(@Nullable String site, Optional<Instant> due, Optional<Instant> remind, Optional<Instant> look) {}

    Next next(TenantId tenant) {
        return jdbc.sql(NEXT)
                .param("tenant", tenant.value())
                .query((row, n) -> new Next(row.getString("site"), at(row, "due"), at(row, "remind"), at(row, "look")))
                .single();
    }

    /** Nobody else decides in the tenant what overlaps what, until the transaction ends. */
    void lock(TenantId tenant) {
        jdbc.sql("select pg_advisory_xact_lock(grants_lock(?))")
                .param(tenant.value())
                .query((row, n) -> true)
                .single();
    }

    void insert(TenantId tenant, Giving giving, Membership membership, UUID id) {
        Optional<Sealed> reason = giving.reason().map(text -> vault.seal(reasonPlace(tenant, id), Secret.of(text)));
        OffsetDateTime now = time(giving.begin());
        OffsetDateTime end = time(giving.end());
        jdbc.sql(INSERT)
                .params(java.util.Arrays.asList(
                        tenant.value(),
                        id,
                        membership.connection().value(),
                        membership.orgUrl(),
                        membership.clientId(),
                        membership.userId(),
                        membership.groupId(),
                        giving.issueId(),
                        giving.runId(),
                        giving.stepId(),
                        reason.map(Sealed::ciphertext).orElse(null),
                        reason.map(Sealed::keyId).orElse(null),
                        reason.map(Sealed::version).orElse(null),
                        now,
                        now,
                        end,
                        end,
                        now,
                        giving.language(),
                        giving.zone()))
                .update();
    }

    /** What a step is about to give. */
    record Giving(
            String issueId,
            UUID runId,
            UUID stepId,
            Optional<String> reason,
            Instant begin,
            Instant end,
            String language,
            String zone) {}

    List<GrantRow> ofStep(TenantId tenant, UUID stepId) {
        return select(tenant, " and g.step_id = :step order by g.id", query -> query.param("step", stepId));
    }

    List<GrantRow> ofIssue(TenantId tenant, String issueId) {
        return select(
                tenant,
                " and g.issue_id = :issue and g.state in ('giving', 'active', 'held') order by g.id",
                query -> query.param("issue", issueId));
    }

    /** What an account has that is neither over nor being ended. */
    List<GrantRow> ofAccount(TenantId tenant, UUID connection, String user) {
        return select(
                tenant,
                " and g.connection_id = :connection and g.okta_user_id = :user"
                        + " and g.state in ('giving', 'active', 'held') order by g.id",
                query -> query.param("connection", connection).param("user", user));
    }

    Optional<GrantRow> find(TenantId tenant, UUID id) {
        return select(tenant, " and g.id = :id", query -> query.param("id", id)).stream()
                .findFirst();
    }

    List<GrantRow> find(TenantId tenant, Collection<UUID> ids) {
        return select(
                tenant, " and g.id = any(:ids) order by g.id for update of g", query -> query.param("ids", ids(ids)));
    }

    /** All of these memberships that are not over, and those that ended since then. */
    List<GrantRow> ofMemberships(
            TenantId tenant, UUID connection, String user, Collection<String> groups, Instant endedSince) {
        return select(
                tenant,
                SAME + " and (g.ended_at is null or g.ended_at >= :since) order by g.ends_at, g.id",
                query -> query.param("connection", connection)
                        .param("user", user)
                        .param("groups", new SqlArrayValue("text", groups.toArray()))
                        .param("since", time(endedSince)));
    }

    List<GrantRow> due(TenantId tenant, int most) {
        return select(
                tenant,
                " and g.due_at <= :now order by g.due_at, g.id limit :most for update of g",
                query -> query.param("most", most));
    }

    List<GrantRow> toRemind(TenantId tenant, int most) {
        return select(
                tenant,
                " and g.remind_at <= :now order by g.remind_at, g.id limit :most for update of g",
                query -> query.param("most", most));
    }

    List<GrantRow> toLook(TenantId tenant, int most) {
        return select(
                tenant,
                " and g.look_at <= :now order by g.look_at, g.id limit :most for update of g",
                query -> query.param("most", most));
    }

    void lookAgain(TenantId tenant, Collection<UUID> ids, Instant at) {
        jdbc.sql("update access_grant set look_at = ? where tenant_id = ? and id = any(?)")
                .params(time(at), tenant.value(), ids(ids))
                .update();
    }

    /** The System Log has shown it as ours then. */
    void shown(TenantId tenant, UUID id, Instant at, Optional<Instant> again) {
        jdbc.sql("update access_grant set shown_at = ?, look_at = ?::timestamptz"
                        + " where tenant_id = ? and id = ? and state = 'active' and provenance = 'ours'")
                .params(java.util.Arrays.asList(
                        time(at), again.map(GrantRows::time).orElse(null), tenant.value(), id))
                .update();
    }

    List<GrantRow> ofEndingRun(TenantId tenant, UUID runId) {
        return select(
                tenant,
                " and g.ending_run = :run and g.state in ('ending', 'held') order by g.okta_user_id, g.id for update of g",
                query -> query.param("run", runId));
    }

    /** The newest first, older than one of them when it is given. */
    List<GrantRow> list(TenantId tenant, GrantFilter filter, @Nullable UUID olderThan, int most) {
        return select(
                tenant,
                """
                 and (:issue::text is null or g.issue_id = :issue)
                 and (:user::text is null or g.okta_user_id = :user)
                 and (:running::boolean is not true or g.ended_at is null)
                 and (:older::uuid is null or g.id < :older)
                 order by g.id desc limit :most
                """,
                query -> query.param("issue", filter.issueId().orElse(null))
                        .param("user", filter.userId().orElse(null))
                        .param("running", filter.running())
                        .param("older", olderThan)
                        .param("most", most));
    }

    GrantCounts counts(TenantId tenant) {
        return jdbc.sql("select count(*)::integer as running,"
                        + " count(*) filter (where ends_at <= ?)::integer as ending,"
                        + " count(*) filter (where state = 'held')::integer as held"
                        + " from access_grant where tenant_id = ? and ended_at is null")
                .params(time(clock.instant().plus(Duration.ofDays(1))), tenant.value())
                .query((row, n) -> new GrantCounts(row.getInt("running"), row.getInt("ending"), row.getInt("held")))
                .single();
    }

    int endingRuns(TenantId tenant) {
        return jdbc.sql("select count(distinct ending_run)::integer from access_grant"
                        + " where tenant_id = ? and state = 'ending'")
                .param(tenant.value())
                .query(Integer.class)
                .single();
    }

    /** The clock of what is given starts when it is given: an attempt that begins anew begins it anew. */
    void postpone(TenantId tenant, UUID stepId, Instant end) {
        jdbc.sql("update access_grant set ends_at = ?, due_at = ?, changed_at = ?"
                        + " where tenant_id = ? and step_id = ? and state = 'giving'")
                .params(time(end), time(end), now(), tenant.value(), stepId)
                .update();
    }

    void determine(TenantId tenant, UUID id, Provenance provenance, Instant oursSince, Optional<Instant> shownAt) {
        jdbc.sql("update access_grant set provenance = ?, ours_since = ?, shown_at = ?::timestamptz, changed_at = ?"
                        + " where tenant_id = ? and id = ? and state = 'giving'")
                .params(java.util.Arrays.asList(
                        provenance.name().toLowerCase(java.util.Locale.ROOT),
                        time(oursSince),
                        shownAt.map(GrantRows::time).orElse(null),
                        now(),
                        tenant.value(),
                        id))
                .update();
    }

    void confirm(
            TenantId tenant, UUID id, Instant begin, Instant end, Optional<Instant> remind, Optional<Instant> look) {
        jdbc.sql(
                        "update access_grant set state = 'active', confirmed_at = ?, begins_at = ?, ends_at = ?, due_at = ?,"
                                + " remind_at = ?::timestamptz, look_at = ?::timestamptz, changed_at = ? where tenant_id = ? and id = ? and state = 'giving'")
                .params(java.util.Arrays.asList(
                        time(begin),
                        time(begin),
                        time(end),
                        time(end),
                        remind.map(GrantRows::time).orElse(null),
                        look.map(GrantRows::time).orElse(null),
                        now(),
                        tenant.value(),
                        id))
                .update();
    }

    boolean extend(TenantId tenant, UUID id, Instant end, Optional<Instant> remind, Optional<Instant> look) {
        return jdbc.sql("update access_grant set ends_at = ?, due_at = ?, remind_at = ?::timestamptz,"
                                + " look_at = ?::timestamptz, changed_at = ?"
                                + " where tenant_id = ? and id = ? and state = 'active' and ends_at < ?")
                        .params(java.util.Arrays.asList(
                                time(end),
                                time(end),
                                remind.map(GrantRows::time).orElse(null),
                                look.map(GrantRows::time).orElse(null),
                                now(),
                                tenant.value(),
                                id,
                                time(end)))
                        .update()
                == 1;
    }

    /** They end now at the latest. */
    void endNow(TenantId tenant, Collection<UUID> ids) {
        jdbc.sql("update access_grant set ends_at = least(ends_at, ?) where tenant_id = ? and id = any(?)")
                .params(now(), tenant.value(), ids(ids))
                .update();
    }

    /** All that is not over, nor being ended, is due now; how many. */
    int endAllNow(TenantId tenant) {
        return jdbc.sql("update access_grant set ends_at = least(ends_at, :now), due_at = :now, remind_at = null"
                        + " where tenant_id = :tenant and state in ('giving', 'active', 'held')")
                .param("now", now())
                .param("tenant", tenant.value())
                .update();
    }

    void toLast(TenantId tenant, Collection<UUID> ids) {
        jdbc.sql(
                        "update access_grant set provenance = 'before', look_at = null, changed_at = ? where tenant_id = ? and id = any(?)")
                .params(now(), tenant.value(), ids(ids))
                .update();
    }

    void handOver(TenantId tenant, Collection<UUID> ids, UUID run) {
        jdbc.sql(
                        "update access_grant set state = 'ending', ending_run = ?, due_at = null, remind_at = null, look_at = null,"
                                + " ended_at = null, changed_at = ? where tenant_id = ? and id = any(?)")
                .params(run, now(), tenant.value(), ids(ids))
                .update();
    }

    /** A run that was stopped for a person goes on. */
    void resume(TenantId tenant, Collection<UUID> ids) {
        jdbc.sql("update access_grant set state = 'ending', due_at = null where tenant_id = ? and id = any(?)")
                .params(tenant.value(), ids(ids))
                .update();
    }

    void reminded(TenantId tenant, Collection<UUID> ids) {
        jdbc.sql("update access_grant set remind_at = null where tenant_id = ? and id = any(?)")
                .params(tenant.value(), ids(ids))
                .update();
    }

    void removed(TenantId tenant, Collection<UUID> ids) {
        jdbc.sql("update access_grant set removed_at = coalesce(removed_at, ?) where tenant_id = ? and id = any(?)")
                .params(now(), tenant.value(), ids(ids))
                .update();
    }

    void end(TenantId tenant, Collection<UUID> ids, Grant.State state, String why) {
        jdbc.sql(
                        "update access_grant set state = ?, why = ?, ended_at = ?, due_at = null, remind_at = null, look_at = null,"
                                + " changed_at = ? where tenant_id = ? and id = any(?)")
                .params(state.stored(), why, now(), now(), tenant.value(), ids(ids))
                .update();
    }

    /** A person has to look; where it may pass by itself, it is tried again then. */
    void hold(TenantId tenant, Collection<UUID> ids, String why, Optional<Instant> again) {
        jdbc.sql("update access_grant set state = 'held', why = ?, due_at = ?, changed_at = ?"
                        + " where tenant_id = ? and id = any(?) and state in ('ending', 'held')")
                .params(java.util.Arrays.asList(
                        why, again.map(GrantRows::time).orElse(null), now(), tenant.value(), ids(ids)))
                .update();
    }

    /** What became of the grants that a run was to end. */
    EndingGrants.Count count(TenantId tenant, UUID run) {
        return jdbc.sql("select count(*) filter (where ended_at is not null)::integer as ended,"
                        + " count(*) filter (where state = 'held')::integer as held"
                        + " from access_grant where tenant_id = ? and ending_run = ?")
                .params(tenant.value(), run)
                .query((row, n) -> new EndingGrants.Count(row.getInt("ended"), row.getInt("held")))
                .single();
    }

    Grant read(TenantId tenant, GrantRow row) {
        return new Grant(
                row.id(),
                row.membership().connection(),
                row.membership().userId(),
                row.membership().groupId(),
                row.issueId(),
                row.runId(),
                row.reason()
                        .map(value ->
                                vault.open(reasonPlace(tenant, row.id()), value).reveal()),
                row.state(),
                row.provenance() == Provenance.BEFORE,
                row.beginsAt(),
                row.endsAt(),
                row.endedAt(),
                row.why());
    }

    private List<GrantRow> select(
            TenantId tenant, String condition, java.util.function.UnaryOperator<JdbcClient.StatementSpec> parameters) {
        return parameters
                .apply(jdbc.sql(SELECT + condition)
                        .param("tenant", tenant.value())
                        .param("now", now()))
                .query(GrantRow::read)
                .list();
    }

    private static Optional<Instant> at(java.sql.ResultSet row, String column) throws java.sql.SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static Place reasonPlace(TenantId tenant, UUID id) {
        return new Place(tenant, "access_grant", "reason", id, 1);
    }

    private static SqlArrayValue ids(Collection<UUID> ids) {
        return new SqlArrayValue("uuid", ids.toArray());
    }

    private OffsetDateTime now() {
        return time(clock.instant());
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
