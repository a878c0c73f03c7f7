package io.latchkey.tenant.connect;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.tenant.AppAccount;
import io.latchkey.tenant.TenantEnabled;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tries once when the app is enabled, so that most requests find it known; whoever needs it asks again. */
@Component
class AskForAppAccount {

    private static final Logger LOG = LoggerFactory.getLogger(AskForAppAccount.class);

    private final AppAccount account;
    private final BackgroundWork background;

    AskForAppAccount(AppAccount account, BackgroundWork background) {
        this.account = account;
        this.background = background;
    }

    @EventListener
    void enabled(TenantEnabled event) {
        background.run(() -> {
            try {
                account.of(event.tenant());
            } catch (FailureException e) {
                LOG.info("the app's account at tenant {} is not known yet: {}", event.tenant(), e.code());
            }
        });
    }
}
