package io.latchkey.okta;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.latchkey.platform.TenantId;
import io.latchkey.tenant.TenantChanged;
import io.latchkey.tenant.TenantEnabled;
import io.latchkey.tenant.TenantInstalled;
import io.latchkey.tenant.Tenants;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Starts the timer of a tenant that has installed us, and of every tenant when a node starts, should one have been killed
 * in between. Starting it again changes nothing; one that is overdue when a node starts is run at once.
 */
@Component
class RoleSightingStart {

    private final Scheduler scheduler;
    private final RoleSightingTask task;
    private final Tenants tenants;
    private final TransactionTemplate own;

    RoleSightingStart(
            Scheduler scheduler, RoleSightingTask task, Tenants tenants, PlatformTransactionManager transactions) {
        this.scheduler = scheduler;
        this.task = task;
        this.tenants = tenants;
        // The event comes after a commit, while that transaction's connection is still bound: a write needs one of its
        // own.
        this.own = new TransactionTemplate(transactions);
        this.own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
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
        own.executeWithoutResult(status -> scheduler.scheduleIfNotExists(task.schedulableInstance(tenant.toString())));
    }
}
