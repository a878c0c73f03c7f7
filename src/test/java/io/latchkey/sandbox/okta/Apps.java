package io.latchkey.sandbox.okta;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The org's service apps, and the applications that people use. Safe for many threads. */
final class Apps {

    private final Map<String, ServiceApp> apps = new LinkedHashMap<>();
    private final Map<String, Application> applications = new LinkedHashMap<>();

    synchronized void put(ServiceApp app) {
        apps.put(app.clientId(), app);
    }

    synchronized Optional<ServiceApp> find(String clientId) {
        return Optional.ofNullable(apps.get(clientId));
    }

    synchronized void put(Application application) {
        applications.put(application.id, application);
    }

    synchronized Optional<Application> application(String id) {
        return Optional.ofNullable(applications.get(id));
    }

    synchronized List<Application> applications() {
        return List.copyOf(applications.values());
    }

    synchronized List<ServiceApp> all() {
        return List.copyOf(apps.values());
    }
}
