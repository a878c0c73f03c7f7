package io.latchkey.panel;

import io.latchkey.okta.OktaConnection;
import io.latchkey.okta.OktaConnections;
import io.latchkey.okta.OktaDirectories;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.http.Problem;
import io.latchkey.provisioning.ApproverAccount;
import io.latchkey.provisioning.ApproverAccounts;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Which Okta account somebody who approves in Jira has: an administrator's word, for recipes that ask for it. */
@RestController
@RequestMapping("/api/okta-connections/{name}/approver-accounts")
@CalledByPerson(administrator = true)
class ApproverAccountsController {

    private final ApproverAccounts accounts;
    private final OktaConnections connections;
    private final OktaDirectories directories;
    private final TenantTransactions transactions;

    ApproverAccountsController(
            ApproverAccounts accounts,
            OktaConnections connections,
            OktaDirectories directories,
            TenantTransactions transactions) {
        this.accounts = accounts;
        this.connections = connections;
        this.directories = directories;
        this.transactions = transactions;
    }

    /** Okta's id of the account; never a login or an address, which people can change. */
    record OktaUserId(
            @NotBlank @Size(max = 100) @Pattern(regexp = "[A-Za-z0-9_-]+")
            String oktaUserId) {}

    @GetMapping
    List<ApproverAccount> list(Caller caller, @PathVariable String name) {
        TenantId tenant = caller.tenant();
        return transactions.read(
                tenant, () -> accounts.list(tenant, find(tenant, name).id()));
    }

    /** Looks the account up in Okta first, by its id. */
    @PutMapping("/{accountId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void put(
            Caller caller,
            @PathVariable String name,
            @PathVariable @Size(max = 255) String accountId,
            @RequestBody @Valid OktaUserId wanted) {
        TenantId tenant = caller.tenant();
        OktaConnection connection = transactions.read(tenant, () -> find(tenant, name));
        if (directories
                .of(connection)
                .user(wanted.oktaUserId())
                .filter(user -> user.id().equals(wanted.oktaUserId()))
                .isEmpty()) {
            throw new Problem(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "okta.user-unknown",
                    "Okta has no account with this id; enter the id, not the login.");
        }
        transactions.writeOnly(
                tenant, () -> accounts.put(tenant, connection.id(), accountId, wanted.oktaUserId(), caller.person()));
    }

    @DeleteMapping("/{accountId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(Caller caller, @PathVariable String name, @PathVariable String accountId) {
        TenantId tenant = caller.tenant();
        boolean removed = transactions.write(
                tenant, () -> accounts.remove(tenant, find(tenant, name).id(), accountId, caller.person()));
        if (!removed) {
            throw new Problem(
                    HttpStatus.NOT_FOUND,
                    "approver-account.unknown",
                    "No Okta account is known of this person at this connection.");
        }
    }

    private OktaConnection find(TenantId tenant, String name) {
        return NamedConnection.find(connections, tenant, name);
    }
}
