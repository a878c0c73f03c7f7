package io.latchkey.audit;

import io.latchkey.platform.db.DatabaseOutage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs the sealer on this node, again and again, with a fixed pause, on a thread of its own. */
@Component
class SealLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SealLoop.class);
    private static final long STOP_SECONDS = 5;

    private final Sealer sealer;
    private final AuditProperties properties;
    private final DatabaseOutage outage;
    private @Nullable ScheduledExecutorService executor;

    SealLoop(Sealer sealer, AuditProperties properties, DatabaseOutage outage) {
        this.sealer = sealer;
        this.properties = properties;
        this.outage = outage;
    }

    @Override
    public synchronized void start() {
        if (executor == null) {
            long pause = properties.sealEvery().toMillis();
            executor = Executors.newSingleThreadScheduledExecutor(SealLoop::thread);
            executor.scheduleWithFixedDelay(this::pass, pause, pause, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void stop() {
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
    public synchronized boolean isRunning() {
        return executor != null;
    }

    /** An exception that left this method would end the loop for good. */
    private void pass() {
        try {
            sealer.seal();
            outage.over();
        } catch (RuntimeException | Error e) {
            // Logged with its trace, or said as an outage; what is not sealed waits for the next pass.
            if (!outage.noticed(e)) {
                log.error("sealing was interrupted; it is tried again", e);
            }
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "audit-sealer");
        thread.setDaemon(true);
        return thread;
    }
}
