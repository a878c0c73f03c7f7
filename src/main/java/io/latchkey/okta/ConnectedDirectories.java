package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The directory behind a connection's name, for the steps of a plan. Each step of each run asks several times, so this reads
 * past the entities, which cost several times the statement.
 */
@Component
class ConnectedDirectories {

    private final JdbcClient jdbc;
    private final OktaDirectories directories;
    private final TenantTransactions transactions;

    ConnectedDirectories(JdbcClient jdbc, OktaDirectories directories, TenantTransactions transactions) {
        this.jdbc = jdbc;
        this.directories = directories;
        this.transactions = transactions;
    }

    /**
     * The org and the app in it that a connection's name stands for now: what Okta knows our accounts by. Inside the
     * tenant's open transaction.
     */
    String app(TenantId tenant, String name) {
        return find(tenant, name)
                .map(connection -> connection.orgUrl().value() + "\n"
                        + connection.clientId().orElse(""))
                // The step ends before anything is made.
                .orElse("");
    }

    /**
     * The directory.
     *
     * @throws OktaFailure.Setup when the connection is gone or not connected
     */
    OktaDirectory named(TenantId tenant, String name) {
        return directories.of(transactions
                .read(tenant, () -> find(tenant, name))
                .orElseThrow(() -> new OktaFailure.Setup(
                        "okta.connection-gone",
                        "the recipe names the Okta connection \"" + name + "\", which does not exist any more")));
    }

    private Optional<OktaConnection> find(TenantId tenant, String name) {
        return jdbc.sql("select id, org_url, client_id, revision from okta_connection where tenant_id = ? and name = ?")
                .params(tenant.value(), name)
                .query((row, n) -> new OktaConnection(
                        tenant,
                        new OktaConnectionId(row.getObject("id", UUID.class)),
                        name,
                        new OrgUrl(row.getString("org_url")),
                        Optional.ofNullable(row.getString("client_id")),
                        row.getInt("revision")))
                .optional();
    }
}
