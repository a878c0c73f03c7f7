package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who and what is there from the start, and how more of it is made without Okta's API. */
final class Seed {

    static final String ADMIN_LOGIN = "admin@example.com";
    static final String ADMINISTRATORS = "Okta Administrators";

    private final Org org;

    Seed(Org org) {
        this.org = org;
    }

    void plant() {
        group("Everyone", "All users in your organization", UserGroup.BUILT_IN);
        group("All employees", "Everybody on the payroll", UserGroup.OKTA_GROUP);
        group("Engineering", "Engineers", UserGroup.OKTA_GROUP);
        group("Sales", "Sales people", UserGroup.OKTA_GROUP);
        group("Directory staff", "Imported from a directory", UserGroup.APP_GROUP);
        UserGroup developers = group("GitHub users", "Have the application GitHub", UserGroup.OKTA_GROUP);
        application("GitHub").groups.put(developers.id, org.now());
        UserGroup administrators = group(ADMINISTRATORS, "Hold an admin role", UserGroup.OKTA_GROUP);
        grant(administrators, AdminRole.ORG_ADMIN);
        Person admin = person("Ada", "Admin", ADMIN_LOGIN, Status.ACTIVE, "Sandbox-Adm1n-Pw", List.of());
        grant(admin, AdminRole.SUPER_ADMIN);
        person(
                "Existing",
                "Person",
                "existing.person@example.com",
                Status.ACTIVE,
                "Kn0wn-Before-Us",
                List.of("All employees"));
        person("Former", "Colleague", "former.colleague@example.com", Status.DEPROVISIONED, null, List.of());
    }

    UserGroup group(String name, String description, String type) {
        ObjectNode profile = Json.object().put("name", name).put("description", description);
        var group = new UserGroup(org.ids().next("00g"), type, org.now(), profile);
        org.directory().add(group);
        return group;
    }

    Person person(
            String firstName,
            String lastName,
            String login,
            Status status,
            @Nullable String password,
            List<String> groups) {
        if (org.directory().byLogin(login).isPresent()) {
            throw new IllegalArgumentException("a user with this login exists");
        }
        ObjectNode profile = Json.object();
        profile.put("firstName", firstName)
                .put("lastName", lastName)
                .put("login", login)
                .put("email", login);
        org.profiles().demandValid(profile);
        var person = new Person(org.ids().next("00u"), org.now(), profile);
        if (password != null) {
            person.setPassword(password, org.now());
        }
        person.change(status, org.now());
        org.directory().add(person);
        Act act = Act.ofSandbox();
        org.directory().join(act, person, org.directory().everyone());
        groups.forEach(name -> org.directory().join(act, person, named(name)));
        org.groupRules().apply(person);
        org.log().success(act, "user.lifecycle.create", "Create Okta user", SystemLog.Target.of(person));
        return person;
    }

    Application application(String label) {
        return applicationNamed("bookmark", label);
    }

    Application applicationNamed(String name, String label) {
        var application = new Application(org.ids().next("0oa"), name, label, org.now());
        org.apps().put(application);
        return application;
    }

    Application application(String id, String what) {
        return org.apps()
                .application(id)
                .orElseThrow(() -> new IllegalArgumentException("no application has the " + what + " " + id));
    }

    UserGroup named(String nameOrId) {
        return org.directory()
                .groupNamed(nameOrId)
                .orElseGet(() -> org.directory().group(nameOrId));
    }

    void grant(UserGroup group, AdminRole role) {
        group.roles.add(roleGrant(role, "GROUP"));
        org.log()
                .success(
                        Act.ofSandbox(),
                        "group.privilege.grant",
                        "Grant admin privileges to group",
                        SystemLog.Target.of(group));
    }

    void grant(Person person, AdminRole role) {
        person.roles.add(roleGrant(role, "USER"));
        org.log()
                .success(
                        Act.ofSandbox(),
                        "user.account.privilege.grant",
                        "Grant user privilege",
                        SystemLog.Target.of(person));
    }

    RoleGrant roleGrant(AdminRole role, String assignment) {
        return new RoleGrant(org.ids().next("KVJ"), role, assignment, org.now());
    }
}
