package io.latchkey.tenant.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.TenantId;
import io.latchkey.tenant.AppAccount;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import io.latchkey.tenant.TenantEnabled;
import io.latchkey.tenant.TenantFailure;
import io.latchkey.tenant.TenantFailure.NotInstalled;
import io.latchkey.tenant.TenantFailure.SiteUnreachable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Asks the site once; tried when the app is enabled, and again by whoever needs it as long as it is unknown. */
@Component
class AskedAppAccount implements AppAccount {

    private static final Logger LOG = LoggerFactory.getLogger(AskedAppAccount.class);

    private final Installations installations;
    private final SiteAnswers site;
    private final BackgroundWork background;

    AskedAppAccount(Installations installations, SiteAnswers site, BackgroundWork background) {
        this.installations = installations;
        this.site = site;
        this.background = background;
    }

    @Override
    public String of(TenantId tenant) {
        Installation open = installations.open(tenant).orElseThrow(NotInstalled::new);
        return open.appAccount().orElseGet(() -> ask(tenant));
    }

    private String ask(TenantId tenant) {
        JsonNode account = site.get(tenant, "/rest/api/3/myself").path("accountId");
        if (!account.isTextual() || account.textValue().isBlank()) {
            throw new SiteUnreachable("Jira did not say under which account the app acts.", (Throwable) null);
        }
        installations.rememberAppAccount(tenant, account.textValue());
        return account.textValue();
    }

    @EventListener
    void enabled(TenantEnabled event) {
        background.run(() -> {
            try {
                of(event.tenant());
            } catch (TenantFailure e) {
                LOG.info("the app's account at tenant {} is not known yet: {}", event.tenant(), e.code());
            }
        });
    }
}
