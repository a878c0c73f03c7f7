package io.latchkey.work;

import com.github.kagkarlsson.scheduler.Scheduler;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Ends the work of a node that stops: after the web server has taken its last request, and before any bean that a step
 * uses is destroyed. Steps under way finish; what is left of their runs is handed back.
 */
@Component
class SchedulerStop implements SmartLifecycle {

    /** Below the web server's phases, which Boot puts 1,024 and 2,048 below the default. */
    private static final int AFTER_THE_WEB_SERVER = SmartLifecycle.DEFAULT_PHASE - 4_096;

    private final Scheduler scheduler;
    private volatile boolean running;

    SchedulerStop(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** db-scheduler's own starter starts it, once the application is ready. */
    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        scheduler.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return AFTER_THE_WEB_SERVER;
    }
}
