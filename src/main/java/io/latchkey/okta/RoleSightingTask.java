package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import io.latchkey.work.Budgets;
import io.latchkey.work.TenantTimer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The timer of each tenant's {@link RenewRoleSightings}. It ends when the tenant has left. */
@Component
class RoleSightingTask extends TenantTimer {

    static final String NAME = "okta-role-sighting";

    private final RenewRoleSightings renew;
    private final OktaProperties properties;

    RoleSightingTask(RenewRoleSightings renew, OktaProperties properties, Budgets budgets, Clock clock) {
        super(NAME, properties.seeRolesEvery(), budgets, clock);
        this.renew = renew;
        this.properties = properties;
    }

    @Override
    protected Optional<Duration> run(TenantId tenant) {
        return renew.renew(tenant) ? Optional.of(properties.seeRolesEvery()) : Optional.empty();
    }
}
