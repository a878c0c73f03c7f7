package io.latchkey.okta;

/** A credential that waits for its owner, by the state that the account is in until it is used. */
public enum PendingCredential {
    /** An activation link. */
    ACTIVATION(OktaUser.Status.PROVISIONED),
    /** A link to choose another password. */
    RESET(OktaUser.Status.RECOVERY),
    /** A temporary password, which has to be changed at the first sign-in. */
    TEMPORARY_PASSWORD(OktaUser.Status.PASSWORD_EXPIRED);

    private final OktaUser.Status state;

    PendingCredential(OktaUser.Status state) {
        this.state = state;
    }

    OktaUser.Status state() {
        return state;
    }
}
