package io.latchkey.work;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.TenantChanged;
import io.latchkey.tenant.TenantEnabled;
import io.latchkey.tenant.TenantInstalled;
import io.latchkey.tenant.Tenants;
import java.util.List;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Starts the timers of a tenant that has installed us, and of every tenant when a node starts, should one have been killed
 * in between. Starting one again changes nothing; one that is overdue when a node starts is run at once.
 */
@Component
class TenantTimers {

    private final Timers timers;
    private final List<TenantTimer> all;
    private final Tenants tenants;

    TenantTimers(Timers timers, List<TenantTimer> all, Tenants tenants) {
        this.timers = timers;
        this.all = all;
        this.tenants = tenants;
    }

    @EventListener
    void on(TenantChanged changed) {
        if (changed instanceof TenantInstalled || changed instanceof TenantEnabled) {
            start(changed.tenant());
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    void onStart() {
        tenants.all().forEach(this::start);
    }

    private void start(TenantId tenant) {
        all.forEach(timer -> timers.ensure(timer.schedulableInstance(tenant.toString())));
    }
}
