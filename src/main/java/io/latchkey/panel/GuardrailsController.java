package io.latchkey.panel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaDirectories;
import io.latchkey.okta.OktaDirectory;
import io.latchkey.okta.OktaGroup;
import io.latchkey.okta.OktaUser;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.http.Problem;
import io.latchkey.provisioning.ResetBreaker;
import io.latchkey.provisioning.guard.Breaker;
import io.latchkey.provisioning.guard.GuardrailChange;
import io.latchkey.provisioning.guard.Guardrails;
import io.latchkey.provisioning.guard.KnownLogins;
import io.latchkey.provisioning.guard.Part;
import io.latchkey.provisioning.guard.Trip;
import io.latchkey.recipe.EmailDomain;
import io.latchkey.recipe.Guardrail;
import io.latchkey.recipe.Guardrail.Duties;
import io.latchkey.recipe.Guardrail.NamedGroup;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What no plan may do, and how administrators change it. A change answers 200 when it holds now, 202 when it waits for a
 * second administrator.
 */
@RestController
@RequestMapping("/api/guardrails")
@CalledByPerson(administrator = true)
class GuardrailsController {

    private static final int MOST = 1_000_000;

    private final Guardrails guardrails;
    private final KnownLogins logins;
    private final Breaker breaker;
    private final ResetBreaker resetBreaker;
    private final OktaConnections connections;
    private final OktaDirectories directories;
    private final TenantTransactions transactions;

    GuardrailsController(
            Guardrails guardrails,
            KnownLogins logins,
            Breaker breaker,
            ResetBreaker resetBreaker,
            OktaConnections connections,
            OktaDirectories directories,
            TenantTransactions transactions) {
        this.guardrails = guardrails;
        this.logins = logins;
        this.breaker = breaker;
        this.resetBreaker = resetBreaker;
        this.connections = connections;
        this.directories = directories;
        this.transactions = transactions;
    }

    /** A guardrail of the product, which nobody switches off. */
    record Rule(String name, String reason) {}

    /** What holds for a connection. */
    record OfConnection(
            String connection,
            JsonNode breaker,
            JsonNode emailDomains,
            JsonNode allowedGroups,
            JsonNode allowedApps,
            JsonNode protectedGroups,
            JsonNode protectedPeople,
            JsonNode separateDuties) {}

    /** A breaker that waits to be reset; without a connection it is the tenant's. */
    record TripView(UUID id, @Nullable String connection, String counted, int allowed, int found, Instant at) {}

    /** Everything that holds. */
    record GuardrailsView(
            List<Rule> rules,
            boolean secondAdministrator,
            JsonNode breaker,
            List<OfConnection> connections,
            List<TripView> tripped,
            List<ProposalView> proposals) {}

    /** Whether loosening needs a second administrator. */
    record SecondAdministrator(@NotNull Boolean required) {}

    /** The most an hour; null for no limit. */
    record Limits(
            @Nullable @Min(0) @Max(MOST) Integer accountsPerHour,
            @Nullable @Min(0) @Max(MOST) Integer membershipsPerHour) {}

    /** The only domains of new accounts; null for any, empty for none. */
    record Domains(@Nullable @Size(max = 200) List<@NotBlank @Size(max = 253) String> domains) {}

    /** All that are protected, by Okta's ids. */
    record Protected(@NotNull @Size(max = 500) List<@NotBlank @Size(max = 100) String> ids) {}

    @GetMapping
    GuardrailsView read(Caller caller) {
        TenantId tenant = caller.tenant();
        return transactions.read(tenant, () -> {
            List<OktaConnection> known = connections.list(tenant);
            return new GuardrailsView(
                    Stream.of(Guardrail.values())
                            .map(rule -> new Rule(rule.title(), rule.reason()))
                            .toList(),
                    guardrails
                            .value(tenant, tenant.value(), Part.SECOND_ADMINISTRATOR)
                            .path("required")
                            .asBoolean(),
                    guardrails.value(tenant, tenant.value(), Part.BREAKER),
                    known.stream().map(connection -> view(tenant, connection)).toList(),
                    breaker.tripped(tenant).stream()
                            .map(trip -> view(known, trip))
                            .toList(),
                    guardrails.waiting(tenant).stream()
                            .map(proposal -> ProposalView.of(proposal, known))
                            .toList());
        });
    }

