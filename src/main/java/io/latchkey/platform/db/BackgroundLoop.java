package io.latchkey.platform.db;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Work on the database that a node does again and again from its start to its stop, on a thread of its own, one portion
 * after the other. A portion that fails is logged, or said as an outage, and is tried again after the pause.
 */
public abstract class BackgroundLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(BackgroundLoop.class);
    private static final long STOP_SECONDS = 5;

    private final String name;
    private final Duration pause;
    private final DatabaseOutage outage;
    private @Nullable ScheduledExecutorService executor;

    /**
     * @param name of the thread, and in the log
     * @param pause before the first portion, and between one that left nothing and the next
     */
    protected BackgroundLoop(String name, Duration pause, DatabaseOutage outage) {
        this.name = name;
        this.pause = pause;
        this.outage = outage;
    }

    /** Does a portion, which has to be short, since a stopping node waits for it; true when another may follow at once. */
    protected abstract boolean work();

    @Override
    public final synchronized void start() {
        if (executor == null) {
            ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(this::thread);
            started.scheduleWithFixedDelay(
                    () -> pass(started), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
            executor = started;
        }
    }

    /** Waits for the portion that is under way, for five seconds at most. */
    @Override
    public final synchronized void stop() {
        if (executor != null) {
            executor.shutdown();
            try {
                if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                    executor.shutdownNow();
                }
            } catch (InterruptedException e) {
                executor.shutdownNow();
                Thread.currentThread().interrupt();
            }
            executor = null;
        }
    }

    @Override
    public final synchronized boolean isRunning() {
        return executor != null;
    }

    /** An exception that left this method would end the loop for good. */
    private void pass(ScheduledExecutorService running) {
        try {
            boolean more;
            do {
                more = work();
                outage.over();
            } while (more && !running.isShutdown());
        } catch (RuntimeException | Error e) {
            // Logged with its trace, or said as an outage; what is left waits for the next pass.
            if (!outage.noticed(e)) {
                log.error("{} was interrupted; it is tried again", name, e);
            }
        }
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
