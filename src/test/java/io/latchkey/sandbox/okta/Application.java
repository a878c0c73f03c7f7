package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** An application that people are assigned to, directly or by their groups. Guarded by the org's lock. */
final class Application {

    final String id;
    final String name;
    String label;
    final Instant created;
    boolean active = true;
    final Map<String, Assignee> people = new LinkedHashMap<>();
    final Map<String, Instant> groups = new LinkedHashMap<>();

    Application(String id, String name, String label, Instant created) {
        this.id = id;
        this.name = name;
        this.label = label;
        this.created = created;
    }

    /**
     * A direct assignment.
     *
     * @param id of the application's user, {@code 0ua…}
     * @param profile what the application is told
     * @param since when
     */
    record Assignee(String id, ObjectNode profile, Instant since) {}
}
