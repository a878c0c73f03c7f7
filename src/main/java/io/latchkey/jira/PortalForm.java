package io.latchkey.jira;

import java.util.List;
import java.util.Optional;

/**
 * The form in which people raise a request, in the portal.
 *
 * @param portalId numeric id as text; a portal has another one than its service desk
 * @param groupId numeric id as text of the group under which the portal shows it
 * @param requestTypeId numeric id as text
 */
public record PortalForm(String portalId, String groupId, String requestTypeId) {

    /** Checks what becomes a part of an address. */
    public PortalForm {
        Wanted.number("portal id", portalId);
        Wanted.number("group id", groupId);
        Wanted.number("request type id", requestTypeId);
    }

    /** Empty when the type is in no group: then the portal shows it nowhere. */
    static Optional<PortalForm> of(Answer type) {
        List<String> groups = type.list("groupIds", group -> group.json().asText());
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PortalForm(type.id("portalId"), groups.get(0), type.id("id")));
        } catch (IllegalArgumentException notNumeric) {
            throw type.missing("portalId or groupIds", "number");
        }
    }

    /**
     * Where it is, below the site. The portal's own pages are addressed so; Jira's API does not promise it, and names no other
     * address of a form.
     */
    public String path() {
        return "/servicedesk/customer/portal/" + portalId + "/group/" + groupId + "/create/" + requestTypeId;
    }
}
