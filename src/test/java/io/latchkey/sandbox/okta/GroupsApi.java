package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.okta.SystemLog.Target;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /api/v1/groups}: groups, their members and their roles. */
final class GroupsApi {

    private static final int PAGE = 10_000;
    private static final int MEMBERS = 1_000;

    private final Org org;

    GroupsApi(Org org) {
        this.org = org;
    }

    List<Endpoint> endpoints() {
        String read = "okta.groups.read";
        String manage = "okta.groups.manage";
        String one = "/api/v1/groups/{groupId}";
        String member = one + "/users/{userId}";
        Permission groups = Permission.GROUPS_MANAGE;
        Permission members = Permission.MEMBERS_MANAGE;
        String owners = one + "/owners";
        return List.of(
                Endpoint.list("/api/v1/groups/rules", Bucket.GROUPS, read, Permission.GROUPS_READ, this::rules),
                Endpoint.list(owners, Bucket.GROUPS, read, Permission.GROUPS_READ, this::owners),
                Endpoint.of("POST", owners, Bucket.GROUPS, manage, groups, this::own),
                Endpoint.of("DELETE", owners + "/{ownerId}", Bucket.GROUPS, manage, groups, this::disown),
                Endpoint.list("/api/v1/groups", Bucket.GROUPS, read, Permission.GROUPS_READ, this::list),
                Endpoint.of("POST", "/api/v1/groups", Bucket.GROUPS, manage, groups, this::add),
                Endpoint.of("GET", one, Bucket.GROUP, read, Permission.GROUPS_READ, this::get),
                Endpoint.of("PUT", one, Bucket.GROUP, manage, groups, this::replace),
                Endpoint.of("DELETE", one, Bucket.GROUP, manage, groups, this::delete),
                Endpoint.list(one + "/users", Bucket.GROUPS, read, Permission.GROUPS_READ, this::members),
                Endpoint.of("PUT", member, Bucket.GROUPS, manage, members, this::join),
                Endpoint.of("DELETE", member, Bucket.GROUPS, manage, members, this::leave),
                Endpoint.list(one + "/roles", Bucket.GROUPS, "okta.roles.read", Permission.ROLES_READ, this::roles));
    }

    private Reply list(Call call) {
        List<ObjectNode> groups = found(call.query("q"), call.query("search").or(() -> call.query("filter")));
        return Paging.page(call, org.url().get(), groups, call.limit(PAGE, PAGE));
    }

    /** The plain list is the primary store; q, filter and search come from the index. q is the start of the name. */
    private List<ObjectNode> found(Optional<String> q, Optional<String> expression) {
        List<ObjectNode> indexed = org.directory().groups.at(org.directory().past(OktaRules.SEARCH_LAG));
        if (expression.isPresent()) {
            return Listing.matching(indexed, expression.get());
        }
        if (q.isPresent()) {
            String wanted = q.get().toLowerCase(Locale.ROOT);
            return indexed.stream()
                    .filter(group -> group.path("profile")
                            .path("name")
                            .asText()
                            .toLowerCase(Locale.ROOT)
                            .startsWith(wanted))
                    .toList();
        }
        return org.directory().groups().stream().map(org.documents()::group).toList();
    }

    private Reply add(Call call) {
        ObjectNode profile = profile(call);
        demandFree(profile, "");
        UserGroup group = new UserGroup(org.ids().next("00g"), UserGroup.OKTA_GROUP, org.now(), profile);
        org.directory().add(group);
        org.log().success(call.act(), "group.lifecycle.create", "Create Okta group", Target.of(group));
        return Reply.ok(org.documents().group(group));
    }

    private Reply get(Call call) {
        return Reply.ok(org.documents().group(org.directory().group(call.path("groupId"))));
    }

    private Reply replace(Call call) {
        UserGroup group = org.directory().group(call.path("groupId"));
        org.directory().demandMayChange(call.caller(), group);
        ObjectNode profile = profile(call);
        demandFree(profile, group.id);
        group.profile = profile;
        group.lastUpdated = org.now();
        org.directory().reindex(group);
        org.log().success(call.act(), "group.profile.update", "Update Okta group", Target.of(group));
        return Reply.ok(org.documents().group(group));
    }

    private Reply delete(Call call) {
        UserGroup group = org.directory().group(call.path("groupId"));
        org.directory().demandMayChange(call.caller(), group);
        org.directory().delete(group);
        org.log().success(call.act(), "group.lifecycle.delete", "Delete Okta group", Target.of(group));
        return Reply.noContent();
    }

