package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ids;
import io.latchkey.tenant.Tenant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The connections of a tenant and the groups that each allows. Every method but {@link #read} needs the tenant's open
 * transaction; none calls Okta.
 */
@Component
public class OktaConnections {

    private static final int LONGEST_NAME = 100;
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9_-]{5,100}");

    /** Each step reads its connection anew, and a request has many: as SQL it is a fraction of an entity's cost. */
    private static final String BY_NAME = """
            select id, org_url, client_id, revision, tenant_state(tenant_id) as site from okta_connection
            where tenant_id = :tenant and name = :name
            """;

    private final ConnectionRows rows;
    private final TenantTransactions transactions;
    private final JdbcClient jdbc;
    private final AllowedGroupRows groups;
    private final OrgUrls urls;
    private final AppOwners owners;
    private final Ids ids;
    private final Clock clock;

    OktaConnections(
            ConnectionRows rows,
            TenantTransactions transactions,
            JdbcClient jdbc,
            AllowedGroupRows groups,
            OrgUrls urls,
            AppOwners owners,
            Ids ids,
            Clock clock) {
        this.rows = rows;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.groups = groups;
        this.urls = urls;
        this.owners = owners;
        this.ids = ids;
        this.clock = clock;
    }

    /** A change of settings: done, or refused with a stable code and a sentence for the administrator. */
    public sealed interface Result {

        /** Stored. */
        record Saved(OktaConnection connection) implements Result {}

        /** Nothing was stored. */
        record Refused(String code, String sentence) implements Result {}
    }

    /**
     * Stores a new connection without a client id.
     *
     * @param name 1 to 100 characters without a slash, unique in the tenant
     * @param orgUrl {@code https://acme.okta.com}; a trailing slash is dropped
     */
    public Result create(TenantId tenant, String name, String orgUrl) {
        String trimmed = name.strip();
        if (trimmed.isEmpty() || trimmed.length() > LONGEST_NAME) {
            return new Result.Refused("okta.name-invalid", "a name has 1 to " + LONGEST_NAME + " characters");
        }
        if (trimmed.indexOf('/') >= 0 || trimmed.indexOf('\\') >= 0) {
            return new Result.Refused(
                    "okta.name-invalid", "a name cannot hold a slash, because addresses of the API hold the name");
        }
        if (find(tenant, trimmed).isPresent()) {
            return new Result.Refused("okta.name-taken", "a connection with this name exists already");
        }
        OrgUrls.Checked checked = urls.check(orgUrl);
        if (checked instanceof OrgUrls.Checked.Refused refused) {
            return new Result.Refused("okta.org-url-refused", refused.sentence());
        }
        OrgUrl url = ((OrgUrls.Checked.Accepted) checked).url();
        var row = new ConnectionRow(RowId.of(tenant, ids.next()), trimmed, url, clock.instant());
        return new Result.Saved(rows.saveAndFlush(row).read());
    }

    /**
     * Enters the client id of the app in Okta. An app serves one connection: it is how Okta says whose an account is. It
     * becomes the tenant's once Okta has issued a token to the tenant's key.
     *
     * @throws NoSuchElementException when the tenant has no such connection
     */
    public Result setClientId(TenantId tenant, OktaConnectionId id, String clientId) {
        String trimmed = clientId.strip();
        if (!CLIENT_ID.matcher(trimmed).matches()) {
            return new Result.Refused(
                    "okta.client-id-invalid",
                    "a client id has letters, digits, dashes and underscores only; copy it from the app's General tab");
        }
        ConnectionRow row = row(tenant, id);
        OktaConnection before = row.read();
        if (isUsedElsewhere(before, trimmed) || owners.isAnothers(tenant, before.orgUrl(), trimmed)) {
            return new Result.Refused(AppOwners.IN_USE, AppOwners.IN_USE_SENTENCE);
        }
        before.clientId()
                .filter(old -> !old.equals(trimmed))
                .ifPresent(old -> owners.giveBack(tenant, before.orgUrl(), old));
        row.setClientId(trimmed, clock.instant());
        return new Result.Saved(rows.saveAndFlush(row).read());
    }

    /** The connection of this name. */
    public Optional<OktaConnection> find(TenantId tenant, String name) {
        return jdbc.sql(BY_NAME)
                .params(named(tenant, name))
                .query((row, n) -> connection(tenant, name, row))
                .optional();
    }

    /** As {@link #find(TenantId, String)}, in a transaction of its own. */
    Optional<OktaConnection> read(TenantId tenant, String name) {
        return transactions
                .readAlone(tenant, BY_NAME, named(tenant, name), (row, n) -> connection(tenant, name, row))
                .stream()
                .findFirst();
    }

    private static Map<String, Object> named(TenantId tenant, String name) {
        return Map.of("tenant", tenant.value(), "name", name);
    }

    private static OktaConnection connection(TenantId tenant, String name, ResultSet row) throws SQLException {
        return new OktaConnection(
                tenant,
                new OktaConnectionId(row.getObject("id", UUID.class)),
                name,
                new OrgUrl(row.getString("org_url")),
                Optional.ofNullable(row.getString("client_id")),
                row.getInt("revision"),
                Tenant.State.stored(row.getString("site")));
    }

    /** The connection of this id. */
    public Optional<OktaConnection> find(TenantId tenant, OktaConnectionId id) {
        return rows.findById(RowId.of(tenant, id.value())).map(ConnectionRow::read);
    }

    /** All connections of the tenant, by name. */
    public List<OktaConnection> list(TenantId tenant) {
        return rows.findByKeyTenantIdOrderByName(tenant.value()).stream()
                .map(ConnectionRow::read)
                .toList();
    }

    /**
     * Lets recipes of the connection use a group; doing it twice changes nothing.
     *
     * @throws NoSuchElementException when the tenant has no such connection
     */
    public void allowGroup(TenantId tenant, OktaConnectionId id, OktaGroup group) {
        row(tenant, id);
        if (!isAllowed(tenant, id, group.id())) {
            groups.saveAndFlush(new AllowedGroupRow(RowId.of(tenant, ids.next()), id, group));
        }
    }

    /** Takes a group off the list; doing it twice changes nothing. */
    public void disallowGroup(TenantId tenant, OktaConnectionId id, String groupId) {
        groups.deleteByKeyTenantIdAndConnectionIdAndGroupId(tenant.value(), id.value(), groupId);
    }

    /** The allowed groups, by name. */
    public List<AllowedGroup> allowedGroups(TenantId tenant, OktaConnectionId id) {
        return groups.findByKeyTenantIdAndConnectionIdOrderByGroupName(tenant.value(), id.value()).stream()
                .map(AllowedGroupRow::read)
                .toList();
    }

    /** Whether recipes of the connection may use the group. */
    public boolean isAllowed(TenantId tenant, OktaConnectionId id, String groupId) {
        return groups.existsByKeyTenantIdAndConnectionIdAndGroupId(tenant.value(), id.value(), groupId);
    }

    private boolean isUsedElsewhere(OktaConnection connection, String clientId) {
        return list(connection.tenant()).stream()
                .filter(other -> !other.id().equals(connection.id()))
                .filter(other -> other.orgUrl().equals(connection.orgUrl()))
                .anyMatch(other -> other.clientId().equals(Optional.of(clientId)));
    }

    private ConnectionRow row(TenantId tenant, OktaConnectionId id) {
        return rows.findById(RowId.of(tenant, id.value()))
                .orElseThrow(() -> new NoSuchElementException("tenant " + tenant + " has no Okta connection " + id));
    }
}
