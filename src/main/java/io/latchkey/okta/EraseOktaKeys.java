package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import java.time.Clock;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Erases the keys with which a tenant proves itself to Okta. */
@Component
public class EraseOktaKeys {

    private final JdbcClient jdbc;
    private final AppOwners owners;
    private final KeyUses uses;
    private final Clock clock;

    EraseOktaKeys(JdbcClient jdbc, AppOwners owners, KeyUses uses, Clock clock) {
        this.jdbc = jdbc;
        this.owners = owners;
        this.uses = uses;
        this.clock = clock;
    }

    /**
     * Erases all of the tenant's signing keys, inside its open transaction: from the commit on nothing is signed any more,
     * the tenant's {@code jwks_uri} answers 404, and every node gives up the access tokens that it holds at their next use.
     * Its apps in Okta are free for another tenant to prove its own. Erasing again changes nothing.
     *
     * <p>Okta itself remembers a fetched key set for a while; what is signed is what ends at once.
     *
     * @return how many keys there were
     */
    public int erase(TenantId tenant) {
        int erased = jdbc.sql("delete from okta_signing_key where tenant_id = ?")
                .param(tenant.value())
                .update();
        jdbc.sql("update okta_connection set revision = revision + 1, updated_at = ? where tenant_id = ?")
                .params(clock.instant().atOffset(ZoneOffset.UTC), tenant.value())
                .update();
        uses.forget(tenant);
        owners.giveBackAll(tenant);
        return erased;
    }
}
