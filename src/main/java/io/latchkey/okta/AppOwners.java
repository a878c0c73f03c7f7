package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which tenant uses an app of an org: whoever Okta first issued a token to, which takes the tenant's own key; a client id
 * alone can be typed by anybody. What two tenants created with one app could not be told apart in Okta's System Log.
 * Everything here needs the tenant's open transaction.
 */
@Component
class AppOwners {

    static final String IN_USE = "okta.app-in-use";
    static final String IN_USE_SENTENCE =
            "another connection uses this app already, of this site or of another one; register an app in Okta for this"
                    + " connection alone";

    private final JdbcClient jdbc;

    AppOwners(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether the app is the tenant's from now on; repeating it changes nothing. */
    boolean take(TenantId tenant, OrgUrl org, String clientId) {
        jdbc.sql("insert into okta_app_lookup (app_hash, tenant_id) values (?, ?) on conflict do nothing")
                .params(hash(org, clientId), tenant.value())
                .update();
        return isOurs(tenant, org, clientId);
    }

    /** Whether the tenant has the app. */
    boolean isOurs(TenantId tenant, OrgUrl org, String clientId) {
        return owner(org, clientId).filter(tenant.value()::equals).isPresent();
    }

    /** Whether another tenant has the app. */
    boolean isAnothers(TenantId tenant, OrgUrl org, String clientId) {
        return owner(org, clientId)
                .filter(owner -> !owner.equals(tenant.value()))
                .isPresent();
    }

    private Optional<UUID> owner(OrgUrl org, String clientId) {
        return jdbc.sql("select tenant_id from okta_app_lookup where app_hash = ?")
                .param(hash(org, clientId))
                .query(UUID.class)
                .optional();
    }

    /** The tenant uses none of its apps any more. */
    void giveBackAll(TenantId tenant) {
        jdbc.sql("delete from okta_app_lookup where tenant_id = ?")
                .param(tenant.value())
                .update();
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
