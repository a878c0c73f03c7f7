package io.latchkey.tenant.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.TenantChanged;
import io.latchkey.tenant.TenantDisabled;
import io.latchkey.tenant.TenantEnabled;
import io.latchkey.tenant.TenantInstalled;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What follows a change of an installation. {@link #changed} is called inside the tenant's open transaction, before it
 * commits: the trail's entry stands or falls with the change. After the commit this node forgets what it
 * remembered, and then the event is published.
 */
@Component
class LifecycleRecord {

    private static final Logger log = LoggerFactory.getLogger(LifecycleRecord.class);

    private final ConnectHosts hosts;
    private final Trail trail;
    private final ApplicationEventPublisher events;

    LifecycleRecord(ConnectHosts hosts, Trail trail, ApplicationEventPublisher events) {
        this.trail = trail;
        this.hosts = hosts;
        this.events = events;
    }

    void changed(String clientKey, TenantChanged event) {
        changed(clientKey, event, JsonNodeFactory.instance.objectNode());
    }

    void changed(String clientKey, TenantChanged event, ObjectNode facts) {
        trail.record(
                Entry.of(event.tenant(), kind(event), event.tenant().toString()).withFacts(facts));
        log.info("{}: {}", kind(event), event.tenant());
        afterCommit(() -> {
            hosts.forget(clientKey, event.tenant());
            events.publishEvent(event);
        });
    }

    /** A door that was changed beside: this node forgets it. */
    void forgetAfterCommit(Installation changed) {
        afterCommit(() -> hosts.forget(changed.externalId(), changed.tenant()));
    }

    private static String kind(TenantChanged event) {
        if (event instanceof TenantInstalled) {
            return "tenant.installed";
        }
        if (event instanceof TenantEnabled) {
            return "tenant.enabled";
        }
        return event instanceof TenantDisabled ? "tenant.disabled" : "tenant.uninstalled";
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
