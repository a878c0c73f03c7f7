package io.latchkey.intake;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.latchkey.tenant.TenantChanged;
import io.latchkey.tenant.TenantEnabled;
import io.latchkey.tenant.TenantInstalled;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Starts the sweep of a tenant that has installed us; doing so again changes nothing. */
@Component
class SweepStart {

    private final Scheduler scheduler;
    private final SweepTask task;

    SweepStart(Scheduler scheduler, SweepTask task) {
        this.scheduler = scheduler;
        this.task = task;
    }

    @EventListener
    void on(TenantChanged changed) {
        if (changed instanceof TenantInstalled || changed instanceof TenantEnabled) {
            scheduler.scheduleIfNotExists(
                    task.schedulableInstance(changed.tenant().toString()));
        }
    }
}
