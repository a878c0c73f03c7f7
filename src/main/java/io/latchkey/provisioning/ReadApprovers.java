package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.jira.Change;
import io.latchkey.jira.JiraRequests;
import io.latchkey.jira.Person;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaDirectories;
import io.latchkey.okta.OktaUser;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.provisioning.ApproverFacts.InOkta;
import io.latchkey.recipe.Recipe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Collects what is true of those who approved. The history tells of an approver whose approval moved the request what kind
 * of account theirs is; of another Jira is asked, one call each, and so it is where their groups decide. Where the recipe
 * wants their Okta account, Okta is asked too.
 */
@Component
class ReadApprovers {

    private final JiraRequests jira;
    private final ApproverAccounts accounts;
    private final OktaConnections connections;
    private final OktaDirectories directories;
    private final TenantTransactions transactions;

    ReadApprovers(
            JiraRequests jira,
            ApproverAccounts accounts,
            OktaConnections connections,
            OktaDirectories directories,
            TenantTransactions transactions) {
        this.jira = jira;
        this.accounts = accounts;
        this.connections = connections;
        this.directories = directories;
        this.transactions = transactions;
    }

    /** The facts about everybody who approved. */
    List<ApproverFacts> of(TenantId tenant, Reading reading, Map<String, JsonNode> inputs, Runnable beforeCall) {
        Recipe recipe = reading.version().recipe();
        List<String> approvers = Admission.approverIds(reading);
        Map<String, String> types = typesInHistory(reading.changes());
        List<ApproverFacts> facts = new ArrayList<>();
        for (String approver : approvers) {
            String type = types.get(approver);
            facts.add(
                    type == null || ApproverCheck.groupsDecide(recipe.approvalRule(), approver, inputs)
                            ? asked(tenant, approver, beforeCall)
                            : ApproverFacts.ofHistory(approver, type));
        }
        return recipe.approvalRule().needsOktaAccount()
                ? inOkta(tenant, recipe.connection(), requesters(reading, inputs), facts, beforeCall)
                : facts;
    }

    private static Map<String, String> typesInHistory(List<Change> changes) {
        Map<String, String> types = new HashMap<>();
        for (Change change : changes) {
            if (change.authorAccountId() != null && Person.isKnown(change.authorAccountType())) {
                types.put(change.authorAccountId(), change.authorAccountType());
            }
        }
        return types;
    }

    private ApproverFacts asked(TenantId tenant, String approver, Runnable beforeCall) {
        beforeCall.run();
        return jira.account(tenant, approver).map(ApproverFacts::of).orElseGet(() -> ApproverFacts.notShown(approver));
    }

    /** Who raised the request or gets the access. */
    private static Set<String> requesters(Reading reading, Map<String, JsonNode> inputs) {
        Set<String> requesters = new HashSet<>(
                ApproverCheck.beneficiaries(reading.version().recipe().approvalRule(), inputs));
        Stream.of(reading.request().reporter(), reading.request().creator())
                .filter(Objects::nonNull)
                .forEach(person -> requesters.add(person.accountId()));
        return requesters;
    }

    /** Whose accounts an administrator has named, with the connection of the recipe. */
    private record Mapped(OktaConnection connection, Map<String, String> oktaUserIds) {}

    private List<ApproverFacts> inOkta(
            TenantId tenant,
            String connection,
            Set<String> requesters,
            List<ApproverFacts> facts,
            Runnable beforeCall) {
        Set<String> people = new HashSet<>(requesters);
        facts.forEach(fact -> people.add(fact.accountId()));
        Mapped mapped = transactions.read(tenant, () -> mapped(tenant, connection, people));
        Set<String> own = requesters.stream()
                .map(mapped.oktaUserIds::get)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        List<ApproverFacts> all = new ArrayList<>();
        for (ApproverFacts fact : facts) {
            String user = mapped.oktaUserIds.get(fact.accountId());
            if (user == null) {
                all.add(fact.notMapped());
            } else {
                all.add(fact.inOkta(
                        user, own.contains(user) ? InOkta.REQUESTERS : standing(mapped.connection, user, beforeCall)));
            }
        }
        return all;
    }

    private Mapped mapped(TenantId tenant, String name, Set<String> people) {
        OktaConnection connection = connections.find(tenant, name).orElseThrow(() -> new ConnectionGone(name));
        return new Mapped(connection, accounts.oktaUserIds(tenant, connection.id(), people));
    }

    private InOkta standing(OktaConnection connection, String oktaUserId, Runnable beforeCall) {
        beforeCall.run();
        return directories
                        .of(connection)
                        .user(oktaUserId)
                        .filter(user -> user.id().equals(oktaUserId))
                        .filter(user -> user.status() == OktaUser.Status.ACTIVE)
                        .isPresent()
                ? InOkta.ACTIVE
                : InOkta.NOT_ACTIVE;
    }
}
