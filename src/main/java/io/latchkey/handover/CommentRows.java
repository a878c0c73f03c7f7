package io.latchkey.handover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Place;
import io.latchkey.platform.crypto.Sealed;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.crypto.Vault;
import io.latchkey.platform.json.CanonicalJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code handover_comment}. Everything here needs the tenant's open transaction. */
@Component
class CommentRows {

    private static final int FIRST = 1;

    private static final String INSERT = """
            insert into handover_comment (tenant_id, id, issue_id, comment_id, connection, okta_user_id, locale, rest, rest_key_id,
                                          rest_version, written_at, remove_at, due_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (tenant_id, id) do nothing
            """;

    private static final String DUE = """
            select * from handover_comment where tenant_id = ? and due_at <= ? order by due_at limit ?
            """;

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Clock clock;

    CommentRows(JdbcClient jdbc, Vault vault, Clock clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.clock = clock;
    }

    /**
     * A comment with a password.
     *
     * @param text what it says beside it
     * @param login the user name that it tells
     */
    record Row(
            UUID id,
            String issueId,
            String commentId,
            String connection,
            String oktaUserId,
            String locale,
            String text,
            String login,
            Instant writtenAt,
            Instant removeAt) {

        @Override
        public String toString() {
            return "Row[id=" + id + "]";
        }
    }

    void insert(TenantId tenant, Row row, Instant due) {
        CanonicalJson rest = CanonicalJson.of(
                JsonNodeFactory.instance.objectNode().put("text", row.text()).put("login", row.login()));
        Sealed sealed = vault.seal(place(tenant, row.id()), Secret.of(rest.bytes()));
        jdbc.sql(INSERT)
                .params(
                        tenant.value(),
                        row.id(),
                        row.issueId(),
                        row.commentId(),
                        row.connection(),
                        row.oktaUserId(),
                        row.locale(),
                        sealed.ciphertext(),
                        sealed.keyId(),
                        sealed.version(),
                        time(row.writtenAt()),
                        time(row.removeAt()),
                        time(due))
                .update();
    }

    List<Row> due(TenantId tenant, int most) {
        return jdbc.sql(DUE)
                .params(tenant.value(), time(clock.instant()), most)
                .query((row, n) -> read(tenant, row))
                .list();
    }

    void lookAgain(TenantId tenant, UUID id, Instant at) {
        jdbc.sql("update handover_comment set due_at = ? where tenant_id = ? and id = ? and removing_run is null")
                .params(time(at), tenant.value(), id)
                .update();
    }

    /** Whether this run is the one that removes the password. */
    boolean begin(TenantId tenant, UUID id, UUID run) {
        return jdbc.sql("update handover_comment set removing_run = ?, due_at = null"
                                + " where tenant_id = ? and id = ? and removing_run is null and removed_at is null")
                        .params(run, tenant.value(), id)
                        .update()
                > 0;
    }

    /** The password is gone; what was kept for that goes too. */
    void removed(TenantId tenant, UUID run) {
        jdbc.sql("update handover_comment set removed_at = ?, removing_run = null, due_at = null, rest = null,"
                        + " rest_key_id = null, rest_version = null where tenant_id = ? and removing_run = ?")
                .params(time(clock.instant()), tenant.value(), run)
                .update();
    }

    /** The run could not remove it; another one tries then. */
    void tryAgain(TenantId tenant, UUID run, Instant at) {
        jdbc.sql("update handover_comment set removing_run = null, due_at = ? where tenant_id = ? and removing_run = ?")
                .params(time(at), tenant.value(), run)
                .update();
    }

    /** The runs that are to remove a password, a portion. */
    List<UUID> removing(TenantId tenant, UUID after, int most) {
        return jdbc.sql("select distinct removing_run from handover_comment where tenant_id = ? and removing_run > ?"
                        + " order by removing_run limit ?")
                .params(tenant.value(), after, most)
                .query(UUID.class)
                .list();
    }

    private Row read(TenantId tenant, ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        JsonNode rest = CanonicalJson.stored(vault.open(
                                place(tenant, id),
                                new Sealed(
                                        row.getObject("rest_key_id", UUID.class),
                                        row.getInt("rest_version"),
                                        row.getBytes("rest")))
                        .revealBytes())
                .tree();
        return new Row(
                id,
                row.getString("issue_id"),
                row.getString("comment_id"),
                row.getString("connection"),
                row.getString("okta_user_id"),
                row.getString("locale"),
                rest.path("text").asText(),
                rest.path("login").asText(),
                row.getObject("written_at", OffsetDateTime.class).toInstant(),
                row.getObject("remove_at", OffsetDateTime.class).toInstant());
    }

    private static Place place(TenantId tenant, UUID id) {
        return new Place(tenant, "handover_comment", "rest", id, FIRST);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
