package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.time.Ids;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** For which signing key Okta last issued a token to which connection. Everything here needs the tenant's open transaction. */
@Component
class KeyUses {

    private final JdbcClient jdbc;
    private final Ids ids;

    KeyUses(JdbcClient jdbc, Ids ids) {
        this.jdbc = jdbc;
        this.ids = ids;
    }

    /**
     * A token that Okta issued.
     *
     * @param kid the key that asked for it
     * @param connection the connection that it was for
     * @param clientId the connection's app then
     * @param at when, or a little earlier
     */
    record Use(UUID kid, OktaConnectionId connection, String clientId, Instant at) {

        /** Whether it speaks of the app that the connection has now. */
        boolean isOf(OktaConnection asked) {
            return connection.equals(asked.id())
                    && asked.clientId().filter(clientId::equals).isPresent();
        }
    }

    /** The last use of each key by each connection. */
    List<Use> list(TenantId tenant) {
        return jdbc.sql("select key_id, connection_id, client_id, used_at from okta_key_use where tenant_id = ?")
                .param(tenant.value())
                .query((row, n) -> new Use(
                        row.getObject("key_id", UUID.class),
                        new OktaConnectionId(row.getObject("connection_id", UUID.class)),
                        row.getString("client_id"),
                        row.getObject("used_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Whether a use by this app was noted after a time. */
    boolean isNotedSince(Instant time, TenantId tenant, OktaConnectionId connection, String clientId, UUID kid) {
        return jdbc.sql(
                        "select exists (select from okta_key_use where tenant_id = ? and connection_id = ? and key_id = ?"
                                + " and client_id = ? and used_at > ?)")
                .params(tenant.value(), connection.value(), kid, clientId, time.atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }

    /** Notes a use; nothing when the key has been erased meanwhile. */
    void note(TenantId tenant, Use use) {
        jdbc.sql("""
                        insert into okta_key_use (tenant_id, id, connection_id, key_id, client_id, used_at)
                        select k.tenant_id, :id, :connection, k.id, :client, :at::timestamptz
                        from okta_signing_key k
                        where k.tenant_id = :tenant and k.id = :key and k.retired_at is null
                        on conflict (tenant_id, connection_id, key_id)
                            do update set client_id = excluded.client_id, used_at = excluded.used_at
                        """)
                .param("id", ids.next())
                .param("connection", use.connection().value())
                .param("client", use.clientId())
                .param("at", use.at().atOffset(ZoneOffset.UTC))
                .param("tenant", tenant.value())
                .param("key", use.kid())
                .update();
    }

    /** Forgets all that the tenant's keys were used for. */
    void forget(TenantId tenant) {
        jdbc.sql("delete from okta_key_use where tenant_id = ?")
                .param(tenant.value())
                .update();
    }
}
