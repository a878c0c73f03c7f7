package io.latchkey.jira;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.AppAccount;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import io.latchkey.tenant.TenantFailure.NotInstalled;
import org.springframework.stereotype.Component;

/** Asks the site once for each installation, by whoever needs it as long as it is unknown; paid for as every other call. */
@Component
class AskedAppAccount implements AppAccount {

    private final Installations installations;
    private final JiraCalls calls;

    AskedAppAccount(Installations installations, JiraCalls calls) {
        this.installations = installations;
        this.calls = calls;
    }

    @Override
    public String of(TenantId tenant) {
        Installation open = installations.open(tenant).orElseThrow(NotInstalled::new);
        return open.appAccount().orElseGet(() -> ask(tenant, open));
    }

    private String ask(TenantId tenant, Installation open) {
        String account =
                calls.get(tenant, Operation.READ_MYSELF, "/rest/api/3/myself").text("accountId");
        installations.rememberAppAccount(tenant, open, account);
        return account;
    }
}
