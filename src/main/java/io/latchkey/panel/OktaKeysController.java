package io.latchkey.panel;

import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.okta.EraseOktaKeys;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import io.latchkey.work.StepResult;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.RestController;

/** The keys with which a site asks Okta. */
@RestController
@CalledByPerson(administrator = true)
class OktaKeysController {

    private final EraseOktaKeys keys;
    private final TenantTransactions transactions;
    private final Trail trail;

    OktaKeysController(EraseOktaKeys keys, TenantTransactions transactions, Trail trail) {
        this.keys = keys;
        this.transactions = transactions;
        this.trail = trail;
    }

    /**
     * What was revoked.
     *
     * @param keys how many keys there were
     */
    record Revoked(int keys) {}

    /**
     * Revokes them now: they are erased, and {@code jwks_uri} answers 404. Nothing is done in Okta any more, and access that
     * was given for a time no longer ends by itself. A new key is made when a connection is made or its client id is entered
     * again.
     */
    @DeleteMapping("/api/okta-keys")
    Revoked revoke(Caller caller) {
        TenantId tenant = caller.tenant();
        String by = caller.person();
        return transactions.write(tenant, () -> {
            int erased = keys.erase(tenant);
            trail.record(Entry.of(tenant, "okta-keys.revoked", tenant.toString())
                    .withFacts(StepResult.nothing().put("keys", erased).put("by", by)));
            return new Revoked(erased);
        });
    }
}
