package io.latchkey.panel;

import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.okta.EraseOktaKeys;
import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaDirectories;
import io.latchkey.okta.SigningKey;
import io.latchkey.okta.SigningKeys;
import io.latchkey.okta.SigningKeys.Result;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import io.latchkey.work.StepResult;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The keys that sign towards Okta, of all connections of a site, and their rotation. */
@RestController
@RequestMapping("/api/okta-keys")
@CalledByPerson(administrator = true)
class OktaKeysController {

    private final SigningKeys keys;
    private final OktaConnections connections;
    private final OktaDirectories directories;
    private final EraseOktaKeys erase;
    private final TenantTransactions transactions;
    private final Trail trail;

    OktaKeysController(
            SigningKeys keys,
            OktaConnections connections,
            OktaDirectories directories,
            EraseOktaKeys erase,
            TenantTransactions transactions,
            Trail trail) {
        this.keys = keys;
        this.connections = connections;
        this.directories = directories;
        this.erase = erase;
        this.transactions = transactions;
        this.trail = trail;
    }

    /** How Okta gets the new key. */
    record NewKey(@NotNull SigningKeys.Delivery delivery) {}

    @GetMapping
    List<SigningKey> list(Caller caller) {
        return transactions.read(caller.tenant(), () -> keys.list(caller.tenant()));
    }

    /** Begins a rotation: a new key is published at once. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    SigningKey rotate(Caller caller, @RequestBody @Valid NewKey wanted) {
        TenantId tenant = caller.tenant();
        return transactions.write(
                tenant, () -> recorded(caller, "okta-key.published", keys.rotate(tenant, wanted.delivery())));
    }

    /** Lets a pasted key sign, once each organisation of the site has accepted it. */
    @PostMapping("/{kid}/activation")
    SigningKey activate(Caller caller, @PathVariable UUID kid) {
        TenantId tenant = caller.tenant();
        List<OktaConnection> connected = transactions.read(tenant, () -> {
            demandWaiting(tenant, kid);
            return connections.list(tenant).stream()
                    .filter(connection -> connection.clientId().isPresent())
                    .toList();
        });
        connected.forEach(connection -> demandAccepted(kid, connection));
        return transactions.write(tenant, () -> recorded(caller, "okta-key.activated", keys.activate(tenant, kid)));
    }

    private void demandWaiting(TenantId tenant, UUID kid) {
        boolean waiting = keys.list(tenant).stream()
                .anyMatch(key -> key.kid().equals(kid) && key.state() == SigningKey.State.WAITING);
        if (!waiting) {
            throw new Problem(
                    HttpStatus.CONFLICT, "okta.key-not-waiting", "No key of this id waits for being pasted into Okta.");
        }
    }

    private void demandAccepted(UUID kid, OktaConnection connection) {
        directories.refusalOf(kid, connection).ifPresent(failure -> {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    failure.code(),
                    "The key signs nothing yet, since the organisation of the connection \"" + connection.name()
                            + "\" did not take it: " + failure.explanation() + ".");
        });
    }

    private SigningKey recorded(Caller caller, String kind, Result result) {
        if (result instanceof Result.Refused refused) {
            throw new Problem(HttpStatus.CONFLICT, refused.code(), "Nothing was changed: " + refused.sentence() + ".");
        }
        SigningKey key = ((Result.Done) result).key();
        var signsFrom = key.signsFrom();
        trail.record(Entry.of(caller.tenant(), kind, caller.tenant().toString())
                .withFacts(StepResult.nothing()
                        .put("kid", key.kid().toString())
                        .put("signsFrom", signsFrom == null ? null : signsFrom.toString())
                        .put("by", caller.person())));
        return key;
    }

    /**
     * What was revoked.
     *
     * @param keys how many keys there were
     */
    record Revoked(int keys) {}

    /**
     * Revokes them now: they are erased, and {@code jwks_uri} answers 404. Nothing is done in Okta any more, and access that
     * was given for a time no longer ends by itself. A new key is made when a connection is made or its client id is entered
     * again.
     */
    @DeleteMapping
    Revoked revoke(Caller caller) {
        TenantId tenant = caller.tenant();
        String by = caller.person();
        return transactions.write(tenant, () -> {
            int erased = erase.erase(tenant);
            trail.record(Entry.of(tenant, "okta-keys.revoked", tenant.toString())
                    .withFacts(StepResult.nothing().put("keys", erased).put("by", by)));
            return new Revoked(erased);
        });
    }
}
