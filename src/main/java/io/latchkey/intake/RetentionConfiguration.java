package io.latchkey.intake;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Departures;
import io.latchkey.tenant.Tenants;
import io.latchkey.work.ReviveAtOnce;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one timer that forgets, for every tenant there ever was, and erases those that have left. */
@Configuration(proxyBeanMethods = false)
class RetentionConfiguration {

    @Bean
    RecurringTask<Void> retentionTask(
            Retention retention, Tenants tenants, Departures departures, IntakeProperties properties, Clock clock) {
        return Tasks.recurring("retention", FixedDelay.of(properties.forgetEvery()))
                .onDeadExecution(new ReviveAtOnce<>(clock))
                .execute((instance, context) -> {
                    try {
                        departures.eraseDue();
                    } finally {
                        forget(retention, tenants);
                    }
                });
    }

    /** What fails for one tenant is done for the others all the same. */
    private static void forget(Retention retention, Tenants tenants) {
        IllegalStateException failed = new IllegalStateException("not every tenant's data could be forgotten");
        for (TenantId tenant : tenants.all()) {
            try {
                retention.forget(tenant);
            } catch (RuntimeException e) {
                // Nothing ends here: it is thrown when every tenant has had its turn.
                failed.addSuppressed(e);
            }
        }
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }
}
