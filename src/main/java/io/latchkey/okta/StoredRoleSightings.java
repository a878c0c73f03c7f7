package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The row of a connection in {@code okta_role_sighting}; it speaks of one client id and of no other. */
final class StoredRoleSightings implements RoleSightings {

    private final JdbcClient jdbc;
    private final TenantTransactions transactions;
    private final TenantId tenant;
    private final UUID connection;
    private final String clientId;

    StoredRoleSightings(JdbcClient jdbc, TenantTransactions transactions, OktaConnection connection, String clientId) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.tenant = connection.tenant();
        this.connection = connection.id().value();
        this.clientId = clientId;
    }

    @Override
    public Optional<Instant> last() {
        return transactions.read(
                tenant,
                () -> jdbc.sql(
                                "select seen_at from okta_role_sighting where tenant_id = ? and id = ? and client_id = ?")
                        .params(tenant.value(), connection, clientId)
                        .query((row, n) ->
                                row.getObject(1, OffsetDateTime.class).toInstant())
                        .optional());
    }

    @Override
    public void seen(Instant at) {
        transactions.writeOnly(
                tenant,
                () -> jdbc.sql("insert into okta_role_sighting (tenant_id, id, client_id, seen_at) values (?, ?, ?, ?)"
                                + " on conflict (tenant_id, id) do update"
                                + " set client_id = excluded.client_id, seen_at = excluded.seen_at")
                        .params(tenant.value(), connection, clientId, at.atOffset(ZoneOffset.UTC))
                        .update());
    }

    @Override
    public void lost() {
        transactions.writeOnly(
                tenant,
                () -> jdbc.sql("delete from okta_role_sighting where tenant_id = ? and id = ? and client_id = ?")
                        .params(tenant.value(), connection, clientId)
                        .update());
    }
}
