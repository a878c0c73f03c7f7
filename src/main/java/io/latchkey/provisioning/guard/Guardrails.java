package io.latchkey.provisioning.guard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.okta.AllowedGroup;
import io.latchkey.okta.OktaApp;
import io.latchkey.okta.OktaConnectionId;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaGroup;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.time.Ids;
import io.latchkey.provisioning.guard.GuardrailChange.Applied;
import io.latchkey.provisioning.guard.GuardrailChange.Proposed;
import io.latchkey.provisioning.guard.GuardrailChange.Refused;
import io.latchkey.recipe.Guardrail.Duties;
import io.latchkey.recipe.Guardrail.NamedGroup;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * A tenant's guardrails and their changes. Each change is in the trail with who, what it was and what it is. Where the
 * tenant requires it, what loosens a guardrail waits for a second administrator; what tightens one holds at once.
 * Everything here needs the tenant's open transaction.
 */
@Component
public class Guardrails {

    private final GuardrailRows rows;
    private final OktaConnections connections;
    private final Trail trail;
    private final GuardrailProperties properties;
    private final Ids ids;
    private final Clock clock;

    Guardrails(
            GuardrailRows rows,
            OktaConnections connections,
            Trail trail,
            GuardrailProperties properties,
            Ids ids,
            Clock clock) {
        this.rows = rows;
        this.connections = connections;
        this.trail = trail;
        this.properties = properties;
        this.ids = ids;
        this.clock = clock;
    }

    /** What holds now. */
    public JsonNode value(TenantId tenant, UUID scope, Part part) {
        if (part == Part.ALLOWED_GROUPS) {
            return groups(connections.allowedGroups(tenant, new OktaConnectionId(scope)).stream()
                    .map(group -> new NamedGroup(group.id(), group.name()))
                    .toList());
        }
        return rows.setting(tenant, scope, part).orElseGet(part::unset);
    }

