package io.latchkey.sandbox.okta;

/** The statuses of a user, with Okta's names. */
enum Status {
    STAGED,
    PROVISIONED,
    ACTIVE,
    PASSWORD_EXPIRED,
    RECOVERY,
    LOCKED_OUT,
    SUSPENDED,
    DEPROVISIONED
}
