package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.okta.SystemLog.Target;
import java.time.Duration;
import java.time.Instant;

/** {@code POST /api/v1/users/{id}/lifecycle/…}: Okta's state machine of a user. */
final class Lifecycle {

    private static final Duration ACTIVATION_LIFE = Duration.ofDays(7);
    private static final Duration RESET_LIFE = Duration.ofHours(1);

    private final Org org;

    Lifecycle(Org org) {
        this.org = org;
    }

    private Person subject(Call call) {
        Person person = org.directory().user(call.path("id"));
        org.directory().demandMayChange(call.caller(), person);
        return person;
    }

    Reply activate(Call call) {
        Person person = subject(call);
        if (!person.is(Status.STAGED, Status.DEPROVISIONED)) {
            throw Problem.of(403, "E0000016", "Activation failed because the user is already active");
        }
        boolean sendEmail = call.flag("sendEmail", true);
        String token = begin(call.act(), person, false, sendEmail);
        return Reply.ok(sendEmail || token.isEmpty() ? Json.object() : activation(token));
    }

    /** Starts activation; answers the activation token, which is empty for a user that has a password. */
    String begin(Act act, Person person, boolean passwordExpires, boolean sendEmail) {
        boolean hasPassword = person.password != null;
        Status target = passwordExpires ? Status.PASSWORD_EXPIRED : hasPassword ? Status.ACTIVE : Status.PROVISIONED;
        move(person, target);
        org.log().success(act, "user.lifecycle.activate", "Activate Okta user", Target.of(person));
        if (hasPassword) {
            return "";
        }
        return invite(person, sendEmail);
    }

    private String invite(Person person, boolean sendEmail) {
        String token = org.tickets().issue(Tickets.Kind.ACTIVATION, person.id, ACTIVATION_LIFE);
        if (sendEmail) {
            org.mails().send(person.email(), "activation", "Welcome to Okta!", welcome(token));
        }
        return token;
    }

    private String welcome(String token) {
        return org.url().get() + "/welcome/" + token;
    }

    private ObjectNode activation(String token) {
        return Json.object().put("activationUrl", welcome(token)).put("activationToken", token);
    }

    Reply reactivate(Call call) {
        Person person = subject(call);
        demand(person, Status.PROVISIONED, Status.RECOVERY);
        boolean sendEmail = call.flag("sendEmail", false);
        String token = invite(person, sendEmail);
        org.log().success(call.act(), "user.lifecycle.reactivate", "Reactivate Okta user", Target.of(person));
        return Reply.ok(sendEmail ? Json.object() : activation(token));
    }

    Reply deactivate(Call call) {
        Person person = subject(call);
        if (person.is(Status.DEPROVISIONED)) {
            throw Problem.wrongStatus();
        }
        deactivate(call, person);
        return Reply.ok(Json.object());
    }

    private void deactivate(Call call, Person person) {
        move(person, Status.DEPROVISIONED);
        person.sessions.clear();
        // Okta: deactivation takes all applications away.
        org.apps().applications().forEach(application -> application.people.remove(person.id));
        // Okta drops the credentials of a deactivated user: it is activated anew without a password.
        person.password = null;
        if (!org.rules().isOn(OktaRules.KEEP_GROUPS)) {
            person.groupIds().stream()
                    .map(org.directory()::group)
                    .filter(group -> group.type.equals(UserGroup.OKTA_GROUP))
                    .forEach(group -> org.directory().leave(call.act(), person, group));
        }
        org.directory().reindex(person);
        org.log().success(call.act(), "user.lifecycle.deactivate", "Deactivate Okta user", Target.of(person));
        if (call.flag("sendEmail", false)) {
            org.mails().send(person.email(), "deactivation", "Your account was deactivated", "");
        }
    }

    /** Okta: the first DELETE only deactivates, the second deletes; both answer 204. */
    Reply delete(Call call) {
        Person person = subject(call);
        if (!person.is(Status.DEPROVISIONED)) {
            deactivate(call, person);
            return Reply.noContent();
        }
        org.log()
                .success(
                        call.act(), "user.lifecycle.delete.initiated", "Delete Okta user initiated", Target.of(person));
        org.directory().delete(person);
        org.log()
                .success(
                        call.act(), "user.lifecycle.delete.completed", "Delete Okta user completed", Target.of(person));
        return Reply.noContent();
    }