    @PutMapping("/second-administrator")
    ResponseEntity<Object> requireSecond(Caller caller, @RequestBody @Valid SecondAdministrator wanted) {
        ObjectNode value = object().put("required", wanted.required());
        return changed(caller, caller.tenant().value(), Part.SECOND_ADMINISTRATOR, value);
    }

    @PutMapping("/breaker")
    ResponseEntity<Object> limit(Caller caller, @RequestBody @Valid Limits wanted) {
        return changed(caller, caller.tenant().value(), Part.BREAKER, value(wanted));
    }

    @PutMapping("/connections/{name}/breaker")
    ResponseEntity<Object> limit(Caller caller, @PathVariable String name, @RequestBody @Valid Limits wanted) {
        return changed(caller, connection(caller, name).id().value(), Part.BREAKER, value(wanted));
    }

    @PutMapping("/connections/{name}/email-domains")
    ResponseEntity<Object> domains(Caller caller, @PathVariable String name, @RequestBody @Valid Domains wanted) {
        return changed(caller, connection(caller, name).id().value(), Part.EMAIL_DOMAINS, value(wanted));
    }

    /** Each id is looked up in Okta first. */
    @PutMapping("/connections/{name}/protected-groups")
    ResponseEntity<Object> protectGroups(
            Caller caller, @PathVariable String name, @RequestBody @Valid Protected wanted) {
        OktaConnection connection = connection(caller, name);
        OktaDirectory directory = directories.of(connection);
        List<NamedGroup> groups = new ArrayList<>();
        for (String id : new TreeSet<>(wanted.ids())) {
            groups.add(found(directory, id));
        }
        return changed(caller, connection.id().value(), Part.PROTECTED_GROUPS, Guardrails.groups(groups));
    }

    /** All that are kept apart: pairs of Okta's ids of groups. */
    record Apart(
            @NotNull @Size(max = 200)
            List<@NotNull @Size(min = 2, max = 2) List<@NotBlank @Size(max = 100) String>> pairs) {}

    /** Each id is looked up in Okta first. */
    @PutMapping("/connections/{name}/separate-duties")
    ResponseEntity<Object> keepApart(Caller caller, @PathVariable String name, @RequestBody @Valid Apart wanted) {
        OktaConnection connection = connection(caller, name);
        OktaDirectory directory = directories.of(connection);
        Map<String, NamedGroup> known = new HashMap<>();
        List<Duties> duties = new ArrayList<>();
        for (List<String> pair : new LinkedHashSet<>(wanted.pairs())) {
            if (pair.get(0).equals(pair.get(1))) {
                throw unprocessable("guardrail.pair-of-one", "A pair names two different groups.");
            }
            duties.add(new Duties(
                    known.computeIfAbsent(pair.get(0), id -> found(directory, id)),
                    known.computeIfAbsent(pair.get(1), id -> found(directory, id))));
        }
        return changed(caller, connection.id().value(), Part.SEPARATE_DUTIES, Guardrails.pairs(duties));
    }

    private static NamedGroup found(OktaDirectory directory, String id) {
        OktaGroup group = directory
                .group(id)
                .orElseThrow(() -> unprocessable("okta.group-unknown", "Okta has no group with one of these ids."));
        return new NamedGroup(group.id(), group.name());
    }

    /** Each id is looked up in Okta first. */
    @PutMapping("/connections/{name}/protected-people")
    ResponseEntity<Object> protectPeople(
            Caller caller, @PathVariable String name, @RequestBody @Valid Protected wanted) {
        OktaConnection connection = connection(caller, name);
        OktaDirectory directory = directories.of(connection);
        List<OktaUser> people = new ArrayList<>();
        for (String id : new TreeSet<>(wanted.ids())) {
            people.add(directory
                    .user(id)
                    .orElseThrow(() -> unprocessable("okta.person-unknown", "Okta has nobody with one of these ids.")));
        }
        TenantId tenant = caller.tenant();
        return transactions.write(tenant, () -> {
            ObjectNode value = object();
            var list = value.putArray("people");
            people.stream()
                    .sorted(Comparator.comparing(OktaUser::id))
                    .forEach(person -> list.addObject()
                            .put("id", person.id())
                            .put("login", logins.login(tenant, person.login()))
                            .put("likeness", logins.likeness(tenant, person.login())));
            return answer(
                    tenant,
                    guardrails.change(tenant, connection.id().value(), Part.PROTECTED_PEOPLE, value, caller.person()),
                    Part.PROTECTED_PEOPLE);
        });
    }

