package io.latchkey.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.TenantId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a site has and what the app and its people may do there, for settings. Every method may throw a {@link
 * JiraFailure} and changes nothing.
 */
@Component
public class JiraSite {

    private static final int MOST = 5_000;
    private static final int EXAMPLES = 5;

    private final JiraCalls calls;
    private final JiraRequests requests;
    private final JiraWorkflow workflow;

    JiraSite(JiraCalls calls, JiraRequests requests, JiraWorkflow workflow) {
        this.calls = calls;
        this.requests = requests;
        this.workflow = workflow;
    }

    /** All fields of the site that the app may see. */
    public List<Field> fields(TenantId tenant) {
        return calls.get(tenant, Operation.READ_FIELDS, "/rest/api/3/field").elements("fields", Field::of);
    }

    /** The service desks that the app may see. */
    public List<ServiceDesk> serviceDesks(TenantId tenant) {
        return Pages.ofDesk(Operation.READ_SERVICE_DESKS, MOST)
                .all(
                        start -> calls.get(
                                tenant,
                                Operation.READ_SERVICE_DESKS,
                                "/rest/servicedeskapi/servicedesk?start={start}&limit=50",
                                start),
                        ServiceDesk::of);
    }

    /** The request types of a service desk. Jira leaves out those that belong to no group of the portal. */
    public List<RequestType> requestTypes(TenantId tenant, String serviceDeskId) {
        Wanted.number("service desk id", serviceDeskId);
        return Pages.ofDesk(Operation.READ_REQUEST_TYPES, MOST)
                .all(
                        start -> calls.get(
                                tenant,
                                Operation.READ_REQUEST_TYPES,
                                "/rest/servicedeskapi/servicedesk/{desk}/requesttype?start={start}&limit=50",
                                serviceDeskId,
                                start),
                        RequestType::of);
    }

    /**
     * Where people raise requests of a type; empty when the portal does not show it, there is no such type, or the app may not
     * see it. One call.
     */
    public Optional<PortalForm> portalForm(TenantId tenant, String serviceDeskId, String requestTypeId) {
        try {
            return PortalForm.of(calls.get(
                    tenant,
                    Operation.READ_PORTAL_FORM,
                    "/rest/servicedeskapi/servicedesk/{desk}/requesttype/{type}",
                    Wanted.number("service desk id", serviceDeskId),
                    Wanted.number("request type id", requestTypeId)));
        } catch (JiraFailure.NotSeen | JiraFailure.Forbidden hidden) {
            return Optional.empty();
        }
    }

    /** The fields that people fill in for a request type; hidden ones only where the app may see them. */
    public List<RequestTypeField> requestTypeFields(TenantId tenant, String serviceDeskId, String requestTypeId) {
        return calls.get(
                        tenant,
                        Operation.READ_REQUEST_TYPE_FIELDS,
                        "/rest/servicedeskapi/servicedesk/{desk}/requesttype/{type}/field",
                        Wanted.number("service desk id", serviceDeskId),
                        Wanted.number("request type id", requestTypeId))
                .list("requestTypeFields", RequestTypeField::of);
    }

    /**
     * Which of these permissions the app itself has in a project. Documented: Jira counts what a customer of the portal
     * may do as having it, so only reading and writing prove the rest.
     *
     * @throws JiraFailure.Rejected when the site does not know one of them, such as the agent's without Service
     *     Management
     */
    public Set<Permission> ownPermissions(TenantId tenant, String projectId, Set<Permission> asked) {
        Answer answer = calls.get(
                tenant,
                Operation.READ_OWN_PERMISSIONS,
                "/rest/api/3/mypermissions?projectId={project}&permissions={keys}",
                Wanted.number("project id", projectId),
                asked.stream().map(Permission::name).collect(Collectors.joining(",")));
        Set<Permission> granted = EnumSet.noneOf(Permission.class);
        for (Permission permission : asked) {
            if (answer.at("permissions").at(permission.name()).isTrue("havePermission")) {
                granted.add(permission);
            }
        }
        return granted;
    }

