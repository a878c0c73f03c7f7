package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.okta.Application.Assignee;
import io.latchkey.sandbox.okta.SystemLog.Target;
import java.util.List;
import java.util.Optional;

/** {@code /api/v1/apps/{appId}/users} and {@code …/groups}: who is assigned; and the links on a person's dashboard. */
final class AppsApi {

    private final Org org;

    AppsApi(Org org) {
        this.org = org;
    }

    List<Endpoint> endpoints() {
        String read = "okta.apps.read";
        String manage = "okta.apps.manage";
        String users = "/api/v1/apps/{appId}/users";
        String user = users + "/{userId}";
        String group = "/api/v1/apps/{appId}/groups/{groupId}";
        Permission reads = Permission.APPS_READ;
        Permission assigns = Permission.APPS_ASSIGN;
        return List.of(
                Endpoint.of("GET", user, Bucket.APPS, read, reads, this::assignment),
                Endpoint.of("POST", users, Bucket.APPS, manage, assigns, this::assign),
                Endpoint.of("DELETE", user, Bucket.APPS, manage, assigns, this::unassign),
                Endpoint.of("GET", group, Bucket.APPS, read, reads, this::ofGroup),
                Endpoint.list(
                        "/api/v1/groups/{groupId}/apps",
                        Bucket.GROUPS,
                        "okta.groups.read",
                        Permission.GROUPS_READ,
                        this::appsOfGroup),
                Endpoint.of("PUT", group, Bucket.APPS, manage, assigns, this::assignGroup),
                Endpoint.of("DELETE", group, Bucket.APPS, manage, assigns, this::unassignGroup),
                Endpoint.list(
                        "/api/v1/users/{id}/appLinks",
                        Bucket.USERS,
                        "okta.users.read",
                        Permission.USERS_READ,
                        this::links));
    }

    private Application app(Call call) {
        String id = call.path("appId");
        return org.apps().application(id).orElseThrow(() -> Problem.notFound(id, "AppInstance"));
    }

    private Reply assignment(Call call) {
        Application app = app(call);
        Person person = org.directory().userById(call.path("userId"));
        return Reply.ok(document(app, person).orElseThrow(() -> Problem.notFound(person.id, "AppUser")));
    }

    /** A direct assignment, or the one that a group gives; a direct one wins. */
    private Optional<ObjectNode> document(Application app, Person person) {
        Assignee direct = app.people.get(person.id);
        if (direct != null) {
            return Optional.of(document(app, person, "USER", direct));
        }
        return app.groups.entrySet().stream()
                .filter(group -> person.groupIds().contains(group.getKey()))
                .findFirst()
                .map(group -> document(
                        app,
                        person,
                        "GROUP",
                        new Assignee("0ua" + person.id.substring(3), Json.object(), group.getValue())));
    }

    private ObjectNode document(Application app, Person person, String scope, Assignee assignee) {
        ObjectNode document = Json.object();
        document.put("id", person.id);
        document.put("created", Json.time(assignee.since()));
        document.put("lastUpdated", Json.time(assignee.since()));
        document.put("scope", scope);
        document.put("status", "ACTIVE");
        document.put("statusChanged", Json.time(assignee.since()));
        document.put("syncState", "DISABLED");
        document.putObject("credentials").put("userName", person.login());
        ObjectNode profile = document.putObject("profile");
        profile.put("email", person.email());
        profile.setAll(assignee.profile());
        ObjectNode links = document.putObject("_links");
        links.set("app", Json.link(org.url().get() + "/api/v1/apps/" + app.id));
        links.set("user", Json.link(org.documents().userUrl(person)));
        return document;
    }

    /** Okta: an inactive user is refused with E0000117. Unverified: who is assigned already is changed, with 200. */
    private Reply assign(Call call) {
        Application app = app(call);
        ObjectNode body = call.body();
        Person person = org.directory().userById(body.path("id").asText());
        if (!app.active) {
            throw Problem.validation("app", "The application is not active");
        }
        if (person.is(Status.DEPROVISIONED, Status.SUSPENDED)) {
            throw Problem.of(403, "E0000117", "Cannot assign apps or update app profiles for an inactive user");
        }
        ObjectNode profile = body.path("profile") instanceof ObjectNode given ? given.deepCopy() : Json.object();
        assign(call.act(), app, person, profile);
        return Reply.ok(document(app, person).orElseThrow());
    }

