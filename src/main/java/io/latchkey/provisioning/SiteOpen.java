package io.latchkey.provisioning;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.failure.Failure;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import io.latchkey.tenant.Purpose;
import io.latchkey.tenant.SiteClients;
import io.latchkey.tenant.TenantFailure;
import io.latchkey.work.RunGate;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Nothing new is begun for a site that has uninstalled us, switched us off, or has no licence, not even the next step of a run
 * under way; what was switched off goes on when it is switched on, what has no licence or no token to call the site with when
 * there is one. Access that was given for a time ends all the same.
 */
@Component
class SiteOpen implements RunGate {

    private final Installations installations;
    private final SiteClients clients;

    SiteOpen(Installations installations, SiteClients clients) {
        this.clients = clients;
        this.installations = installations;
    }

    @Override
    public Optional<Failure> closed(TenantId tenant, Purpose purpose) {
        return purpose == Purpose.EXPIRY ? Optional.empty() : closed(tenant);
    }

    private Optional<Failure> closed(TenantId tenant) {
        return installations
                .open(tenant)
                .map(this::closed)
                .orElseGet(() -> Optional.of(new TenantFailure.NotInstalled()));
    }

    private Optional<Failure> closed(Installation open) {
        if (!open.enabled()) {
            return Optional.of(new TenantFailure.Disabled());
        }
        return open.licensed()
                ? clients.waiting(open.tenant()).map(Failure.class::cast)
                : Optional.of(new TenantFailure.Unlicensed());
    }
}
