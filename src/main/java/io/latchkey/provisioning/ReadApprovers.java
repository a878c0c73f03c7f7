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
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
                ? inOkta(tenant, recipe.connection(), approvers, facts, beforeCall)
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

    /** The approvers' accounts with the connection of the recipe. */
    private record Mapped(OktaConnection connection, Map<String, String> oktaUserIds) {}

    private List<ApproverFacts> inOkta(
            TenantId tenant,
            String connection,
            List<String> approvers,
            List<ApproverFacts> facts,
            Runnable beforeCall) {
        Mapped mapped = transactions.read(tenant, () -> mapped(tenant, connection, approvers));
        return facts.stream()
                .map(fact -> fact.inOkta(standing(
                        mapped.connection, Optional.ofNullable(mapped.oktaUserIds.get(fact.accountId())), beforeCall)))
                .toList();
    }

    private Mapped mapped(TenantId tenant, String name, List<String> approvers) {
        OktaConnection connection = connections.find(tenant, name).orElseThrow(() -> new ConnectionGone(name));
        return new Mapped(connection, accounts.oktaUserIds(tenant, connection.id(), approvers));
    }

    private InOkta standing(OktaConnection connection, Optional<String> oktaUserId, Runnable beforeCall) {
        if (oktaUserId.isEmpty()) {
            return InOkta.NOT_MAPPED;
        }
        beforeCall.run();
        return directories
                        .of(connection)
                        .user(oktaUserId.get())
                        .filter(user -> user.id().equals(oktaUserId.get()))
                        .filter(user -> user.status() == OktaUser.Status.ACTIVE)
                        .isPresent()
                ? InOkta.ACTIVE
                : InOkta.NOT_ACTIVE;
    }
}
