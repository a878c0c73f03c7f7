package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which tenant has a site: one at a time. Tenantless. Who locks a site as well as its lookup rows locks the site first. */
@Component
class ActiveSites {

    private final JdbcClient jdbc;

    ActiveSites(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The tenant that has the site; others that ask wait until this transaction has ended. */
    Optional<TenantId> lock(String cloudId) {
        return jdbc.sql("select tenant_id from active_site where cloud_id = ? for update")
                .param(cloudId)
                .query(UUID.class)
                .optional()
                .map(TenantId::new);
    }

    /** Gives the site to a tenant; false when another has it, or got it while this waited. */
    boolean take(String cloudId, TenantId tenant) {
        jdbc.sql("insert into active_site (cloud_id, tenant_id) values (?, ?) on conflict do nothing")
                .params(cloudId, tenant.value())
                .update();
        return lock(cloudId).filter(tenant::equals).isPresent();
    }

    void lockOf(TenantId tenant) {
        jdbc.sql("select cloud_id from active_site where tenant_id = ? order by cloud_id for update")
                .param(tenant.value())
                .query(String.class)
                .list();
    }

    void giveBack(TenantId tenant) {
        jdbc.sql("delete from active_site where tenant_id = ?")
                .param(tenant.value())
                .update();
    }
}
