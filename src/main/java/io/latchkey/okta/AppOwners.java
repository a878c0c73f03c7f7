package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which tenant uses an app of an org: whoever enters its client id first. What two tenants created with one app could not
 * be told apart in Okta's System Log. Everything here needs the tenant's open transaction.
 */
@Component
class AppOwners {

    private final JdbcClient jdbc;

    AppOwners(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether the app is the tenant's from now on; repeating it changes nothing. */
    boolean take(TenantId tenant, OrgUrl org, String clientId) {
        byte[] app = hash(org, clientId);
        jdbc.sql("insert into okta_app_lookup (app_hash, tenant_id) values (?, ?) on conflict do nothing")
                .params(app, tenant.value())
                .update();
        return jdbc.sql("select tenant_id from okta_app_lookup where app_hash = ?")
                .param(app)
                .query(UUID.class)
                .single()
                .equals(tenant.value());
    }

    /** The tenant uses the app no more. */
    void giveBack(TenantId tenant, OrgUrl org, String clientId) {
        jdbc.sql("delete from okta_app_lookup where app_hash = ? and tenant_id = ?")
                .params(hash(org, clientId), tenant.value())
                .update();
    }

    private static byte[] hash(OrgUrl org, String clientId) {
        return CanonicalJson.sha256((org.value() + "\n" + clientId).getBytes(StandardCharsets.UTF_8));
    }
}
