package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * A standard role assigned to a user, group or client.
 *
 * @param id {@code KVJ…} id of the assignment
 * @param role the role
 * @param assignment {@code USER}, {@code GROUP} or {@code CLIENT}
 * @param created when it was assigned
 */
record RoleGrant(String id, AdminRole role, String assignment, Instant created) {

    ObjectNode document(String assigneeUrl) {
        ObjectNode document = Json.object();
        document.put("id", id);
        document.put("label", role.label());
        document.put("type", role.name());
        document.put("status", "ACTIVE");
        document.put("created", Json.time(created));
        document.put("lastUpdated", Json.time(created));
        document.put("assignmentType", assignment);
        document.putObject("_links").set("assignee", Json.link(assigneeUrl));
        return document;
    }
}