    Reply suspend(Call call) {
        Person person = subject(call);
        if (!person.is(Status.ACTIVE)) {
            throw Problem.validation(
                    "Cannot suspend a user that is not active", "Cannot suspend a user that is not active");
        }
        change(person, Status.SUSPENDED);
        org.log().success(call.act(), "user.lifecycle.suspend", "Suspend Okta user", Target.of(person));
        return Reply.ok(Json.object());
    }

    Reply unsuspend(Call call) {
        Person person = subject(call);
        if (!person.is(Status.SUSPENDED)) {
            throw Problem.validation(
                    "Cannot unsuspend a user that is not suspended", "Cannot unsuspend a user that is not suspended");
        }
        change(person, Status.ACTIVE);
        org.log().success(call.act(), "user.lifecycle.unsuspend", "Unsuspend Okta user", Target.of(person));
        return Reply.ok(Json.object());
    }

    /** Okta: from LOCKED_OUT, or ACTIVE when blocked from unknown devices, which nobody is here. */
    Reply unlock(Call call) {
        Person person = subject(call);
        if (!person.is(Status.LOCKED_OUT)) {
            throw Problem.of(403, "E0000032", "Unlock is not allowed for this user.");
        }
        change(person, Status.ACTIVE);
        org.log()
                .success(call.act(), "user.account.unlock_by_admin", "Unlock user account by admin", Target.of(person));
        return Reply.ok(Json.object());
    }

    Reply resetPassword(Call call) {
        if (call.query("sendEmail").isEmpty()) {
            throw Problem.of(400, "E0000028", "The request is missing a required parameter.", "sendEmail");
        }
        Person person = subject(call);
        if (person.is(Status.STAGED, Status.DEPROVISIONED, Status.SUSPENDED)) {
            throw Problem.wrongStatus();
        }
        change(person, Status.RECOVERY);
        if (call.flag("revokeSessions", false)) {
            person.sessions.clear();
        }
        String url =
                org.url().get() + "/reset_password/" + org.tickets().issue(Tickets.Kind.RESET, person.id, RESET_LIFE);
        org.log()
                .success(
                        call.act(),
                        "user.account.reset_password",
                        "Fired when the user's Okta password is reset",
                        Target.of(person));
        if (call.flag("sendEmail", true)) {
            org.mails().send(person.email(), "reset_password", "Reset your Okta password", url);
            return Reply.ok(Json.object());
        }
        return Reply.ok(Json.object().put("resetPasswordUrl", url));
    }

    Reply expirePassword(Call call) {
        Person person = subject(call);
        expire(call, person);
        return Reply.ok(org.documents().single(person));
    }

    /** Each call makes another password; the former one is lost. */
    Reply expireWithTemporaryPassword(Call call) {
        Person person = subject(call);
        demandPassword(person);
        String temporary = PasswordPolicy.temporary();
        person.setPassword(temporary, org.now());
        expire(call, person);
        if (call.flag("revokeSessions", false)) {
            person.sessions.clear();
        }
        return Reply.ok(Json.object().put("tempPassword", temporary));
    }

    private void expire(Call call, Person person) {
        demandPassword(person);
        change(person, Status.PASSWORD_EXPIRED);
        org.log().success(call.act(), "user.account.expire_password", "Expire user's password", Target.of(person));
    }

    /** Unverified which statuses exactly; documented are active users. */
    private static void demandPassword(Person person) {
        demand(person, Status.ACTIVE, Status.PASSWORD_EXPIRED, Status.RECOVERY, Status.LOCKED_OUT);
    }

    Reply resetFactors(Call call) {
        Person person = subject(call);
        demand(person, Status.ACTIVE, Status.PASSWORD_EXPIRED, Status.RECOVERY, Status.LOCKED_OUT, Status.PROVISIONED);
        person.factors.clear();
        org.log().success(call.act(), "user.mfa.factor.reset_all", "Reset all factors for user", Target.of(person));
        return Reply.ok(Json.object());
    }

    private static void demand(Person person, Status... any) {
        if (!person.is(any)) {
            throw Problem.wrongStatus();
        }
    }

    private void change(Person person, Status to) {
        person.change(to, org.now());
        org.directory().reindex(person);
    }

    /** Activation and deactivation take their time when the rule says so. */
    private void move(Person person, Status to) {
        long millis = org.rules().number(OktaRules.TRANSITION);
        Instant at = org.now().plusMillis(millis);
        person.headFor(to, at);
        person.settle(org.now());
        org.directory().reindex(person);
    }
}
