package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.okta.SystemLog.Target;
import java.time.Duration;
import java.util.Set;

/**
 * The classic sign-in of people: {@code POST /api/v1/authn} with user name and password or an activation token, then
 * {@code credentials/change_password} or {@code credentials/reset_password} with the state token. Every refused sign-in
 * answers 401 E0000004, whatever the reason.
 */
final class AuthnApi {

    private static final Duration STATE_LIFE = Duration.ofMinutes(5);

    private final Org org;

    AuthnApi(Org org) {
        this.org = org;
    }

    Reply signIn(Call call) {
        ObjectNode body = call.body();
        if (body.hasNonNull("token")) {
            return withActivationToken(body.path("token").asText());
        }
        Person person = org.directory()
                .byLogin(body.path("username").asText())
                .map(found -> org.directory().user(found.id))
                .orElseThrow(AuthnApi::failed);
        Act act = act(call, person);
        if (!person.is(Status.ACTIVE, Status.PASSWORD_EXPIRED)) {
            return refused(act, person, "INVALID_STATUS");
        }
        Password password = person.password;
        if (password == null || !password.matches(body.path("password").asText())) {
            lockWhenTooOften(act, person);
            return refused(act, person, "INVALID_CREDENTIALS");
        }
        person.failedSignIns = 0;
        return person.is(Status.ACTIVE)
                ? success(act, person)
                : pending(person, "PASSWORD_EXPIRED", "changePassword", "change_password");
    }

    private Reply withActivationToken(String token) {
        Person person = org.tickets()
                .userOf(Tickets.Kind.ACTIVATION, token)
                .or(() -> org.tickets().userOf(Tickets.Kind.RESET, token))
                .map(org.directory()::user)
                .orElseThrow(() -> Problem.invalidToken());
        return pending(person, "PASSWORD_RESET", "resetPassword", "reset_password");
    }

    private void lockWhenTooOften(Act act, Person person) {
        person.failedSignIns++;
        if (person.failedSignIns >= org.rules().number(OktaRules.LOCKOUT)) {
            person.change(Status.LOCKED_OUT, org.now());
            org.directory().reindex(person);
            org.log().success(act, "user.account.lock", "Max sign in attempts exceeded", Target.of(person));
        }
    }

    private Reply refused(Act act, Person person, String reason) {
        org.log().failure(act, "user.session.start", "User login to Okta", reason, Target.of(person));
        return failed().reply();
    }

    private static Problem failed() {
        return Problem.of(401, "E0000004", "Authentication failed");
    }

    Reply changePassword(Call call) {
        ObjectNode body = call.body();
        Person person = subject(body);
        Password password = person.password;
        if (password == null || !password.matches(body.path("oldPassword").asText())) {
            throw Problem.of(403, "E0000014", "Update of credentials failed", "Old Password is not correct");
        }
        return withNewPassword(call, person, body.path("newPassword").asText());
    }

    Reply resetPassword(Call call) {
        ObjectNode body = call.body();
        return withNewPassword(call, subject(body), body.path("newPassword").asText());
    }

    private Person subject(ObjectNode body) {
        return org.tickets()
                .userOf(Tickets.Kind.STATE, body.path("stateToken").asText())
                .map(org.directory()::user)
                .orElseThrow(Problem::invalidToken);
    }

    private Reply withNewPassword(Call call, Person person, String password) {
        if (!org.passwords().accepts(password, person.login())) {
            throw Problem.of(
                    403,
                    "E0000080",
                    "The password does meet the complexity requirements of the current password policy.",
                    org.passwords().requirements());
        }
        Password old = person.password;
        if (old != null && old.matches(password)) {
            throw Problem.of(
                    403, "E0000014", "Update of credentials failed", "Password cannot be your current password");
        }
        for (Tickets.Kind kind : Tickets.Kind.values()) {
            org.tickets().revoke(kind, person.id);
        }
        person.setPassword(password, org.now());
        person.change(Status.ACTIVE, org.now());
        org.directory().reindex(person);
        Act act = act(call, person);
        org.log().success(act, "user.account.update_password", "User update password for Okta", Target.of(person));
        return success(act, person);
    }

    private Reply success(Act act, Person person) {
        String session = Ids.secret("20111", 40);
        person.sessions.add(session);
        person.lastLogin = org.now();
        org.log().success(act, "user.session.start", "User login to Okta", Target.of(person));
        ObjectNode body = state(person, "SUCCESS");
        body.put("sessionToken", session);
        return Reply.ok(body);
    }

    private Reply pending(Person person, String status, String next, String path) {
        ObjectNode body = state(person, status);
        body.put("stateToken", org.tickets().issue(Tickets.Kind.STATE, person.id, STATE_LIFE));
        ObjectNode link = body.putObject("_links").putObject("next");
        link.put("name", next);
        link.put("href", org.url().get() + "/api/v1/authn/credentials/" + path);
        link.putObject("hints").putArray("allow").add("POST");
        return Reply.ok(body);
    }

    private ObjectNode state(Person person, String status) {
        ObjectNode body = Json.object();
        body.put("status", status);
        body.put("expiresAt", Json.time(org.now().plus(STATE_LIFE)));
        ObjectNode user = body.putObject("_embedded").putObject("user");
        user.put("id", person.id);
        user.put("passwordChanged", Json.time(person.passwordChanged));
        ObjectNode profile = user.putObject("profile");
        for (String name : Set.of("login", "firstName", "lastName")) {
            profile.set(name, person.profile.path(name));
        }
        return body;
    }

    private static Act act(Call call, Person person) {
        return call.act().by(new Caller(person.id, "User", person.login(), person.fullName(), Set.of(), Set.of()));
    }
}
