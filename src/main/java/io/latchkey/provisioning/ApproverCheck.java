package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.latchkey.jira.Person;
import io.latchkey.recipe.Recipe.Approval;
import io.latchkey.recipe.Recipe.Approver;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether those who approved may. Everybody whose yes is in an approval that counts must be somebody who may: one who may
 * not makes the approval worth nothing, since nobody knows whether Jira would have asked somebody else in their place.
 */
final class ApproverCheck {

    private ApproverCheck() {}

    /** What the request itself tells of them, before anything more is read. */
    static Optional<Outcome> byRequest(
            Approval rule, List<String> approvers, ApproverHistory history, Map<String, JsonNode> inputs) {
        Integer quorum = rule.quorum();
        if (quorum != null && approvers.size() < quorum) {
            return refused(
                    "approval.quorum-not-met",
                    "The recipe asks for the approval of " + quorum + " people, and " + approvers.size()
                            + " gave it. Ask for it once more, of enough people.");
        }
        Optional<Outcome> own = ownAccess(rule, approvers, inputs).or(() -> history.against(approvers));
        if (own.isPresent()) {
            return own;
        }
        boolean onlyPeople = !rule.approvers().isEmpty() && !rule.asksForGroups();
        return onlyPeople && !approvers.stream().allMatch(named(rule, inputs)::contains)
                ? notAllowed()
                : Optional.empty();
    }

    private static Optional<Outcome> ownAccess(Approval rule, List<String> approvers, Map<String, JsonNode> inputs) {
        if (rule.beneficiary() == null) {
            return Optional.empty();
        }
        Set<String> people = beneficiaries(rule, inputs);
        if (people.isEmpty()) {
            return Optional.of(new Outcome.Held(
                    "approval.beneficiary-unknown",
                    "The request does not say who gets the access, so nobody can tell whether they approved it"
                            + " themselves. Enter it and have the request approved again."));
        }
        return approvers.stream().anyMatch(people::contains)
                ? refused(
                        "approval.own-access",
                        "The request was approved by somebody who would get the access. Somebody else has to approve it.")
                : Optional.empty();
    }

    /** What their accounts tell of them. */
    static Optional<Outcome> byAccounts(
            Approval rule, List<String> approvers, Map<String, JsonNode> inputs, Collection<ApproverFacts> facts) {
        Map<String, ApproverFacts> known = new HashMap<>();
        facts.forEach(fact -> known.put(fact.accountId(), fact));
        Optional<Outcome> held = Optional.empty();
        for (String approver : approvers) {
            ApproverFacts fact = known.getOrDefault(approver, ApproverFacts.notShown(approver));
            Optional<Outcome> outcome =
                    account(rule, fact).or(() -> membership(rule, fact, inputs)).or(() -> okta(fact));
            if (outcome.isPresent() && outcome.get() instanceof Outcome.Refused) {
                return outcome;
            }
            held = held.or(() -> outcome);
        }
        return held.or(() -> distinct(rule, approvers, known.values()));
    }

    /** Whether somebody's groups decide whether they may approve: people whom the recipe names need none. */
    static boolean groupsDecide(Approval rule, String approver, Map<String, JsonNode> inputs) {
        return rule.asksForGroups() && !named(rule, inputs).contains(approver);
    }

    /** Two accounts in Jira of one person in Okta are one person. */
    private static Optional<Outcome> distinct(Approval rule, List<String> approvers, Collection<ApproverFacts> facts) {
        if (!rule.needsOktaAccount()) {
            return Optional.empty();
        }
        long people = facts.stream()
                .map(ApproverFacts::oktaUserId)
                .flatMap(Optional::stream)
                .distinct()
                .count();
        int wanted = rule.quorum() == null ? approvers.size() : rule.quorum();
        return people < wanted
                ? refused(
                        "approval.quorum-not-met",
                        "The approval of " + wanted + " people is asked for, and " + people
                                + " gave it: some of those who approved have the same account in Okta. Ask for it once"
                                + " more, of enough people.")
                : Optional.empty();
    }

