package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaDirectories;
import io.latchkey.okta.OktaDirectory;
import io.latchkey.okta.OktaGroup;
import io.latchkey.okta.OktaUser;
import io.latchkey.okta.Roles;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.provisioning.guard.Guardrails;
import io.latchkey.recipe.Guardrail;
import io.latchkey.recipe.Guardrail.Administration;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.work.PlannedStep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Finds the existing accounts in Okta that a request is about, and what guardrails have to know of them: two calls for each,
 * and one more where duties are kept apart.
 * A login is taken as it is; of a person in Jira an administrator has to have said which account theirs is. Nothing is
 * guessed from an address.
 */
@Component
class TargetAccounts {

    /** The reason code of what is held until somebody says which account a person has. */
    static final String NOT_MAPPED = "account.not-mapped";

    private final ApproverAccounts mapping;
    private final OktaConnections connections;
    private final OktaDirectories directories;
    private final Guardrails guardrails;
    private final TenantTransactions transactions;

    TargetAccounts(
            ApproverAccounts mapping,
            OktaConnections connections,
            OktaDirectories directories,
            Guardrails guardrails,
            TenantTransactions transactions) {
        this.mapping = mapping;
        this.connections = connections;
        this.directories = directories;
        this.guardrails = guardrails;
        this.transactions = transactions;
    }

    /**
     * What was found.
     *
     * @param inputs the recipe's inputs, with the accounts that they name
     * @param people what guardrails are asked about
     * @param problem why the request cannot be admitted as it is; empty when every account was found and no condition of the
     *     recipe refuses it
     */
    record Found(Map<String, JsonNode> inputs, List<Guardrail.Person> people, Optional<Outcome> problem) {}

    /** The connection, and which accounts in Okta people have: those the request is about, and those who approved. */
    private record Known(OktaConnection connection, Map<String, String> oktaUserIds, boolean dutiesAreApart) {}

    /**
     * Looks for every account that the inputs name; no call when they name none.
     *
     * @param approvers Atlassian accounts of those who approved: none of them may be whom the request is about
     */
    Found of(
            TenantId tenant,
            RecipeVersion version,
            Map<String, JsonNode> inputs,
            Collection<String> approvers,
            Runnable beforeCall) {
        if (inputs.values().stream().noneMatch(TargetAccount::isOne)) {
            return new Found(inputs, List.of(), Conditions.problem(version.recipe(), inputs));
        }
        Set<String> people = new HashSet<>(approvers);
        inputs.values().stream()
                .filter(TargetAccount::isOne)
                .flatMap(value -> TargetAccount.jiraAccount(value).stream())
                .forEach(people::add);
        Known known =
                transactions.read(tenant, () -> known(tenant, version.recipe().connection(), people));
        boolean byLogin = inputs.values().stream()
                .anyMatch(value -> TargetAccount.login(value).isPresent());
        if (byLogin && !known.oktaUserIds.keySet().containsAll(approvers)) {
            return new Found(inputs, List.of(), Optional.of(approverNotMapped()));
        }
        Map<String, JsonNode> found = new LinkedHashMap<>(inputs);
        Map<String, Guardrail.Person> facts = new LinkedHashMap<>();
        OktaDirectory directory = directories.of(known.connection);
        FieldNames names = FieldNames.of(version);
        for (Map.Entry<String, JsonNode> input : inputs.entrySet()) {
            if (!TargetAccount.isOne(input.getValue())) {
                continue;
            }
            Optional<String> person = TargetAccount.jiraAccount(input.getValue());
            Optional<String> mapped = person.map(known.oktaUserIds::get);
            if (person.isPresent() && mapped.isEmpty()) {
                return new Found(inputs, List.of(), Optional.of(notMapped(names.of(input.getKey()))));
            }
            beforeCall.run();
            Optional<OktaUser> user = mapped.isPresent()
                    ? directory.user(mapped.get())
                    : directory.findUser(TargetAccount.login(input.getValue()).orElseThrow());
            if (user.isEmpty()) {
                return new Found(
                        inputs, List.of(), Optional.of(notFound(names.of(input.getKey()), mapped.isPresent())));
            }
            String id = user.get().id();
            found.put(
                    input.getKey(),
                    TargetAccount.found(input.getValue(), id, user.get().login()));
            if (!facts.containsKey(id)) {
                beforeCall.run();
                Administration administration = administration(directory.adminRolesOfUser(id));
                Set<String> groups = known.dutiesAreApart ? groups(directory, id, beforeCall) : Set.of();
                facts.put(id, new Guardrail.Person(id, administration, groups));
            }
        }
        Optional<Outcome> own = approvers.stream().map(known.oktaUserIds::get).anyMatch(facts::containsKey)
                ? Optional.of(ownAccount())
                : Optional.empty();
        // Conditions see the login that Okta has, not what somebody typed or a person in Jira.
        return new Found(
                found, new ArrayList<>(facts.values()), own.or(() -> Conditions.problem(version.recipe(), found)));
    }

