package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Door;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** From a door's caller to the tenant, before the tenant is known: the one tenantless table here. */
@Component
class InstallationLookup {

    private final JdbcClient jdbc;

    InstallationLookup(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<TenantId> find(Door door, String externalId) {
        return jdbc.sql("select tenant_id from installation_lookup where door = ? and external_id = ?")
                .params(door.stored(), externalId)
                .query(UUID.class)
                .optional()
                .map(TenantId::new);
    }

    /**
     * The tenant behind the caller, or the given one when it is new. Changes of one installation wait for each other from
     * here until the transaction ends.
     */
    TenantId claim(Door door, String externalId, TenantId ifNew) {
        jdbc.sql("""
                        insert into installation_lookup (door, external_id, tenant_id) values (?, ?, ?)
                        on conflict (door, external_id) do nothing
                        """).params(door.stored(), externalId, ifNew.value()).update();
        return lock(door, externalId).orElseThrow();
    }

    /** As {@link #find}, and changes of this installation wait until the transaction ends. */
    Optional<TenantId> lock(Door door, String externalId) {
        return jdbc.sql("select tenant_id from installation_lookup where door = ? and external_id = ? for update")
                .params(door.stored(), externalId)
                .query(UUID.class)
                .optional()
                .map(TenantId::new);
    }

    /** The tenant that came first, if there is any. */
    Optional<TenantId> first() {
        return jdbc.sql("select tenant_id from installation_lookup order by tenant_id limit 1")
                .query(UUID.class)
                .optional()
                .map(TenantId::new);
    }

    List<TenantId> tenants() {
        return jdbc.sql("select distinct tenant_id from installation_lookup").query(UUID.class).list().stream()
                .map(TenantId::new)
                .toList();
    }
}