    /**
     * Which of these permissions a person has in a project. Documented: a Connect app's server may ask this of anybody;
     * others need "Administer Jira" for it.
     */
    public Set<Permission> permissionsOf(TenantId tenant, String accountId, String projectId, Set<Permission> asked) {
        ObjectNode query = JiraJson.object().put("accountId", accountId);
        ObjectNode project = query.putArray("projectPermissions").addObject();
        project.putArray("projects").add(Long.parseLong(Wanted.number("project id", projectId)));
        var keys = project.putArray("permissions");
        asked.forEach(permission -> keys.add(permission.name()));
        Set<Permission> granted = EnumSet.noneOf(Permission.class);
        check(tenant, query)
                .list("projectPermissions", grant -> grantedIn(projectId, asked, grant))
                .forEach(granted::addAll);
        return granted;
    }

    private static Set<Permission> grantedIn(String projectId, Set<Permission> asked, Answer grant) {
        String key = grant.text("permission");
        boolean here =
                grant.list("projects", project -> project.json().asText()).contains(projectId);
        return asked.stream()
                .filter(permission -> here && permission.name().equals(key))
                .collect(Collectors.toSet());
    }

    private Answer check(TenantId tenant, ObjectNode query) {
        return calls.post(tenant, Operation.CHECK_PERMISSIONS, query, "/rest/api/3/permissions/check");
    }

    /**
     * Whether the app may read approvals of this project, proven on the newest request that has been approved: its
     * approvals must not come back empty.
     */
    public Proof mayReadApprovals(TenantId tenant, String projectId) {
        String example = newestApproved(tenant, projectId);
        if (example == null) {
            return Proof.NOTHING_TO_READ;
        }
        try {
            return requests.approvals(tenant, example).isEmpty() ? Proof.REFUSED : Proof.PROVEN;
        } catch (JiraFailure.Forbidden | JiraFailure.NotSeen refused) {
            return Proof.REFUSED;
        }
    }

    /**
     * Whether the app may move requests of this project, proven on the newest open ones, of which one must have a way out
     * for the app. Documented: without "Transition Issues" Jira answers an empty list of transitions instead of a refusal.
     * A few are asked, since a status that waits for an approval may have no other way out.
     */
    public Proof mayTransition(TenantId tenant, String projectId) {
        String jql = "project = " + Wanted.number("project id", projectId)
                + " AND statusCategory != Done ORDER BY updated DESC";
        List<String> open = requests.search(tenant, jql, null, EXAMPLES).issueIds();
        if (open.isEmpty()) {
            return Proof.NOTHING_TO_READ;
        }
        boolean offered = open.stream()
                .anyMatch(issue -> !workflow.available(tenant, issue).isEmpty());
        return offered ? Proof.PROVEN : Proof.REFUSED;
    }

    /** Whether Jira's search finds this request in this project. */
    public boolean isIn(TenantId tenant, String projectId, String issueId) {
        String jql = "project = " + Wanted.number("project id", projectId) + " AND id = "
                + Wanted.number("issue id", issueId);
        return !requests.search(tenant, jql, null, 1).issueIds().isEmpty();
    }

    /** Whether the app may ask what kind of account somebody has, proven on a person who exists. */
    public Proof mayReadPeople(TenantId tenant, String accountId) {
        return requests.accountType(tenant, accountId).isPresent() ? Proof.PROVEN : Proof.REFUSED;
    }

    private @Nullable String newestApproved(TenantId tenant, String projectId) {
        String jql = "project = " + Wanted.number("project id", projectId)
                + " AND approvals = approved() ORDER BY updated DESC";
        List<String> found = requests.search(tenant, jql, null, 1).issueIds();
        return found.isEmpty() ? null : found.get(0);
    }

    /** How an attempt to read something known ended. */
    public enum Proof {
        /** It was read. */
        PROVEN,
        /** It exists and could not be read. */
        REFUSED,
        /** There is nothing yet to try it on: neither a yes nor a no. */
        NOTHING_TO_READ
    }
}