    /**
     * What guardrails have to know, before a plan goes on, of the existing accounts that its steps are about: no call where no
     * duties are kept apart, else one for each.
     */
    List<Guardrail.Person> now(TenantId tenant, String connection, List<PlannedStep> steps, Runnable beforeCall) {
        List<String> users = steps.stream()
                .map(step -> step.input().path("user"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .distinct()
                .toList();
        if (users.isEmpty()) {
            return List.of();
        }
        Known known = transactions.read(tenant, () -> known(tenant, connection, Set.of()));
        List<Guardrail.Person> people = new ArrayList<>();
        for (String user : users) {
            Set<String> held =
                    known.dutiesAreApart ? groups(directories.of(known.connection), user, beforeCall) : Set.of();
            people.add(new Guardrail.Person(user, Administration.NONE, held));
        }
        return people;
    }

    /**
     * Whether an administrator has said of somebody whom a plan is about, since it was made, that they have another account in
     * Okta, or none.
     */
    boolean isRemapped(TenantId tenant, String connection, JsonNode basis) {
        Map<String, String> pinned = new HashMap<>();
        basis.path(TargetAccount.PINNED)
                .forEach(value -> TargetAccount.jiraAccount(value)
                        .ifPresent(person -> pinned.put(
                                person, TargetAccount.oktaUserId(value).orElse(""))));
        if (pinned.isEmpty()) {
            return false;
        }
        Map<String, String> now =
                transactions.read(tenant, () -> known(tenant, connection, pinned.keySet())).oktaUserIds;
        return !now.equals(pinned);
    }

    /** Whether somebody who approved is whom the request is about; told before anything is read in Okta. */
    static Optional<Outcome> approvedByThemselves(Map<String, JsonNode> inputs, Collection<String> approvers) {
        return inputs.values().stream()
                        .filter(TargetAccount::isOne)
                        .flatMap(value -> TargetAccount.jiraAccount(value).stream())
                        .anyMatch(approvers::contains)
                ? Optional.of(ownAccount())
                : Optional.empty();
    }

    private Known known(TenantId tenant, String name, Set<String> people) {
        OktaConnection connection = connections.find(tenant, name).orElseThrow(() -> new ConnectionGone(name));
        return new Known(
                connection,
                mapping.oktaUserIds(tenant, connection.id(), people),
                !guardrails.duties(tenant, connection.id()).isEmpty());
    }

    private static Set<String> groups(OktaDirectory directory, String id, Runnable beforeCall) {
        beforeCall.run();
        return directory.groupsOf(id).stream().map(OktaGroup::id).collect(Collectors.toSet());
    }

    private static Administration administration(Roles roles) {
        if (roles instanceof Roles.Known) {
            return roles.countsAsAdministrator() ? Administration.HAS_ROLE : Administration.NONE;
        }
        return Administration.UNREADABLE;
    }

    private static Outcome ownAccount() {
        return new Outcome.Refused(
                "approval.own-access",
                "The request was approved by somebody whose own account it is about. Somebody else has to approve it.");
    }

    /** A login says nothing of who in Jira it belongs to: only the approver's own entry shows that it is not theirs. */
    private static Outcome approverNotMapped() {
        return new Outcome.Held(
                ApproverAccounts.NOT_MAPPED,
                "The request names an account by its login, and nobody has said which account in Okta somebody has who"
                        + " approved it, so nobody can tell whether it is their own. An administrator can enter it in"
                        + " Latchkey's settings; then this request is looked at again.");
    }

    private static Outcome notMapped(String input) {
        return new Outcome.Held(
                NOT_MAPPED,
                "Nobody has said which account in Okta the person in \"" + input
                        + "\" has, and Latchkey does not guess it from an address. An administrator can enter it in"
                        + " Latchkey's settings; then this request is looked at again.");
    }

    private static Outcome notFound(String input, boolean isMapped) {
        return isMapped
                ? new Outcome.Held(
                        "account.gone",
                        "The account in Okta that was entered for the person in \"" + input
                                + "\" does not exist there any more. An administrator can enter another one in Latchkey's"
                                + " settings.")
                : new Outcome.Refused(
                        "account.not-found",
                        "Okta has no account with the login in \"" + input
                                + "\". Correct it and have the request approved again.");
    }
}
