package io.latchkey.okta;

import java.util.List;

/** The administrator roles that a group gives or a person has. */
public sealed interface Roles {

    /**
     * Read, and believed.
     *
     * @param types Okta's role types, as {@code USER_ADMIN} or {@code CUSTOM}; empty: none
     */
    record Known(List<String> types) implements Roles {}

    /**
     * Not readable.
     *
     * @param reason for an administrator
     */
    record Unreadable(String reason) implements Roles {}

    /** Whether it must be treated as privileged: a role that cannot be read counts as one. */
    default boolean countsAsAdministrator() {
        return !(this instanceof Known known && known.types().isEmpty());
    }
}
