package io.latchkey.platform.failure;

/** Whom a failure concerns; alerts and graphs count by it. */
public enum FailureKind {
    /** The one who asked: a field is wrong, an approval is missing. */
    CALLER,
    /** The administrator: a permission, a scope, a role or a setting is missing. */
    SETUP,
    /** A system outside: it is down, slow or over its limit. */
    OUTSIDE,
    /** Us: a bug. */
    OURS
}
