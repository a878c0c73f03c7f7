package io.latchkey.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Stops the scheduler while everything that its executions use still works: steps under way end and are recorded, items
 * are given back, and only then the rest of the node goes. The library's starter starts the scheduler.
 */
@Component
class SchedulerStop implements SmartLifecycle {

    private final Scheduler scheduler;
    private volatile boolean running;

    SchedulerStop(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        scheduler.stop();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
