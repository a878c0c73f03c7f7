package io.latchkey.provisioning.guard;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.work.Deferred;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a plan asks of Okta.
 *
 * @param accounts that it makes
 * @param memberships how many it gives; one that two steps see to counts once
 * @param newGroups the names of groups that it makes
 */
record PlanDemand(List<NewAccount> accounts, int memberships, List<String> newGroups) {

    private static final Set<String> GIVING = Set.of("okta.ensure-groups", "okta.change-role", "grants.give");

    /** A new account, by what it is known by. */
    record NewAccount(String login, String email) {

        /** Without personal values. */
        @Override
        public String toString() {
            return "NewAccount";
        }
    }

    static PlanDemand of(Plan plan) {
        List<NewAccount> accounts = new ArrayList<>();
        Set<String> memberships = new HashSet<>();
        List<String> newGroups = new ArrayList<>();
        for (PlannedStep step : plan.steps()) {
            JsonNode input = step.input();
            if (step.kind().equals("okta.create-user")) {
                accounts.add(new NewAccount(
                        input.path("login").asText(), input.path("email").asText()));
                join(memberships, Deferred.output(step.key(), "userId").toString(), input);
            } else if (step.kind().equals("okta.create-group")) {
                newGroups.add(input.path("name").asText());
            } else if (GIVING.contains(step.kind())) {
                join(memberships, input.path("user").toString(), input);
            }
        }
        return new PlanDemand(List.copyOf(accounts), memberships.size(), List.copyOf(newGroups));
    }

    private static void join(Set<String> memberships, String user, JsonNode input) {
        input.path("groupIds").forEach(group -> memberships.add(user + " " + group.asText()));
        input.path("addGroupIds").forEach(group -> memberships.add(user + " " + group.asText()));
    }
}