    void assign(Act act, Application app, Person person, ObjectNode profile) {
        var assignee = new Assignee(org.ids().next("0ua"), profile, org.now());
        boolean isNew = app.people.put(person.id, assignee) == null;
        org.log()
                .success(
                        act,
                        isNew ? "application.user_membership.add" : "application.user_membership.update",
                        "Add user to application membership",
                        targets(app, person, assignee));
    }

    /** Okta: what a group gives is refused with E0000046. */
    private Reply unassign(Call call) {
        Application app = app(call);
        Person person = org.directory().userById(call.path("userId"));
        Assignee direct = app.people.get(person.id);
        if (direct == null && document(app, person).isPresent()) {
            throw Problem.of(
                    403,
                    "E0000046",
                    "Deactivate application for user forbidden. User is assigned to this application by a group.");
        }
        if (direct == null) {
            throw Problem.notFound(person.id, "AppUser");
        }
        app.people.remove(person.id);
        org.log()
                .success(
                        call.act(),
                        "application.user_membership.remove",
                        "Remove user's application membership",
                        targets(app, person, direct));
        return Reply.noContent();
    }

    private static Target[] targets(Application app, Person person, Assignee assignee) {
        return new Target[] {
            new Target(assignee.id(), "AppUser", person.login(), person.fullName()), target(app), Target.of(person)
        };
    }

    private static Target target(Application app) {
        return new Target(app.id, "AppInstance", app.label, app.label);
    }

    private Reply ofGroup(Call call) {
        Application app = app(call);
        UserGroup group = org.directory().group(call.path("groupId"));
        if (!app.groups.containsKey(group.id)) {
            throw Problem.notFound(group.id, "ApplicationGroupAssignment");
        }
        return Reply.ok(document(app, group));
    }

    private Reply assignGroup(Call call) {
        Application app = app(call);
        UserGroup group = org.directory().group(call.path("groupId"));
        if (app.groups.putIfAbsent(group.id, org.now()) == null) {
            log(call, "add", app, group);
        }
        return Reply.ok(document(app, group));
    }

    private Reply unassignGroup(Call call) {
        Application app = app(call);
        UserGroup group = org.directory().group(call.path("groupId"));
        if (app.groups.remove(group.id) == null) {
            throw Problem.notFound(group.id, "ApplicationGroupAssignment");
        }
        log(call, "remove", app, group);
        return Reply.noContent();
    }

    private void log(Call call, String what, Application app, UserGroup group) {
        org.log()
                .success(
                        call.act(),
                        "group.application_assignment." + what,
                        "Change a group's assignment to an application",
                        Target.of(group),
                        target(app));
    }

    private ObjectNode document(Application app, UserGroup group) {
        ObjectNode document = Json.object();
        document.put("id", group.id);
        document.put("lastUpdated", Json.time(app.groups.get(group.id)));
        document.put("priority", 0);
        document.putObject("profile");
        ObjectNode links = document.putObject("_links");
        String url = org.url().get() + "/api/v1/";
        links.set("app", Json.link(url + "apps/" + app.id));
        links.set("self", Json.link(url + "apps/" + app.id + "/groups/" + group.id));
        links.set("group", Json.link(url + "groups/" + group.id));
        return document;
    }

    private Reply appsOfGroup(Call call) {
        UserGroup group = org.directory().group(call.path("groupId"));
        List<ObjectNode> apps = org.apps().applications().stream()
                .filter(app -> app.groups.containsKey(group.id))
                .map(app -> OrgApi.document(app, org.url().get()))
                .toList();
        return Paging.page(call, org.url().get(), apps, call.limit(20, 200));
    }

    private Reply links(Call call) {
        Person person = org.directory().user(call.path("id"));
        List<ObjectNode> links = org.apps().applications().stream()
                .filter(app -> app.active && document(app, person).isPresent())
                .map(app -> link(app, person))
                .toList();
        return Reply.ok(Json.array(links));
    }

    private ObjectNode link(Application app, Person person) {
        ObjectNode link = Json.object();
        link.put("id", "00ub" + app.id.substring(3));
        link.put("label", app.label);
        link.put("linkUrl", org.url().get() + "/home/bookmark/" + app.id + "/2557");
        link.put("logoUrl", org.url().get() + "/img/logos/bookmark-app.png");
        link.put("appName", "bookmark");
        link.put("appInstanceId", app.id);
        link.put("appAssignmentId", "0ua" + person.id.substring(3));
        link.put("credentialsSetup", false);
        link.put("hidden", false);
        link.put("sortOrder", 0);
        return link;
    }
}
