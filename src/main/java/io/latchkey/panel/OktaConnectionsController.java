package io.latchkey.panel;

import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.okta.AllowedGroup;
import io.latchkey.okta.ConnectionTests;
import io.latchkey.okta.OktaApp;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaConnections.Result;
import io.latchkey.okta.OktaDirectories;
import io.latchkey.okta.OktaDirectory;
import io.latchkey.okta.OktaGroup;
import io.latchkey.okta.OktaScopes;
import io.latchkey.okta.ProbeReport;
import io.latchkey.okta.SigningKeys;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.http.Problem;
import io.latchkey.platform.http.PublicUrl;
import io.latchkey.provisioning.guard.GuardrailChange;
import io.latchkey.provisioning.guard.Guardrails;
import io.latchkey.provisioning.guard.Part;
import io.latchkey.recipe.Guardrail;
import io.latchkey.recipe.Guardrail.NamedGroup;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import io.latchkey.work.StepResult;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

/** The Okta connections of a site: made here, registered in Okta by its administrator, and tested. */
@RestController
@RequestMapping("/api/okta-connections")
@CalledByPerson(administrator = true)
class OktaConnectionsController {

    private final OktaConnections connections;
    private final OktaDirectories directories;
    private final Guardrails guardrails;
    private final SigningKeys keys;
    private final ConnectionTests tests;
    private final TenantTransactions transactions;
    private final Trail trail;
    private final PublicUrl publicUrl;

    OktaConnectionsController(
            OktaConnections connections,
            OktaDirectories directories,
            Guardrails guardrails,
            SigningKeys keys,
            ConnectionTests tests,
            TenantTransactions transactions,
            Trail trail,
            PublicUrl publicUrl) {
        this.connections = connections;
        this.directories = directories;
        this.guardrails = guardrails;
        this.keys = keys;
        this.tests = tests;
        this.transactions = transactions;
        this.trail = trail;
        this.publicUrl = publicUrl;
    }

    /** What to make: a name of one's own and the address of the org. */
    record NewConnection(
            @NotBlank @Size(max = 100) String name,
            @NotBlank @Size(max = 300) String orgUrl) {}

    /** The client id that Okta shows for the app. */
    record ClientId(@NotBlank @Size(max = 100) String clientId) {}

    /** The names of all groups that recipes may use. */
    record GroupNames(@NotNull @Size(max = 200) List<@NotBlank @Size(max = 255) String> groups) {}

    /** The labels of all applications that recipes may use. */
    record AppLabels(@NotNull @Size(max = 200) List<@NotBlank @Size(max = 255) String> apps) {}

    /** A connection, with what its administrator enters in Okta. */
    record ConnectionView(
            String name,
            String orgUrl,
            @Nullable String clientId,
            List<String> allowedGroups,
            List<String> allowedApps,
            String jwksUri,
            @Nullable String publicJwk,
            List<String> scopes) {}

