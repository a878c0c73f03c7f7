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

    /**
     * Installations wait for each other until the transaction ends, those of one caller and then those of one site, whether
     * or not they have rows yet. Whoever locked the rows alone would lock them in the order in which they appeared.
     *
     * @param cloudId the site; empty when it is not told
     */
    void queue(Door door, String externalId, String cloudId) {
        queue(door.stored() + " " + externalId);
        if (!cloudId.isEmpty()) {
            queue("site " + cloudId);
        }
    }

    private void queue(String what) {
        jdbc.sql("select true from pg_advisory_xact_lock(hashtextextended('latchkey.install:' || ?, 0))")
                .param(what)
                .query(Boolean.class)
                .single();
    }

    /** Leads the caller to the tenant, wherever it led before. */
    void put(Door door, String externalId, TenantId tenant) {
        jdbc.sql("""
                        insert into installation_lookup (door, external_id, tenant_id) values (?, ?, ?)
                        on conflict (door, external_id) do update set tenant_id = excluded.tenant_id
                        """).params(door.stored(), externalId, tenant.value()).update();
    }

    /** As {@link #find}, and changes of this installation wait until the transaction ends. */
    Optional<TenantId> lock(Door door, String externalId) {
        return jdbc.sql("select tenant_id from installation_lookup where door = ? and external_id = ? for update")
                .params(door.stored(), externalId)
                .query(UUID.class)
                .optional()
                .map(TenantId::new);
    }

    /** Changes of the tenant's installations wait until the transaction ends. */
    void lockOf(TenantId tenant) {
        jdbc.sql(
                        "select external_id from installation_lookup where tenant_id = ? order by door, external_id for update")
                .param(tenant.value())
                .query(String.class)
                .list();
    }

    /** Nothing leads to the tenant any more. */
    void remove(TenantId tenant) {
        jdbc.sql("delete from installation_lookup where tenant_id = ?")
                .param(tenant.value())
                .update();
    }

    /** The tenant that came first, if there is any. */
    Optional<TenantId> first() {
        return jdbc.sql("select tenant_id from installation_lookup order by tenant_id limit 1")
                .query(UUID.class)
                .optional()
                .map(TenantId::new);
    }

    List<TenantId> tenants() {
        return jdbc
                .sql("select tenant_id from installation_lookup"
                        + " union select tenant_id from departure where stage <> 'erased'")
                .query(UUID.class)
                .list()
                .stream()
                .map(TenantId::new)
                .toList();
    }
}
