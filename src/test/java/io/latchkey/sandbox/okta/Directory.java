package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.http.Rules;
import io.latchkey.sandbox.okta.SystemLog.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The org's users and groups with their index. Everything is done under the org's lock. */
final class Directory {

    final Index users = new Index();
    final Index groups = new Index();

    private final Clock clock;
    private final Rules rules;
    private final SystemLog log;
    private final Documents documents;
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Map<String, UserGroup> groupsById = new LinkedHashMap<>();
    private Duration back = Duration.ZERO;

    Directory(Clock clock, Rules rules, SystemLog log, Documents documents) {
        this.clock = clock;
        this.rules = rules;
        this.log = log;
        this.documents = documents;
    }

    Instant now() {
        return clock.instant().minus(back);
    }

    /** Does something as if it had been done a while ago, so that no lag hides it. */
    void inThePast(Duration ago, Runnable deed) {
        back = ago;
        try {
            deed.run();
        } finally {
            back = Duration.ZERO;
        }
    }

    /** The instant whose state a lagging reader is shown. */
    Instant past(String lagRule) {
        return now().minus(Duration.ofMillis(rules.number(lagRule)));
    }

    Collection<Person> people() {
        people.values().forEach(this::settle);
        return people.values();
    }

    Collection<UserGroup> groups() {
        return groupsById.values();
    }

    private void settle(Person person) {
        if (person.settle(now())) {
            reindex(person);
        }
    }

    void add(Person person) {
        people.put(person.id, person);
        reindex(person);
    }

    void add(UserGroup group) {
        groupsById.put(group.id, group);
        reindex(group);
    }

    void reindex(Person person) {
        users.put(person.id, documents.listed(person), now());
    }

    void reindex(UserGroup group) {
        groups.put(group.id, documents.group(group), now());
    }

    /** By id, login, or the login's part before the at sign when only one user has it: Okta's three lookups. */
    Person user(String idOrLogin) {
        Person person = Optional.ofNullable(people.get(idOrLogin))
                .or(() -> byLogin(idOrLogin))
                .or(() -> byShortName(idOrLogin))
                .orElseThrow(() -> Problem.notFound(idOrLogin, "User"));
        if (person.created.isAfter(past(OktaRules.CREATE_LAG))) {
            throw Problem.notFound(idOrLogin, "User");
        }
        settle(person);
        return person;
    }

    /** By id only, which is what membership operations take. */
    Person userById(String id) {
        if (!people.containsKey(id)) {
            throw Problem.notFound(id, "User");
        }
        return user(id);
    }

    Optional<Person> byLogin(String login) {
        return people.values().stream()
                .filter(person -> person.login().equalsIgnoreCase(login))
                .findFirst();
    }

    Optional<Person> byEmail(String email) {
        return people.values().stream()
                .filter(person -> person.email().equalsIgnoreCase(email))
                .findFirst();
    }

    private Optional<Person> byShortName(String name) {
        String prefix = name.toLowerCase(Locale.ROOT) + "@";
        List<Person> found = people.values().stream()
                .filter(person -> person.login().toLowerCase(Locale.ROOT).startsWith(prefix))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    UserGroup group(String id) {
        UserGroup group = groupsById.get(id);
        if (group == null || group.created.isAfter(past(OktaRules.CREATE_LAG))) {
            throw Problem.notFound(id, "UserGroup");
        }
        return group;
    }

    Optional<UserGroup> groupNamed(String name) {
        return groupsById.values().stream()
                .filter(group -> group.name().equals(name))
                .findFirst();
    }

    UserGroup everyone() {
        return groupsById.values().stream()
                .filter(group -> group.type.equals(UserGroup.BUILT_IN))
                .findFirst()
                .orElseThrow();
    }

    /** Puts a user into a group; a member stays one, without an event. */
    void join(Act act, Person person, UserGroup group) {
        if (person.join(group.id, now())) {
            group.lastMembershipUpdated = now();
            reindex(group);
            if (!group.type.equals(UserGroup.BUILT_IN)) {
                log.success(
                        act,
                        "group.user_membership.add",
                        "Add user to group membership",
                        Target.of(person),
                        Target.of(group));
            }
        }
    }

    void leave(Act act, Person person, UserGroup group) {
        if (person.leave(group.id, now())) {
            group.lastMembershipUpdated = now();
            reindex(group);
            log.success(
                    act,
                    "group.user_membership.remove",
                    "Remove user from group membership",
                    Target.of(person),
                    Target.of(group));
        }
    }

    /** The groups of a user as a membership list shows them now. */
    List<UserGroup> groupsOf(Person person) {
        Set<String> ids = person.memberships.at(past(OktaRules.MEMBERSHIP_LAG)).orElse(Set.of());
        return groupsById.values().stream()
                .filter(group -> ids.contains(group.id))
                .toList();
    }

    /** The members of a group as a membership list shows them now. */
    List<Person> membersOf(UserGroup group) {
        Instant past = past(OktaRules.MEMBERSHIP_LAG);
        return people().stream()
                .filter(person -> person.memberships.at(past).orElse(Set.of()).contains(group.id))
                .toList();
    }

    void delete(Person person) {
        people.remove(person.id);
        users.remove(person.id, now());
    }

    void delete(UserGroup group) {
        new ArrayList<>(people.values()).forEach(person -> person.leave(group.id, now()));
        groupsById.remove(group.id);
        groups.remove(group.id, now());
    }

    /** The roles a user holds, directly or through groups. */
    Set<AdminRole> rolesOf(Person person) {
        Set<AdminRole> roles = person.roles.stream().map(RoleGrant::role).collect(Collectors.toSet());
        for (String groupId : person.groupIds()) {
            UserGroup group = groupsById.get(groupId);
            if (group != null) {
                group.roles.forEach(grant -> roles.add(grant.role()));
            }
        }
        return roles;
    }

    /** Unverified: administrators other than super administrators cannot touch users that hold admin roles. */
    void demandMayChange(Caller caller, Person person) {
        if (rules.isOn(OktaRules.PROTECT_ADMINS)
                && !caller.isSuperAdmin()
                && !rolesOf(person).isEmpty()) {
            throw Problem.forbidden();
        }
    }

    /** Only ordinary groups have members by API; those that grant admin roles need a super administrator. */
    void demandMayChange(Caller caller, UserGroup group) {
        group.demandEditable();
        if (rules.isOn(OktaRules.PROTECT_ADMINS) && !caller.isSuperAdmin() && !group.roles.isEmpty()) {
            throw Problem.forbidden();
        }
    }

    ObjectNode single(Person person) {
        return documents.single(person);
    }
}
