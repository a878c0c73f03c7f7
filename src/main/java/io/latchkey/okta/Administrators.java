package io.latchkey.okta;

import io.latchkey.work.StepContext;

/** Nobody who administers Okta is touched through a ticket. Read anew before each step: a role may be an hour old. */
final class Administrators {

    private Administrators() {}

    /**
     * One call.
     *
     * @throws OktaFailure.Administrator when the person has a role, directly or by a group
     * @throws OktaFailure.RolesUnreadable when that cannot be read; it may pass
     */
    static void refuse(StepContext step, OktaDirectory directory, String user) {
        step.beforeCall();
        Roles roles = directory.adminRolesOfUser(user);
        if (roles instanceof Roles.Unreadable unreadable) {
            throw new OktaFailure.RolesUnreadable(unreadable.reason());
        }
        if (roles instanceof Roles.Known known && !known.types().isEmpty()) {
            throw new OktaFailure.Administrator(
                    known.types().stream().distinct().sorted().toList());
        }
    }
}
