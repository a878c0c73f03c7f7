package io.latchkey.provisioning.guard;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.recipe.Guardrail;
import io.latchkey.work.Deferred;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a plan asks of Okta.
 *
 * @param accounts that it makes
 * @param memberships how many it gives, applications included; one that two steps see to counts once
 * @param newGroups the names of groups that it makes
 * @param changes what it gives to and takes from each account, by what the plan calls it, in its order
 * @param apps the ids of applications that it gives or takes
 * @param wholeGroups whether it gives an application to all members of a group, of whom nobody knows how many there are
 */
record PlanDemand(
        List<NewAccount> accounts,
        int memberships,
        List<String> newGroups,
        List<Change> changes,
        Set<String> apps,
        boolean wholeGroups) {

    private static final String APP_TO_GROUP = "okta.assign-app-to-group";

    private static final Set<String> GIVING = Set.of("okta.ensure-groups", "okta.change-role", "grants.give");

    private static final Set<String> APPS = Set.of("okta.assign-app", APP_TO_GROUP);

    /** A new account, by what it is known by. */
    record NewAccount(String login, String email) {

        /** Without personal values. */
        @Override
        public String toString() {
            return "NewAccount";
        }
    }

    /** Groups that an account gets and loses. */
    record Change(String user, Set<String> given, Set<String> taken) {}

    /** What each account has after each step that changes it: those that it has now are known of existing people. */
    List<Guardrail.Holding> holdings(List<Guardrail.Person> people) {
        Map<String, Set<String>> held = new HashMap<>();
        people.forEach(person -> held.put(person.id(), new HashSet<>(person.groupIds())));
        List<Guardrail.Holding> holdings = new ArrayList<>();
        for (Change change : changes) {
            Set<String> groups = held.computeIfAbsent(change.user, user -> new HashSet<>());
            groups.removeAll(change.taken);
            groups.addAll(change.given);
            if (!change.given.isEmpty()) {
                holdings.add(new Guardrail.Holding(groups));
            }
        }
        return holdings;
    }

    /** The groups that it gives to these accounts. */
    List<String> given(List<Guardrail.Person> people) {
        Set<String> known = people.stream().map(Guardrail.Person::id).collect(Collectors.toSet());
        return changes.stream()
                .filter(change -> known.contains(change.user))
                .flatMap(change -> change.given.stream().map(group -> AdmittedLately.given(change.user, group)))
                .distinct()
                .toList();
    }

    private static Change change(PlannedStep step, String user) {
        Set<String> given = new HashSet<>();
        Set<String> taken = new HashSet<>();
        step.input().path("addGroupIds").forEach(id -> given.add(id.asText()));
        step.input().path("removeGroupIds").forEach(id -> taken.add(id.asText()));
        step.input()
                .path("groupIds")
                .forEach(id -> (step.kind().equals("okta.remove-from-groups") ? taken : given).add(id.asText()));
        return new Change(user, given, taken);
    }

    /** An account that an earlier step makes is called by what refers to it. */
    private static String user(PlannedStep step) {
        JsonNode user = step.input().path("user");
        return user.isTextual() ? user.asText() : user.toString();
    }

    static PlanDemand of(Plan plan) {
        List<NewAccount> accounts = new ArrayList<>();
        Set<String> memberships = new HashSet<>();
        List<String> newGroups = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        Set<String> apps = new LinkedHashSet<>();
        for (PlannedStep step : plan.steps()) {
            JsonNode input = step.input();
            // Whatever the kind: a step that names none where it should is judged by an id that nobody allows.
            if (input.has("app") || APPS.contains(step.kind())) {
                apps.add(input.path("app").asText());
            }
            changes.add(change(
                    step,
                    step.kind().equals("okta.create-user")
                            ? Deferred.output(step.key(), "userId").toString()
                            : user(step)));
            if (step.kind().equals("okta.create-user")) {
                accounts.add(new NewAccount(
                        input.path("login").asText(), input.path("email").asText()));
                join(memberships, Deferred.output(step.key(), "userId").toString(), input);
            } else if (step.kind().equals("okta.create-group")) {
                newGroups.add(input.path("name").asText());
            } else if (GIVING.contains(step.kind())) {
                join(memberships, input.path("user").toString(), input);
            } else if (APPS.contains(step.kind())) {
                memberships.add(input.path("user") + " " + input.path("groupId") + " " + input.path("app"));
            }
        }
        return new PlanDemand(
                List.copyOf(accounts),
                memberships.size(),
                List.copyOf(newGroups),
                List.copyOf(changes),
                Collections.unmodifiableSet(apps),
                plan.steps().stream().anyMatch(step -> step.kind().equals(APP_TO_GROUP)));
    }

    private static void join(Set<String> memberships, String user, JsonNode input) {
        input.path("groupIds").forEach(group -> memberships.add(user + " " + group.asText()));
        input.path("addGroupIds").forEach(group -> memberships.add(user + " " + group.asText()));
    }
}
