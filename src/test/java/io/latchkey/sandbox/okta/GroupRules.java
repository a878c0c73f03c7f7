package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.okta.SystemLog.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Group rules of the form {@code user.attribute=="value"}: they put people into groups and take them out again by
 * themselves. Okta: whoever is taken out by hand is put on the rule's list of exceptions, silently but for an event of the
 * System Log. Guarded by the org's lock.
 */
final class GroupRules {

    private final Directory directory;
    private final SystemLog log;
    private final Ids ids;
    private final List<Rule> rules = new ArrayList<>();

    GroupRules(Directory directory, SystemLog log, Ids ids) {
        this.directory = directory;
        this.log = log;
        this.ids = ids;
    }

    /** A rule. */
    static final class Rule {

        final String id;
        final String name;
        final String attribute;
        final String value;
        final String groupId;
        final Instant created;
        boolean active = true;
        final Set<String> excluded = new LinkedHashSet<>();
        final Set<String> members = new LinkedHashSet<>();

        Rule(String id, String name, String attribute, String value, String groupId, Instant created) {
            this.id = id;
            this.name = name;
            this.attribute = attribute;
            this.value = value;
            this.groupId = groupId;
            this.created = created;
        }

        private boolean matches(Person person) {
            return active
                    && !excluded.contains(person.id)
                    && person.profile.path(attribute).asText().equals(value);
        }

        ObjectNode document() {
            ObjectNode document = Json.object();
            document.put("type", "group_rule");
            document.put("id", id);
            document.put("status", active ? "ACTIVE" : "INACTIVE");
            document.put("name", name);
            document.put("created", Json.time(created));
            document.put("lastUpdated", Json.time(created));
            ObjectNode conditions = document.putObject("conditions");
            ObjectNode people = conditions.putObject("people");
            people.putObject("users").set("exclude", Json.texts(excluded));
            people.putObject("groups").putArray("exclude");
            conditions
                    .putObject("expression")
                    .put("value", "user." + attribute + "==\"" + value + "\"")
                    .put("type", "urn:okta:expression:1.0");
            document.putObject("actions")
                    .putObject("assignUserToGroups")
                    .putArray("groupIds")
                    .add(groupId);
            return document;
        }
    }

    List<Rule> all() {
        return List.copyOf(rules);
    }

    /** Makes an active rule, which takes effect at once. */
    Rule add(String name, String attribute, String value, UserGroup group) {
        var rule = new Rule(ids.next("0pr"), name, attribute, value, group.id, directory.now());
        rules.add(rule);
        List.copyOf(directory.people()).forEach(this::apply);
        return rule;
    }

    /** Evaluates all rules for somebody who is new or has changed; Okta does it, so Okta is the actor. */
    void apply(Person person) {
        for (Rule rule : rules) {
            UserGroup group = directory.group(rule.groupId);
            if (rule.matches(person)) {
                if (!person.groupIds().contains(group.id)) {
                    directory.join(Act.ofSandbox(), person, group);
                    rule.members.add(person.id);
                }
            } else if (rule.members.remove(person.id)) {
                directory.leave(Act.ofSandbox(), person, group);
            }
        }
    }

    /** Somebody is taken out of a group by hand. */
    void takenOut(Act act, Person person, UserGroup group) {
        for (Rule rule : rules) {
            if (rule.groupId.equals(group.id) && rule.matches(person)) {
                rule.excluded.add(person.id);
                rule.members.remove(person.id);
                log.success(
                        act,
                        "group.user_membership.rule.add_exclusion",
                        "Add user to a group rule's exclusions",
                        Target.of(person),
                        Target.of(group),
                        new Target(rule.id, "GroupRule", rule.name, rule.name));
            }
        }
    }
}
