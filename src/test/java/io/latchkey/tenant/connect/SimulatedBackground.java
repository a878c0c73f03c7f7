package io.latchkey.tenant.connect;

import org.springframework.beans.factory.config.BeanPostProcessor;

/** Drops what a node would do in the background: it is done when it is needed. */
public final class SimulatedBackground implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof BackgroundWork threads) {
            threads.destroy();
            return new None();
        }
        return bean;
    }

    private static final class None extends BackgroundWork {

        None() {
            destroy();
        }

        @Override
        void run(Runnable work) {}
    }
}
