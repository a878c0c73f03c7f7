package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A group. Guarded by the org's lock. */
final class UserGroup {

    static final String OKTA_GROUP = "OKTA_GROUP";
    static final String BUILT_IN = "BUILT_IN";
    static final String APP_GROUP = "APP_GROUP";

    final String id;
    final String type;
    final Instant created;
    ObjectNode profile;
    Instant lastUpdated;
    Instant lastMembershipUpdated;
    final List<RoleGrant> roles = new ArrayList<>();
    final Map<String, Instant> owners = new LinkedHashMap<>();

    UserGroup(String id, String type, Instant created, ObjectNode profile) {
        this.id = id;
        this.type = type;
        this.created = created;
        this.lastUpdated = created;
        this.lastMembershipUpdated = created;
        this.profile = profile;
    }

    String name() {
        return profile.path("name").asText();
    }

    /** Okta: only OKTA_GROUP may be edited; others answer 403 E0000006 even to a super admin. */
    void demandEditable() {
        if (!type.equals(OKTA_GROUP)) {
            throw Problem.forbidden();
        }
    }
}
