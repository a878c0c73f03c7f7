package io.latchkey.sandbox.okta;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The org's service apps. Safe for many threads. */
final class Apps {

    private final Map<String, ServiceApp> apps = new LinkedHashMap<>();

    synchronized void put(ServiceApp app) {
        apps.put(app.clientId(), app);
    }

    synchronized Optional<ServiceApp> find(String clientId) {
        return Optional.ofNullable(apps.get(clientId));
    }

    synchronized List<ServiceApp> all() {
        return List.copyOf(apps.values());
    }
}
