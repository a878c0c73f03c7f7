package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.okta.SystemLog.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code POST /api/v1/users?activate&provider&nextLogin}: all or nothing, groups included. */
final class CreateUser {

    private static final int MOST_GROUPS = 20;

    private final Org org;
    private final Lifecycle lifecycle;

    CreateUser(Org org, Lifecycle lifecycle) {
        this.org = org;
        this.lifecycle = lifecycle;
    }

    Reply answer(Call call) {
        ObjectNode body = call.body();
        boolean activate = call.flag("activate", true);
        String password =
                body.path("credentials").path("password").path("value").asText("");
        boolean expires = demandNextLogin(call.query("nextLogin"), password, activate);
        ObjectNode profile = profile(body);
        demandUnique(profile);
        if (!password.isEmpty()) {
            org.passwords().demand(password, profile.path("login").asText());
        }
        List<UserGroup> groups = groups(call, body.path("groupIds"));
        Person person = create(call, profile, password, groups);
        if (activate) {
            lifecycle.begin(call.act(), person, expires, true);
        }
        return Reply.ok(org.documents().single(person));
    }

    private Person create(Call call, ObjectNode profile, String password, List<UserGroup> groups) {
        Person person = new Person(org.ids().next("00u"), org.now(), profile);
        if (!password.isEmpty()) {
            person.setPassword(password, org.now());
        }
        org.directory().add(person);
        org.directory().join(call.act(), person, org.directory().everyone());
        org.log().success(call.act(), "user.lifecycle.create", "Create Okta user", Target.of(person));
        groups.forEach(group -> org.directory().join(call.act(), person, group));
        org.groupRules().apply(person);
        return person;
    }

    /** Okta: nextLogin needs a password (E0000124) and activation (E0000125). */
    private static boolean demandNextLogin(Optional<String> nextLogin, String password, boolean activate) {
        if (nextLogin.isEmpty()) {
            return false;
        }
        if (!nextLogin.get().equals("changePassword")) {
            throw Problem.validation("nextLogin", "nextLogin: The value must be changePassword");
        }
        if (password.isEmpty()) {
            throw Problem.of(
                    400,
                    "E0000124",
                    "Could not create user. To create a user and expire their password immediately, a password must be"
                            + " specified");
        }
        if (!activate) {
            throw Problem.of(
                    400,
                    "E0000125",
                    "Could not create user. To create a user and expire their password immediately, \"activate\" must be"
                            + " true");
        }
        return true;
    }

    private ObjectNode profile(ObjectNode body) {
        if (!(body.path("profile") instanceof ObjectNode given)) {
            throw Problem.validation("profile", "profile: The field cannot be left blank");
        }
        ObjectNode profile = Profiles.cleared(given);
        org.profiles().demandValid(profile);
        return profile;
    }

    private void demandUnique(ObjectNode profile) {
        boolean email = org.rules().isOn(OktaRules.SELF_SERVICE)
                && org.directory().byEmail(profile.path("email").asText()).isPresent();
        if (email || org.directory().byLogin(profile.path("login").asText()).isPresent()) {
            throw Problem.duplicate("login");
        }
    }

    private List<UserGroup> groups(Call call, JsonNode ids) {
        if (ids.size() > MOST_GROUPS) {
            throw Problem.of(400, "E0000093", "Target count limit exceeded");
        }
        List<UserGroup> groups = new ArrayList<>();
        for (JsonNode id : ids) {
            UserGroup group = group(id.asText());
            org.directory().demandMayChange(call.caller(), group);
            groups.add(group);
        }
        return groups;
    }

    /** Unverified which status: 404 as in the membership operations, or a validation error. */
    private UserGroup group(String id) {
        try {
            return org.directory().group(id);
        } catch (Problem notFound) {
            if (org.rules().number(OktaRules.UNKNOWN_GROUP) == 404) {
                throw notFound;
            }
            throw Problem.validation("groupIds", "groupIds: Invalid group id " + id);
        }
    }
}