    /** A list of groups as a value. */
    public static ObjectNode groups(List<NamedGroup> groups) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        var list = value.putArray("groups");
        groups.stream()
                .sorted(Comparator.comparing(NamedGroup::id))
                .forEach(group -> list.addObject().put("id", group.id()).put("name", group.name()));
        return value;
    }

    /** A list of applications as a value. */
    public static ObjectNode apps(List<OktaApp> apps) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        var list = value.putArray("apps");
        apps.stream()
                .sorted(Comparator.comparing(OktaApp::id))
                .forEach(app -> list.addObject().put("id", app.id()).put("label", app.label()));
        return value;
    }

    /** The labels of the applications that recipes of the connection may use, as they were when they were allowed. */
    public List<String> allowedApps(TenantId tenant, OktaConnectionId connection) {
        List<String> labels = new ArrayList<>();
        value(tenant, connection.value(), Part.ALLOWED_APPS)
                .path("apps")
                .forEach(app -> labels.add(app.path("label").asText()));
        return labels.stream().sorted().toList();
    }

    /** Whether recipes of the connection may use the application. */
    public boolean isAppAllowed(TenantId tenant, OktaConnectionId connection, String app) {
        return Part.ids(value(tenant, connection.value(), Part.ALLOWED_APPS).path("apps"))
                .contains(app);
    }

    /** The groups that the tenant protects, whatever connection they were found through. */
    public List<NamedGroup> protectedGroups(TenantId tenant) {
        List<NamedGroup> found = new ArrayList<>();
        rows.settings(tenant).stream()
                .filter(setting -> setting.part() == Part.PROTECTED_GROUPS)
                .forEach(setting -> found.addAll(named(setting.value())));
        return List.copyOf(found);
    }

    /** What is kept apart on a connection. */
    public List<Duties> duties(TenantId tenant, OktaConnectionId connection) {
        return duties(value(tenant, connection.value(), Part.SEPARATE_DUTIES));
    }

    static List<Duties> duties(JsonNode value) {
        List<Duties> found = new ArrayList<>();
        value.path("pairs").forEach(pair -> {
            List<NamedGroup> two = named(pair);
            found.add(new Duties(two.get(0), two.get(1)));
        });
        return found;
    }

    /** Pairs of groups as a value. */
    public static ObjectNode pairs(List<Duties> duties) {
        ObjectNode value = JsonNodeFactory.instance.objectNode();
        var list = value.putArray("pairs");
        duties.stream()
                .map(pair -> groups(List.of(pair.one(), pair.other())))
                .sorted(Comparator.comparing(ObjectNode::toString))
                .forEach(list::add);
        return value;
    }

    static List<NamedGroup> named(JsonNode value) {
        List<NamedGroup> found = new ArrayList<>();
        value.path("groups")
                .forEach(group -> found.add(new NamedGroup(
                        group.path("id").asText(), group.path("name").asText())));
        return found;
    }

    /**
     * Changes a part, or proposes the change.
     *
     * @param scope the connection, or the tenant's own id
     * @param by the administrator's Atlassian account id
     */
    public GuardrailChange change(TenantId tenant, UUID scope, Part part, JsonNode value, String by) {
        rows.lock(tenant);
        JsonNode before = value(tenant, scope, part);
        if (before.equals(value)) {
            return new Applied(value);
        }
        if (isSecondRequired(tenant) && part.loosens(before, value)) {
            return new Proposed(propose(tenant, scope, part, before, value, by));
        }
        apply(tenant, scope, part, value, by);
        trail.record(Entry.of(tenant, "guardrail.changed", tenant.toString())
                .withFacts(facts(scope, part, before, value).put("by", by)));
        return new Applied(value);
    }

    /** A connection that is made while loosening needs two makes no accounts at any domain until two say so. */
    public void connectionCreated(TenantId tenant, OktaConnectionId connection, String by) {
        if (isSecondRequired(tenant)) {
            ObjectNode none = JsonNodeFactory.instance.objectNode();
            none.putArray("domains");
            change(tenant, connection.value(), Part.EMAIL_DOMAINS, none, by);
        }
    }

    /** Carries out a proposed change, if somebody else proposed it, in time, and nothing has changed since. */
    public GuardrailChange confirm(TenantId tenant, UUID id, String by) {
        rows.lock(tenant);
        Instant now = now();
        Optional<GuardrailProposal> found = waiting(tenant, id);
        if (found.isEmpty()) {
            return unknown();
        }
        GuardrailProposal proposal = found.get();
        if (proposal.proposedBy().equals(by)) {
            return new Refused(
                    "guardrail.second-administrator",
                    "You proposed this change yourself; another administrator has to confirm it.");
        }
        if (!now.isBefore(proposal.expiresAt())) {
            return new Refused(
                    "guardrail.proposal-expired", "The time to confirm this change is over; propose it again.");
        }
        if (!value(tenant, proposal.scope(), proposal.part()).equals(proposal.before())) {
            return new Refused(
                    "guardrail.proposal-stale",
                    "What this change was to change has been changed since; look at it and propose it again.");
        }
        apply(tenant, proposal.scope(), proposal.part(), proposal.after(), by);
        rows.decide(tenant, id, "confirmed", by, now);
        trail.record(Entry.of(tenant, "guardrail.changed", tenant.toString())
                .withFacts(facts(proposal.scope(), proposal.part(), proposal.before(), proposal.after())
                        .put("proposal", id.toString())
                        .put("by", proposal.proposedBy())
                        .put("confirmedBy", by)));
        return new Applied(proposal.after());
    }

    /** Drops a proposed change; whoever proposed it may, too. */
    public GuardrailChange reject(TenantId tenant, UUID id, String by) {
        rows.lock(tenant);
        Optional<GuardrailProposal> found = waiting(tenant, id);
        if (found.isEmpty()) {
            return unknown();
        }
        rows.decide(tenant, id, "rejected", by, now());
        trail.record(Entry.of(tenant, "guardrail.proposal-rejected", tenant.toString())
                .withFacts(JsonNodeFactory.instance
                        .objectNode()
                        .put("proposal", id.toString())
                        .put("by", by)));
        return new Applied(found.get().before());
    }

    /** The changes that wait for a second administrator, oldest first. */
    public List<GuardrailProposal> waiting(TenantId tenant) {
        return rows.waiting(tenant, now());
    }

    private Optional<GuardrailProposal> waiting(TenantId tenant, UUID id) {
        return rows.proposal(tenant, id).filter(proposal -> proposal.decision() == null);
    }

    private static Refused unknown() {
        return new Refused("guardrail.proposal-unknown", "No change of this id waits to be confirmed at this site.");
    }

    private boolean isSecondRequired(TenantId tenant) {
        return Part.required(value(tenant, tenant.value(), Part.SECOND_ADMINISTRATOR));
    }

    private GuardrailProposal propose(
            TenantId tenant, UUID scope, Part part, JsonNode before, JsonNode after, String by) {
        Instant now = now();
        var proposal = new GuardrailProposal(
                ids.next(), scope, part, before, after, by, now, now.plus(properties.confirmWithin()), null);
        rows.propose(tenant, proposal);
        trail.record(Entry.of(tenant, "guardrail.proposed", tenant.toString())
                .withFacts(facts(scope, part, before, after)
                        .put("proposal", proposal.id().toString())
                        .put("by", by)));
        return proposal;
    }

    private void apply(TenantId tenant, UUID scope, Part part, JsonNode value, String by) {
        if (part == Part.ALLOWED_GROUPS) {
            allow(tenant, new OktaConnectionId(scope), named(value));
        } else {
            rows.set(tenant, ids.next(), scope, part, value, by, now());
        }
    }

    private void allow(TenantId tenant, OktaConnectionId connection, List<NamedGroup> wanted) {
        Set<String> keep = Set.copyOf(wanted.stream().map(NamedGroup::id).toList());
        connections.allowedGroups(tenant, connection).stream()
                .map(AllowedGroup::id)
                .filter(id -> !keep.contains(id))
                .forEach(id -> connections.disallowGroup(tenant, connection, id));
        wanted.forEach(group -> connections.allowGroup(
                tenant,
                connection,
                new OktaGroup(group.id(), OktaGroup.Type.OKTA_GROUP, group.name(), Optional.empty())));
    }

    private static ObjectNode facts(UUID scope, Part part, JsonNode before, JsonNode after) {
        ObjectNode facts = JsonNodeFactory.instance
                .objectNode()
                .put("scope", scope.toString())
                .put("part", part.title());
        facts.set("old", part.shown(before));
        facts.set("new", part.shown(after));
        return facts;
    }

    /** Microseconds are what the column keeps. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
