package io.latchkey.sandbox.jira;

import java.util.Arrays;
import java.util.Optional;

/** The site's projects; only the first has a service desk. */
enum Project {
    ITH("10000", "IT Help", "service_desk"),
    OPS("10001", "Operations", "software");

    /** The id of the service desk of {@link #ITH}. */
    static final String SERVICE_DESK = "1";

    /** The id of its portal, which is another one. */
    static final String PORTAL = "3";

    private final String id;
    private final String label;
    private final String typeKey;

    Project(String id, String label, String typeKey) {
        this.id = id;
        this.label = label;
        this.typeKey = typeKey;
    }

    String id() {
        return id;
    }

    String label() {
        return label;
    }

    String typeKey() {
        return typeKey;
    }

    static Optional<Project> find(String idOrKey) {
        return Arrays.stream(values())
                .filter(project -> project.id.equals(idOrKey) || project.name().equalsIgnoreCase(idOrKey))
                .findFirst();
    }
}
