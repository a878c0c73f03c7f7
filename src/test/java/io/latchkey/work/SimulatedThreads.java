package io.latchkey.work;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Lets the scheduler run its executions on whichever thread polls. */
public final class SimulatedThreads extends AbstractExecutorService {

    private boolean ended;

    private SimulatedThreads() {}

    /** Puts them into a context. */
    public static BeanPostProcessor direct() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof WorkConfiguration.WorkThreads
                        ? (WorkConfiguration.WorkThreads) SimulatedThreads::new
                        : bean;
            }
        };
    }

    @Override
    public void execute(Runnable command) {
        command.run();
    }

    @Override
    public void shutdown() {
        ended = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        ended = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return ended;
    }

    @Override
    public boolean isTerminated() {
        return ended;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