    private static Optional<Outcome> account(Approval rule, ApproverFacts fact) {
        if (fact.accountType().isEmpty()) {
            return Optional.of(new Outcome.Held(
                    "approval.approver-not-shown",
                    "Jira does not show Latchkey the account of somebody who approved, so nobody can tell whether it"
                            + " is a person's. Give the app the global permission \"Browse users and groups\", or"
                            + " ask somebody else for the approval; any change of the request has it looked at"
                            + " again."));
        }
        String type = fact.accountType().get();
        if (!Person.isHuman(type) || !fact.active()) {
            return refused(ApprovalRounds.NOT_A_PERSON, ApprovalRounds.NOT_A_PERSON_SENTENCE);
        }
        return type.equals("customer") && !rule.allowsCustomers()
                ? refused(
                        "approval.approver-is-customer",
                        "The approval was given by a customer of the portal, and this recipe takes it from people of the"
                                + " site only. Ask one of them, or let an administrator change the recipe.")
                : Optional.empty();
    }

    private static Optional<Outcome> membership(Approval rule, ApproverFacts fact, Map<String, JsonNode> inputs) {
        if (rule.approvers().isEmpty() || named(rule, inputs).contains(fact.accountId())) {
            return Optional.empty();
        }
        if (!rule.asksForGroups()) {
            return notAllowed();
        }
        if (fact.groupIds().isEmpty()) {
            return Optional.of(new Outcome.Held(
                    "approval.groups-not-shown",
                    "Jira does not show Latchkey the groups of somebody who approved, so nobody can tell whether they"
                            + " may. Give the app the global permission \"Browse users and groups\"; any change of the"
                            + " request has it looked at again."));
        }
        Set<String> groups = fact.groupIds().get();
        return rule.approvers().stream().map(Approver::group).anyMatch(group -> group != null && groups.contains(group))
                ? Optional.empty()
                : notAllowed();
    }

    private static Optional<Outcome> okta(ApproverFacts fact) {
        return switch (fact.okta()) {
            case NOT_ASKED, ACTIVE -> Optional.empty();
            case NOT_MAPPED ->
                Optional.of(new Outcome.Held(
                        ApproverAccounts.NOT_MAPPED,
                        "The recipe wants to know the Okta account of everybody who approves, and no administrator has"
                                + " said which one somebody here has. Enter it in Latchkey's settings; then this request"
                                + " goes on by itself."));
            case REQUESTERS ->
                refused(
                        "approval.own-request",
                        "The request was approved by the person who raised it or would get the access, from another"
                                + " account in Jira. Somebody else has to approve it.");
            case NOT_ACTIVE ->
                refused(
                        "approval.approver-not-active-in-okta",
                        "The approval was given by somebody whose account in Okta is not active. Ask somebody else for"
                                + " it.");
        };
    }

    /** Who gets the access, as far as the recipe says where that stands. */
    static Set<String> beneficiaries(Approval rule, Map<String, JsonNode> inputs) {
        return rule.beneficiary() == null ? Set.of() : people(inputs, rule.beneficiary());
    }

    /** Who may approve without a look at their groups. */
    private static Set<String> named(Approval rule, Map<String, JsonNode> inputs) {
        Set<String> named = new HashSet<>();
        for (Approver approver : rule.approvers()) {
            if (approver.person() != null) {
                named.add(approver.person());
            }
            if (approver.input() != null) {
                named.addAll(people(inputs, approver.input()));
            }
        }
        return named;
    }

    private static Set<String> people(Map<String, JsonNode> inputs, String name) {
        Set<String> people = new HashSet<>();
        inputs.getOrDefault(name, MissingNode.getInstance()).forEach(account -> people.add(account.asText()));
        return people;
    }

    private static Optional<Outcome> notAllowed() {
        return refused(
                "approval.approver-not-allowed",
                "The approval was given by somebody who is not among those whom the recipe lets approve. Ask one of them.");
    }

    private static Optional<Outcome> refused(String code, String sentence) {
        return Optional.of(new Outcome.Refused(code, sentence));
    }
}
