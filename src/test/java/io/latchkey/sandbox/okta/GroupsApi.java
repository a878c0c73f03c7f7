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
        return List.of(
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
        org.directory().leave(call.act(), person, group);
        return Reply.noContent();
    }

    private Reply roles(Call call) {
        UserGroup group = org.directory().group(call.path("groupId"));
        String url = org.url().get() + "/api/v1/groups/" + group.id;
        return Reply.ok(Json.array(
                group.roles.stream().map(grant -> grant.document(url)).toList()));
    }
}