    /** What another administrator proposed is done now. */
    @PostMapping("/proposals/{id}/confirm")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void confirm(Caller caller, @PathVariable UUID id) {
        TenantId tenant = caller.tenant();
        done(transactions.write(tenant, () -> {
            GuardrailChange change = guardrails.confirm(tenant, id, caller.person());
            resetBreaker.limitChanged(tenant);
            return change;
        }));
    }

    /** What somebody proposed is not done. */
    @PostMapping("/proposals/{id}/reject")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reject(Caller caller, @PathVariable UUID id) {
        TenantId tenant = caller.tenant();
        done(transactions.write(tenant, () -> guardrails.reject(tenant, id, caller.person())));
    }

    /** What the breaker held is looked at again; it counts anew. */
    @PostMapping("/tripped/{id}/reset")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void reset(Caller caller, @PathVariable UUID id) {
        TenantId tenant = caller.tenant();
        if (!transactions.write(tenant, () -> resetBreaker.reset(tenant, id, caller.person()))) {
            throw new Problem(
                    HttpStatus.NOT_FOUND, "guardrail.trip-unknown", "No breaker of this id waits to be reset here.");
        }
    }

    private ResponseEntity<Object> changed(Caller caller, UUID scope, Part part, JsonNode value) {
        TenantId tenant = caller.tenant();
        return transactions.write(tenant, () -> {
            GuardrailChange change = guardrails.change(tenant, scope, part, value, caller.person());
            if (part == Part.BREAKER) {
                resetBreaker.limitChanged(tenant);
            }
            return answer(tenant, change, part);
        });
    }

    private ResponseEntity<Object> answer(TenantId tenant, GuardrailChange change, Part part) {
        if (change instanceof GuardrailChange.Proposed proposed) {
            return ResponseEntity.accepted().body(ProposalView.of(proposed.proposal(), connections.list(tenant)));
        }
        return ResponseEntity.ok(part.shown(((GuardrailChange.Applied) change).value()));
    }

    private static void done(GuardrailChange change) {
        if (change instanceof GuardrailChange.Refused refused) {
            throw new Problem(
                    refused.code().equals("guardrail.proposal-unknown") ? HttpStatus.NOT_FOUND : HttpStatus.CONFLICT,
                    refused.code(),
                    refused.sentence());
        }
    }

    private OfConnection view(TenantId tenant, OktaConnection connection) {
        UUID scope = connection.id().value();
        return new OfConnection(
                connection.name(),
                guardrails.value(tenant, scope, Part.BREAKER),
                guardrails.value(tenant, scope, Part.EMAIL_DOMAINS).path("domains"),
                guardrails.value(tenant, scope, Part.ALLOWED_GROUPS).path("groups"),
                guardrails.value(tenant, scope, Part.ALLOWED_APPS).path("apps"),
                guardrails.value(tenant, scope, Part.PROTECTED_GROUPS).path("groups"),
                Part.PROTECTED_PEOPLE
                        .shown(guardrails.value(tenant, scope, Part.PROTECTED_PEOPLE))
                        .path("people"),
                guardrails.value(tenant, scope, Part.SEPARATE_DUTIES).path("pairs"));
    }

    private static TripView view(List<OktaConnection> known, Trip trip) {
        return new TripView(
                trip.id(),
                ProposalView.name(trip.scope(), known),
                trip.counted().title(),
                trip.allowed(),
                trip.found(),
                trip.at());
    }

    private static ObjectNode value(Limits limits) {
        return object().put("accountsPerHour", limits.accountsPerHour())
                .put("membershipsPerHour", limits.membershipsPerHour());
    }

    private static ObjectNode value(Domains wanted) {
        ObjectNode value = object();
        List<String> domains = wanted.domains();
        if (domains == null) {
            return value.putNull("domains");
        }
        Set<String> known = new TreeSet<>();
        for (String domain : domains) {
            known.add(EmailDomain.of(domain)
                    .orElseThrow(() -> unprocessable(
                            "guardrail.domain-invalid",
                            "One of these is no domain; write them like example.com, without an at sign.")));
        }
        known.forEach(value.putArray("domains")::add);
        return value;
    }

    private OktaConnection connection(Caller caller, String name) {
        TenantId tenant = caller.tenant();
        return transactions.read(tenant, () -> NamedConnection.find(connections, tenant, name));
    }

    private static Problem unprocessable(String code, String sentence) {
        return new Problem(HttpStatus.UNPROCESSABLE_ENTITY, code, sentence);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