    private ObjectNode profile(Call call) {
        if (!(call.body().path("profile") instanceof ObjectNode given)) {
            throw Problem.validation("profile", "profile: The field cannot be left blank");
        }
        String name = given.path("name").asText("");
        if (name.isBlank()) {
            throw Problem.validation("name", "name: The field cannot be left blank");
        }
        demandLength("name", name, 255);
        demandLength("description", given.path("description").asText(""), 1024);
        return Profiles.cleared(given);
    }

    private static void demandLength(String field, String value, int most) {
        if (value.length() > most) {
            throw Problem.validation(field, field + ": String is too long (maximum " + most + " characters)");
        }
    }

    private void demandFree(ObjectNode profile, String self) {
        Optional<UserGroup> holder =
                org.directory().groupNamed(profile.path("name").asText());
        if (org.rules().isOn(OktaRules.GROUP_NAME_UNIQUE)
                && holder.isPresent()
                && !holder.get().id.equals(self)) {
            throw Problem.duplicate("name");
        }
    }

    private Reply members(Call call) {
        UserGroup group = org.directory().group(call.path("groupId"));
        List<ObjectNode> members = org.directory().membersOf(group).stream()
                .map(org.documents()::listed)
                .toList();
        return Paging.page(call, org.url().get(), members, call.limit(MEMBERS, MEMBERS));
    }

    /** 204 for a member too, as seen in public reports. */
    private Reply join(Call call) {
        UserGroup group = org.directory().group(call.path("groupId"));
        Person person = org.directory().userById(call.path("userId"));
        org.directory().demandMayChange(call.caller(), group);
        org.directory().join(call.act(), person, group);
        return Reply.noContent();
    }

    private Reply leave(Call call) {
        UserGroup group = org.directory().group(call.path("groupId"));
        Person person = org.directory().userById(call.path("userId"));
        org.directory().demandMayChange(call.caller(), group);
        if (person.groupIds().contains(group.id)) {
            org.groupRules().takenOut(call.act(), person, group);
        }
        org.directory().leave(call.act(), person, group);
        return Reply.noContent();
    }

    /** Okta: the search looks for a text in a rule's name, or for a group's id. */
    private Reply rules(Call call) {
        String wanted = call.query("search").orElse("").toLowerCase(Locale.ROOT);
        List<ObjectNode> rules = org.groupRules().all().stream()
                .filter(rule -> rule.name.toLowerCase(Locale.ROOT).contains(wanted)
                        || rule.groupId.toLowerCase(Locale.ROOT).equals(wanted))
                .map(GroupRules.Rule::document)
                .toList();
        return Paging.page(call, org.url().get(), rules, call.limit(50, 200));
    }

    private Reply owners(Call call) {
        UserGroup group = org.directory().group(call.path("groupId"));
        List<ObjectNode> owners =
                group.owners.keySet().stream().map(id -> owner(group, id)).toList();
        return Paging.page(call, org.url().get(), owners, call.limit(1_000, 1_000));
    }

    /** Okta: 201, and again 201 for one who owns it already (unverified). */
    private Reply own(Call call) {
        UserGroup group = org.directory().group(call.path("groupId"));
        ObjectNode body = call.body();
        if (!body.path("type").asText().equals("USER")) {
            throw Problem.validation("type", "type: The value must be USER or GROUP");
        }
        Person person = org.directory().userById(body.path("id").asText());
        if (group.owners.putIfAbsent(person.id, org.now()) == null) {
            org.log()
                    .success(
                            call.act(),
                            "group.owner.add",
                            "Add an owner to a group",
                            Target.of(person),
                            Target.of(group));
        }
        return Reply.of(201, owner(group, person.id));
    }

    private Reply disown(Call call) {
        UserGroup group = org.directory().group(call.path("groupId"));
        if (group.owners.remove(call.path("ownerId")) == null) {
            throw Problem.notFound(call.path("ownerId"), "GroupOwner");
        }
        return Reply.noContent();
    }

    private ObjectNode owner(UserGroup group, String id) {
        ObjectNode owner = Json.object();
        owner.put("id", id);
        owner.put("type", "USER");
        owner.put("resolved", true);
        owner.put("originType", "OKTA_DIRECTORY");
        owner.put("displayName", org.directory().userById(id).fullName());
        owner.put("lastUpdated", Json.time(group.owners.get(id)));
        return owner;
    }

    private Reply roles(Call call) {
        UserGroup group = org.directory().group(call.path("groupId"));
        String url = org.url().get() + "/api/v1/groups/" + group.id;
        return Reply.ok(Json.array(
                group.roles.stream().map(grant -> grant.document(url)).toList()));
    }
}
