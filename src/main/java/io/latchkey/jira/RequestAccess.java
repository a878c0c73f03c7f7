package io.latchkey.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Caller;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Who may see a request, as Jira says. Answers are remembered for 60 s, per node; of a failure, and of an issue that is
 * not there, nothing is remembered. Every method may throw a {@link JiraFailure}: unknown is never yes. Never called inside a
 * transaction.
 */
@Component
public class RequestAccess {

    private static final Duration KEPT = Duration.ofSeconds(60);
    private static final int MOST = 10_000;

    /** More people on one request are not looked through. */
    private static final int MOST_PEOPLE = 1_000;

    private final JiraCalls calls;
    private final JiraRequests requests;
    private final Cache<Named, Ticket> tickets;
    private final Cache<Asked, Set<Permission>> permissions;
    private final Cache<Named, People> people;

    RequestAccess(JiraCalls calls, JiraRequests requests, Clock clock) {
        this.calls = calls;
        this.requests = requests;
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.tickets = remembering(ticker);
        this.permissions = remembering(ticker);
        this.people = remembering(ticker);
    }

    private static <K, V> Cache<K, V> remembering(Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .build();
    }

    private record Named(TenantId tenant, String issue) {}

    private record Asked(TenantId tenant, String accountId, String issueId) {

        static Asked by(Caller caller, Ticket ticket) {
            return new Asked(caller.tenant(), caller.person(), ticket.issueId());
        }
    }

    /**
     * An issue that exists, and that the app may see.
     *
     * @param issueId its numeric id
     * @param key its key now
     * @param reporter the account for which it was raised, where Jira says so
     */
    public record Ticket(String issueId, String key, Optional<String> reporter) {

        /** Without the account. */
        @Override
        public String toString() {
            return "Ticket[" + issueId + "]";
        }
    }

    /**
     * Who else is on a request, by account.
     *
     * @param participants with whom it is shared
     * @param approvers who was ever asked to approve it
     */
    public record People(Set<String> participants, Set<String> approvers) {

        /** Copies the sets. */
        public People {
            participants = Set.copyOf(participants);
            approvers = Set.copyOf(approvers);
        }

        /** Without the accounts. */
        @Override
        public String toString() {
            return "People[" + participants.size() + " participants, " + approvers.size() + " approvers]";
        }
    }

    /**
     * The issue of this numeric id or key, an old one of an issue that was moved too; empty when there is none, or the app may
     * not see it. One call.
     */
    public Optional<Ticket> ticket(TenantId tenant, String idOrKey) {
        var named = new Named(tenant, Wanted.issue(idOrKey));
        Ticket known = tickets.getIfPresent(named);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            Answer issue =
                    calls.get(tenant, Operation.READ_TICKET, "/rest/api/3/issue/{issue}?fields=reporter", idOrKey);
            Person reporter = Person.of(issue.at("fields").at("reporter"));
            var found = new Ticket(
                    issue.id("id"),
                    issue.text("key"),
                    Optional.ofNullable(reporter).map(Person::accountId));
            tickets.put(named, found);
            return Optional.of(found);
        } catch (JiraFailure.NotSeen notSeen) {
            return Optional.empty();
        }
    }

    /**
     * What a person may do with an issue: whether they see it, and whether they are an agent there. One call: {@code POST
     * /rest/api/3/permissions/check}, which a Connect app's server may ask about anybody (what is not granted, or not there, is
     * left out of the answer), or through Forge {@code mypermissions} in the person's own name.
     */
    public Set<Permission> permissions(Caller caller, Ticket ticket) {
        Set<Permission> known = permissions.getIfPresent(Asked.by(caller, ticket));
        return known == null ? permissionsNow(caller, ticket) : known;
    }

    /** As {@link #permissions}, asked now, whatever is remembered. One call. */
    public Set<Permission> permissionsNow(Caller caller, Ticket ticket) {
        var asked = Asked.by(caller, ticket);
        permissions.invalidate(asked);
        Set<Permission> now = Set.copyOf(ask(caller, ticket.issueId()));
        permissions.put(asked, now);
        return now;
    }

    private Set<Permission> ask(Caller caller, String issueId) {
        Set<Permission> wanted = EnumSet.of(Permission.BROWSE_PROJECTS, Permission.SERVICEDESK_AGENT);
        return askAsPerson(caller, issueId, wanted)
                .orElseGet(() -> askAsApp(caller.tenant(), caller.person(), issueId, wanted));
    }

    private Optional<Set<Permission>> askAsPerson(Caller caller, String issueId, Set<Permission> wanted) {
        try {
            return calls.getAsPerson(
                            caller,
                            Operation.READ_OWN_PERMISSIONS,
                            "/rest/api/3/mypermissions?issueId={issue}&permissions={keys}",
                            Wanted.number("issue id", issueId),
                            wanted.stream().map(Permission::name).collect(Collectors.joining(",")))
                    .map(mine -> held(mine, wanted));
        } catch (JiraFailure.NotSeen notSeen) {
            return Optional.of(Set.of());
        }
    }

    private static Set<Permission> held(Answer mine, Set<Permission> wanted) {
        return wanted.stream()
                .filter(permission ->
                        mine.at("permissions").at(permission.name()).isTrue("havePermission"))
                .collect(Collectors.toSet());
    }

    private Set<Permission> askAsApp(TenantId tenant, String accountId, String issueId, Set<Permission> wanted) {
        ObjectNode query = JiraJson.object().put("accountId", accountId);
        ObjectNode one = query.putArray("projectPermissions").addObject();
        one.putArray("issues").add(Long.parseLong(Wanted.number("issue id", issueId)));
        var keys = one.putArray("permissions");
        wanted.forEach(permission -> keys.add(permission.name()));
        Set<Permission> granted = EnumSet.noneOf(Permission.class);
        for (Answer grant : calls.post(tenant, Operation.CHECK_PERMISSIONS, query, "/rest/api/3/permissions/check")
                .list("projectPermissions", answer -> answer)) {
            boolean here = grant.list("issues", issue -> issue.json().asText()).contains(issueId);
            String key = grant.text("permission");
            wanted.stream()
                    .filter(permission -> here && permission.name().equals(key))
                    .forEach(granted::add);
        }
        return granted;
    }

    /** Who is on the request beside its reporter; nobody where it is no request of a service desk. Two calls, or more with many people. */
    public People people(TenantId tenant, Ticket ticket) {
        var named = new Named(tenant, ticket.issueId());
        People known = people.getIfPresent(named);
        if (known == null) {
            known = read(tenant, ticket.issueId());
            people.put(named, known);
        }
        return known;
    }

    private People read(TenantId tenant, String issueId) {
        try {
            List<Optional<String>> shared = Pages.ofDesk(Operation.READ_PARTICIPANTS, MOST_PEOPLE)
                    .all(
                            start -> calls.get(
                                    tenant,
                                    Operation.READ_PARTICIPANTS,
                                    "/rest/servicedeskapi/request/{id}/participant?start={start}&limit=50",
                                    issueId,
                                    start),
                            user -> Optional.ofNullable(Person.accountId(user)));
            Set<String> participants = new HashSet<>();
            shared.forEach(one -> one.ifPresent(participants::add));
            Set<String> approvers = new HashSet<>();
            for (Approval approval : requests.approvals(tenant, issueId)) {
                approval.approvers().stream()
                        .map(Approval.Approver::accountId)
                        .filter(java.util.Objects::nonNull)
                        .forEach(approvers::add);
            }
            return new People(participants, approvers);
        } catch (JiraFailure.NotSeen noRequest) {
            return new People(Set.of(), Set.of());
        }
    }
}
