package io.latchkey.okta;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * The few platform threads that may run the SDK. It keeps a map per thread id that never shrinks and is not fit for
 * virtual threads, so these threads live as long as the node; whoever calls waits, until the deadline and no longer.
 */
@Component
class OktaThreads implements DisposableBean {

    private final ThreadPoolExecutor pool;

    OktaThreads(OktaProperties properties) {
        this.pool = new ThreadPoolExecutor(
                properties.threads(),
                properties.threads(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(properties.queue()),
                named());
    }

    private static java.util.concurrent.ThreadFactory named() {
        var threads = new CustomizableThreadFactory("okta-");
        threads.setDaemon(true);
        return threads;
    }

    /**
     * Runs a call and waits for it.
     *
     * @throws ExecutionException what the call threw
     * @throws OktaFailure when it could not start, or did not end in time and was cut off
     */
    <T extends @Nullable Object> T run(Exchange exchange, Deadline deadline, Callable<T> call)
            throws ExecutionException {
        var task = new FutureTask<>(call);
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            throw new OktaFailure.Busy("as many calls to Okta as allowed are under way on this node");
        }
        try {
            return task.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw giveUp(task, exchange, "Okta did not answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw giveUp(task, exchange, "the call was interrupted");
        }
    }

    private OktaFailure giveUp(FutureTask<?> task, Exchange exchange, String why) {
        exchange.abandon();
        task.cancel(false);
        pool.remove(task);
        String what = why + " (" + exchange.operation().label() + ")";
        return exchange.wasSent() ? Failures.lost(exchange.operation(), what) : new OktaFailure.Unavailable(what);
    }

    @Override
    public void destroy() {
        pool.shutdownNow();
    }
}
