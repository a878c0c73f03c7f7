package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Place;
import io.latchkey.platform.crypto.Sealed;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.crypto.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The newest system token of each installation, sealed. Inside the tenant's open transaction. */
@Component
class SystemTokenRows {

    private final JdbcClient jdbc;
    private final Vault vault;
    private final Clock clock;

    SystemTokenRows(JdbcClient jdbc, Vault vault, Clock clock) {
        this.jdbc = jdbc;
        this.vault = vault;
        this.clock = clock;
    }

    /** Replaces the token of an installation; whoever replaces it at the same time waits, since each has its own place. */
    void put(TenantId tenant, UUID installation, Secret token) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        int version = jdbc.sql("""
                        insert into system_token (tenant_id, id, token_version, received_at) values (?, ?, 1, ?)
                        on conflict (tenant_id, id) do update set token_version = system_token.token_version + 1
                        returning token_version
                        """)
                .params(tenant.value(), installation, now)
                .query(Integer.class)
                .single();
        Sealed sealed = vault.seal(place(tenant, installation, version), token);
        jdbc.sql("update system_token set token = ?, token_key_id = ?, received_at = ? where tenant_id = ? and id = ?")
                .params(sealed.ciphertext(), sealed.keyId(), now, tenant.value(), installation)
                .update();
    }

    /** When the token of an installation came; empty when it has none. */
    Optional<Instant> receivedAt(TenantId tenant, UUID installation) {
        return jdbc.sql("select received_at from system_token where tenant_id = ? and id = ? and token is not null")
                .params(tenant.value(), installation)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** Forgets it: nothing calls the site through this installation any more. */
    void forget(TenantId tenant, UUID installation) {
        jdbc.sql("update system_token set token = null, token_key_id = null where tenant_id = ? and id = ?")
                .params(tenant.value(), installation)
                .update();
    }

    /** Forgets all of a tenant; how many there were. */
    int forgetAll(TenantId tenant) {
        return jdbc.sql("update system_token set token = null, token_key_id = null"
                        + " where tenant_id = ? and token is not null")
                .param(tenant.value())
                .update();
    }

    /** The one of the tenant's open installation. */
    Optional<SystemToken> ofOpen(TenantId tenant) {
        return jdbc.sql("""
                        select t.id, t.token, t.token_key_id, t.token_version, t.received_at
                        from system_token t
                        join installation i on i.tenant_id = t.tenant_id and i.id = t.id
                        where t.tenant_id = ? and i.installed and t.token is not null
                        order by i.installed_at desc limit 1
                        """)
                .param(tenant.value())
                .query((row, number) -> read(tenant, row))
                .optional();
    }

    private SystemToken read(TenantId tenant, ResultSet row) throws SQLException {
        var sealed = new Sealed(
                row.getObject("token_key_id", UUID.class), row.getInt("token_version"), row.getBytes("token"));
        Place place = place(tenant, row.getObject("id", UUID.class), sealed.version());
        return new SystemToken(
                vault.open(place, sealed),
                row.getObject("received_at", OffsetDateTime.class).toInstant());
    }

    private static Place place(TenantId tenant, UUID installation, int version) {
        return new Place(tenant, "system_token", "token", installation, version);
    }
}
