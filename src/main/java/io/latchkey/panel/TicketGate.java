package io.latchkey.panel;

import io.latchkey.jira.Permission;
import io.latchkey.jira.RequestAccess;
import io.latchkey.jira.RequestAccess.Ticket;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.JiraAdministrators;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Lets people to a request as Jira says: agents and administrators who see the issue, or those who are on the request. Who may
 * not see it gets the same answer as for one that does not exist. Never called inside a transaction.
 */
@Component
class TicketGate {

    private final RequestAccess access;
    private final JiraAdministrators administrators;
    private final TicketHandovers handovers;
    private final UnknownRequests unknown;
    private final OpenedRequests opened;
    private final TicketActs acts;

    TicketGate(
            RequestAccess access,
            JiraAdministrators administrators,
            TicketHandovers handovers,
            UnknownRequests unknown,
            OpenedRequests opened,
            TicketActs acts) {
        this.access = access;
        this.administrators = administrators;
        this.handovers = handovers;
        this.unknown = unknown;
        this.opened = opened;
        this.acts = acts;
    }

    /**
     * Somebody who is on a request.
     *
     * @param reporter whether it was raised for them
     * @param approver whether they were ever asked to approve it
     * @param recipient whether a credential of it is theirs
     */
    record Visitor(Ticket ticket, boolean reporter, boolean approver, boolean recipient) {}

    /**
     * The issue, for somebody who looks at it as one who works on it; an answer of Jira is remembered for a minute.
     *
     * @throws Problem 404 when there is no such issue for them, 429 after many of those or of others, 403 when they see it and are no agent
     */
    Ticket reader(Caller caller, String named) {
        Ticket ticket = seen(caller, named, OpenedRequests.AGENTS);
        Set<Permission> may = access.permissions(caller, ticket);
        if (!isAgent(caller, may, administrators::isAdministrator)) {
            throw notAgent();
        }
        return ticket;
    }

    /**
     * The issue, for somebody who acts on it: Jira is asked now whether they may. Each try counts, whatever comes of it.
     *
     * @throws Problem as for {@link #reader}; 429 after many tries
     */
    Ticket agent(Caller caller, String named) {
        unknown.demand(caller);
        String name = IssueName.checked(named);
        acts.demand(caller);
        Ticket ticket = ticket(caller, name);
        Set<Permission> may = access.permissionsNow(caller, ticket);
        if (!isAgent(caller, may, administrators::isAdministratorNow)) {
            unknown.missed(caller);
            throw notAgent();
        }
        return ticket;
    }

    private boolean isAgent(Caller caller, Set<Permission> may, Predicate<Caller> administrates) {
        if (!may.contains(Permission.BROWSE_PROJECTS)) {
            throw unknown(caller);
        }
        return may.contains(Permission.SERVICEDESK_AGENT) || administrates.test(caller);
    }

    private static Problem notAgent() {
        return new Problem(
                HttpStatus.FORBIDDEN, "caller.not-agent", "Only agents of this request's project may do this.");
    }

    /**
     * The request, for its reporter, its participants, those who were asked to approve it, those a credential of it is for, and
     * agents.
     *
     * @throws Problem 404 for everybody else, 429 after many of those or of others
     */
    Visitor visitor(Caller caller, String named) {
        Ticket ticket = seen(caller, named, OpenedRequests.PORTALS);
        TenantId tenant = caller.tenant();
        String person = caller.person();
        boolean reporter = ticket.reporter().equals(Optional.of(person));
        RequestAccess.People people = access.people(tenant, ticket);
        boolean approver = people.approvers().contains(person);
        boolean recipient = handovers.isRecipient(tenant, ticket.issueId(), person);
        if (!reporter && !approver && !recipient && !people.participants().contains(person)) {
            agentOrUnknown(caller, ticket);
        }
        return new Visitor(ticket, reporter, approver, recipient);
    }

    /**
     * The numeric id of a request that somebody's page names. Jira is asked only where it is named by its key, as in Forge's
     * portal, and says nothing of who may see it.
     *
     * @throws Problem 404 when there is none of that key, 429 after many of those or of others
     */
    String idOf(Caller caller, String named) {
        String name = IssueName.checked(named);
        return IssueName.isId(name)
                ? name
                : seen(caller, name, OpenedRequests.PORTALS).issueId();
    }

    private void agentOrUnknown(Caller caller, Ticket ticket) {
        Set<Permission> may = access.permissions(caller, ticket);
        boolean agent = may.contains(Permission.BROWSE_PROJECTS)
                && (may.contains(Permission.SERVICEDESK_AGENT) || administrators.isAdministrator(caller));
        if (!agent) {
            throw unknown(caller);
        }
    }

    private Ticket seen(Caller caller, String named, int points) {
        unknown.demand(caller);
        String name = IssueName.checked(named);
        opened.demand(caller, name, points);
        return ticket(caller, name);
    }

    private Ticket ticket(Caller caller, String name) {
        return access.ticket(caller.tenant(), name).orElseThrow(() -> unknown(caller));
    }

    private Problem unknown(Caller caller) {
        unknown.missed(caller);
        return new Problem(HttpStatus.NOT_FOUND, "request.unknown", "There is no such request for you at this site.");
    }
}
