package io.latchkey.intake;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.TenantChanged;
import io.latchkey.tenant.TenantEnabled;
import io.latchkey.tenant.TenantInstalled;
import io.latchkey.tenant.Tenants;
import io.latchkey.work.Timers;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Starts the sweep of a tenant that has installed us, and of every tenant when a node starts, should one have been killed
 * in between. Starting it again changes nothing.
 */
@Component
class SweepStart {

    private final Timers timers;
    private final SweepTask task;
    private final Tenants tenants;

    SweepStart(Timers timers, SweepTask task, Tenants tenants) {
        this.timers = timers;
        this.task = task;
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
        timers.ensure(task.schedulableInstance(tenant.toString()));
    }
}
