package io.latchkey.work;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tells packages below what has happened, once it is committed. A listener that fails is logged and changes nothing. */
@Component
public class Announcements {

    private final ApplicationEventPublisher events;

    Announcements(ApplicationEventPublisher events) {
        this.events = events;
    }

    /** Publishes the event when the open transaction has been committed. */
    public void afterCommit(Object event) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            /** Not {@code afterCommit}: what is thrown there would reach the worker as if its transaction had failed. */
            @Override
            public void afterCompletion(int status) {
                if (status == STATUS_COMMITTED) {
                    events.publishEvent(event);
                }
            }
        });
    }
}