    @GetMapping
    List<ConnectionView> list(Caller caller) {
        TenantId tenant = caller.tenant();
        return transactions.read(
                tenant,
                () -> connections.list(tenant).stream()
                        .map(connection -> view(tenant, connection))
                        .toList());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ConnectionView create(Caller caller, @RequestBody @Valid NewConnection wanted) {
        TenantId tenant = caller.tenant();
        return transactions.write(tenant, () -> {
            OktaConnection connection = saved(connections.create(tenant, wanted.name(), wanted.orgUrl()));
            keys.publicJwk(tenant);
            record(caller, "okta-connection.created", connection);
            guardrails.connectionCreated(tenant, connection.id(), caller.person());
            return view(tenant, connection);
        });
    }

    @PutMapping("/{name}/client-id")
    ConnectionView setClientId(Caller caller, @PathVariable String name, @RequestBody @Valid ClientId wanted) {
        TenantId tenant = caller.tenant();
        return transactions.write(tenant, () -> {
            OktaConnection found = find(tenant, name);
            OktaConnection connection = saved(connections.setClientId(tenant, found.id(), wanted.clientId()));
            keys.publicJwk(tenant);
            record(caller, "okta-connection.client-set", connection);
            return view(tenant, connection);
        });
    }

    /**
     * Replaces the list; each name is looked up in Okta first. 202 when the new list waits for a second administrator.
     */
    @PutMapping("/{name}/allowed-groups")
    ResponseEntity<Object> allowGroups(
            Caller caller, @PathVariable String name, @RequestBody @Valid GroupNames wanted) {
        TenantId tenant = caller.tenant();
        OktaConnection connection = transactions.read(tenant, () -> find(tenant, name));
        List<NamedGroup> groups = groups(directories.of(connection), wanted.groups()).stream()
                .map(group -> new NamedGroup(group.id(), group.name()))
                .distinct()
                .toList();
        return transactions.write(tenant, () -> {
            demandClear(groups, guardrails.protectedGroups(tenant));
            GuardrailChange change = guardrails.change(
                    tenant, connection.id().value(), Part.ALLOWED_GROUPS, Guardrails.groups(groups), caller.person());
            return change instanceof GuardrailChange.Proposed proposed
                    ? ResponseEntity.accepted().body(ProposalView.of(proposed.proposal(), List.of(connection)))
                    : ResponseEntity.ok(view(tenant, connection));
        });
    }

    private static void demandClear(List<NamedGroup> groups, List<NamedGroup> protectedGroups) {
        List<NamedGroup> others =
                Stream.concat(groups.stream(), protectedGroups.stream()).toList();
        for (NamedGroup group : groups) {
            Guardrail.misleadingGroup(group.id(), group.name(), others).ifPresent(violation -> {
                throw new Problem(HttpStatus.UNPROCESSABLE_ENTITY, violation.code(), violation.sentence());
            });
        }
    }

    /**
     * Replaces the list; each label is looked up in Okta first, and has to be the only one. 202 when the new list waits for a
     * second administrator.
     */
    @PutMapping("/{name}/allowed-apps")
    ResponseEntity<Object> allowApps(Caller caller, @PathVariable String name, @RequestBody @Valid AppLabels wanted) {
        TenantId tenant = caller.tenant();
        OktaConnection connection = transactions.read(tenant, () -> find(tenant, name));
        List<OktaApp> apps = ListedApps.of(directories.of(connection), wanted.apps());
        return transactions.write(tenant, () -> {
            GuardrailChange change = guardrails.change(
                    tenant, connection.id().value(), Part.ALLOWED_APPS, Guardrails.apps(apps), caller.person());
            return change instanceof GuardrailChange.Proposed proposed
                    ? ResponseEntity.accepted().body(ProposalView.of(proposed.proposal(), List.of(connection)))
                    : ResponseEntity.ok(view(tenant, connection));
        });
    }

    /** Proves scopes, role and key by calls that must return something known. */
    @PostMapping("/{name}/test")
    ProbeReport test(Caller caller, @PathVariable String name) {
        TenantId tenant = caller.tenant();
        OktaConnection connection = transactions.read(tenant, () -> find(tenant, name));
        ProbeReport report = directories.of(connection).probe();
        transactions.writeOnly(tenant, () -> tests.note(connection, report));
        return report;
    }

    private static List<OktaGroup> groups(OktaDirectory directory, List<String> names) {
        List<OktaGroup> found = new ArrayList<>();
        for (String name : names) {
            Optional<OktaGroup> group = directory.findGroup(name);
            if (group.isEmpty()) {
                throw new Problem(
                        HttpStatus.UNPROCESSABLE_ENTITY,
                        "okta.group-unknown",
                        "Okta has no group called \"" + name + "\".");
            }
            if (!group.get().isEditable()) {
                throw new Problem(
                        HttpStatus.UNPROCESSABLE_ENTITY,
                        "okta.group-not-editable",
                        "The members of \"" + name + "\" are managed by Okta or an application, not by Latchkey.");
            }
            found.add(group.get());
        }
        return found;
    }

    private OktaConnection find(TenantId tenant, String name) {
        return NamedConnection.find(connections, tenant, name);
    }

    private static OktaConnection saved(Result result) {
        if (result instanceof Result.Refused refused) {
            throw new Problem(HttpStatus.UNPROCESSABLE_ENTITY, refused.code(), refused.sentence());
        }
        return ((Result.Saved) result).connection();
    }

    private ConnectionView view(TenantId tenant, OktaConnection connection) {
        return new ConnectionView(
                connection.name(),
                connection.orgUrl().value(),
                connection.clientId().orElse(null),
                connections.allowedGroups(tenant, connection.id()).stream()
                        .map(AllowedGroup::name)
                        .toList(),
                guardrails.allowedApps(tenant, connection.id()),
                publicUrl.at("/okta/" + tenant + "/jwks.json"),
                keys.currentJwk(tenant).orElse(null),
                OktaScopes.NAMES);
    }

    private void record(Caller caller, String kind, OktaConnection connection) {
        trail.record(Entry.of(caller.tenant(), kind, caller.tenant().toString())
                .withFacts(StepResult.nothing()
                        .put("connection", connection.name())
                        .put("orgUrl", connection.orgUrl().value())
                        .put("clientId", connection.clientId().orElse(null))
                        .put("by", caller.person())));
    }
}
