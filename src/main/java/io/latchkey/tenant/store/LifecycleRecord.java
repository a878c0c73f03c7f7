package io.latchkey.tenant.store;

import io.latchkey.tenant.TenantChanged;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What follows a change of an installation. {@link #changed} is called inside the tenant's open transaction, before it
 * commits: what must be written together with the change is written here. After the commit this node forgets what it
 * remembered, and then the event is published.
 */
@Component
class LifecycleRecord {

    private final ConnectHosts hosts;
    private final ApplicationEventPublisher events;

    LifecycleRecord(ConnectHosts hosts, ApplicationEventPublisher events) {
        this.hosts = hosts;
        this.events = events;
    }

    void changed(String clientKey, TenantChanged event) {
        afterCommit(() -> {
            hosts.forget(clientKey, event.tenant());
            events.publishEvent(event);
        });
    }

    static void afterCommit(Runnable work) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                work.run();
            }
        });
    }
}
