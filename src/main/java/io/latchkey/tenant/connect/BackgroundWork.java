package io.latchkey.tenant.connect;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.annotation.AsyncConfigurer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.stereotype.Component;

/**
 * A few threads for what may fail and be tried again later. It is also what {@code @Async} uses, which the library
 * switches on: without it that would be an executor without a bound, or whichever is the only one in the context.
 */
@Component
class BackgroundWork implements AsyncConfigurer, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);

    private final ThreadPoolTaskExecutor threads = new ThreadPoolTaskExecutor();

    BackgroundWork() {
        threads.setThreadNamePrefix("tenant-");
        threads.setCorePoolSize(2);
        threads.setMaxPoolSize(2);
        threads.setQueueCapacity(100);
        threads.setDaemon(true);
        threads.initialize();
    }

    void run(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.info("no room for work in the background; it is done when it is needed");
        }
    }

    @Override
    public Executor getAsyncExecutor() {
        return threads;
    }

    @Override
    public void destroy() {
        threads.shutdown();
    }
}
