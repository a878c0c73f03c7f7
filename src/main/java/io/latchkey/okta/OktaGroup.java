package io.latchkey.okta;

import java.util.Optional;

/**
 * A group.
 *
 * @param id Okta's id
 * @param type who manages it
 * @param name up to 255 characters
 * @param description up to 1024 characters
 */
public record OktaGroup(String id, Type type, String name, Optional<String> description) {

    /** Okta: only its own groups can be changed; the others answer 403 even to a super administrator. */
    public enum Type {
        /** Managed in Okta. */
        OKTA_GROUP,
        /** Fed by an application or a directory. */
        APP_GROUP,
        /** "Everyone" and its like. */
        BUILT_IN,
        /** A type that Okta added later. */
        UNKNOWN
    }

    /** Whether members can be added and removed. */
    public boolean isEditable() {
        return type == Type.OKTA_GROUP;
    }
}
