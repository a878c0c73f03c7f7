package io.latchkey.tenant;

import java.util.Locale;

/** How a site reaches us and we reach it. */
public enum Door {
    /** Atlassian Connect: requests signed with a shared secret. */
    CONNECT,
    /** Forge Remote: invocation tokens. */
    FORGE;

    /** As it is stored. */
    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** From what is stored. */
    public static Door of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
