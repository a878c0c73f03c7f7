package io.latchkey.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.Task;
import io.latchkey.platform.db.DatabaseOutage;
import io.latchkey.platform.db.TenantTransactions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/** The scheduler that runs the slots and the timers of the packages below. */
@Configuration(proxyBeanMethods = false)
class WorkConfiguration {

    /** As many as db-scheduler makes by itself: heartbeats, and looking for dead executions. */
    private static final int HOUSEKEEPERS = 3;

    /** What runs the work of this node; a simulation brings one that runs it where it is asked to. */
    @FunctionalInterface
    interface WorkThreads {

        /** Opens it; the scheduler ends it. */
        ExecutorService open();
    }

    @Bean
    @ConditionalOnMissingBean
    WorkThreads workThreads(WorkProperties properties, Environment environment) {
        return () -> threads(properties, environment);
    }

    @Bean
    Backoff backoff(WorkProperties properties, SecureRandom random) {
        return new Backoff(properties, random);
    }

    @Bean
    SlotTask slotTask(
            SlotWorker worker,
            Ledger ledger,
            TenantTransactions transactions,
            Clock clock,
            ObjectProvider<Scheduler> scheduler,
            DatabaseOutage outage) {
        return new SlotTask(worker, ledger, transactions, clock, scheduler, outage);
    }

    /** Stopped by {@link SchedulerStop}, while everything that a step needs is still there. */
    @Bean(destroyMethod = "")
    Scheduler scheduler(
            DataSource dataSource,
            DatabaseOutage outage,
            ObjectProvider<Task<?>> tasks,
            Handlers handlers,
            WorkProperties properties,
            Clock clock,
            WorkThreads workThreads) {
        handlers.register();
        List<Task<?>> known = new ArrayList<>(tasks.stream().toList());
        return Scheduler.create(new SchedulerConnections(dataSource, outage), known)
                // Two nodes of one machine must be told apart in the table and in logs.
                .schedulerName(new SchedulerName.Fixed(new SchedulerName.Hostname().getName() + "/"
                        + ProcessHandle.current().pid()))
                .threads(properties.threads())
                .executorService(workThreads.open())
                // Their own names are so long that the log's column shows only their ends, pool-3-thread-1.
                .dueExecutor(Executors.newSingleThreadExecutor(new CustomizableThreadFactory("work-poll-")))
                .housekeeperExecutor(
                        Executors.newScheduledThreadPool(HOUSEKEEPERS, new CustomizableThreadFactory("work-keep-")))
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(properties.pollEvery())
                .heartbeatInterval(properties.heartbeatEvery())
                .missedHeartbeatsLimit(4)
                .shutdownMaxWait(properties.shutdownWait())
                .alwaysPersistTimestampInUTC()
                .clock(clock::instant)
                .build();
    }

    private static ExecutorService threads(WorkProperties properties, Environment environment) {
        if (Threading.VIRTUAL.isActive(environment)) {
            ThreadFactory virtual = new VirtualThreadTaskExecutor("work-").getVirtualThreadFactory();
            return Executors.newFixedThreadPool(properties.threads(), virtual);
        }
        return Executors.newFixedThreadPool(properties.threads(), new CustomizableThreadFactory("work-"));
    }
}
