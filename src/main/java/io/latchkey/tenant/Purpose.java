package io.latchkey.tenant;

import java.util.Locale;

/** What something is begun for. It decides whether it may be begun for a tenant that has left. */
public enum Purpose {
    /** Anything that people asked for; ends with the installation. */
    REQUEST,
    /** Access that was given for a time ends; goes on after the installation, until the tenant's secrets are erased. */
    EXPIRY;

    /** Whether it may be begun for a tenant in this state. */
    public boolean isServed(Tenant.State state) {
        return switch (state) {
            case INSTALLED -> true;
            case UNINSTALLED -> this == EXPIRY;
            case ERASED -> false;
        };
    }

    /** As the database's {@code may_begin} knows it. */
    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }
}
