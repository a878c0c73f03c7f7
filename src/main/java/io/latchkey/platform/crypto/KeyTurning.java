package io.latchkey.platform.crypto;

import io.latchkey.platform.db.DatabaseOutage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Does on this node what is left of exchanging master keys and rotating tenants' keys, again and again, one step at a time. */
@Component
class KeyTurning implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(KeyTurning.class);
    private static final long STOP_SECONDS = 5;

    private final Rewrap rewrap;
    private final Reseal reseal;
    private final CryptoProperties properties;
    private final DatabaseOutage outage;
    private @Nullable ScheduledExecutorService executor;

    KeyTurning(Rewrap rewrap, Reseal reseal, CryptoProperties properties, DatabaseOutage outage) {
        this.rewrap = rewrap;
        this.reseal = reseal;
        this.properties = properties;
        this.outage = outage;
    }

    @Override
    public synchronized void start() {
        if (executor == null) {
            long pause = properties.turnEvery().toMillis();
            executor = Executors.newSingleThreadScheduledExecutor(KeyTurning::thread);
            executor.scheduleWithFixedDelay(this::pass, pause, pause, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void stop() {
        if (executor != null) {
            executor.shutdownNow();
            try {
                if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                    log.warn("keys are still being turned; what is not committed is done elsewhere");
                }
            } catch (InterruptedException e) {
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
            rewrap.pass();
            while (!Thread.currentThread().isInterrupted() && reseal.step()) {
                Thread.yield();
            }
            outage.over();
        } catch (RuntimeException | Error e) {
            // Logged with its trace, or said as an outage; what is left waits for the next pass.
            if (!Thread.currentThread().isInterrupted() && !outage.noticed(e)) {
                log.error("turning keys was interrupted; it is tried again", e);
            }
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "key-turning");
        thread.setDaemon(true);
        return thread;
    }
}
