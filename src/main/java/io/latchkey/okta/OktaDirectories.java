package io.latchkey.okta;

import io.latchkey.tenant.Tenant;
import io.latchkey.tenant.Purpose;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.work.Budgets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The directory of each connection. A connection's HTTP client and token are kept while it is used and unchanged, and
 * closed after it is idle or has changed, as soon as no call is under way.
 */
@Component
public class OktaDirectories implements DisposableBean {

    private static final int MOST = 500;

    private final OktaTransport transport;
    private final OktaThreads threads;
    private final OktaProperties properties;
    private final RemoteCallMetrics metrics;
    private final SigningKeys keys;
    private final TenantTransactions transactions;
    private final JdbcClient jdbc;
    private final OrgUrls urls;
    private final AppOwners owners;
    private final Budgets budgets;
    private final Clock clock;
    private final Cache<Key, OktaClient> clients;

    OktaDirectories(
            OktaTransport transport,
            OktaThreads threads,
            OktaProperties properties,
            RemoteCallMetrics metrics,
            SigningKeys keys,
            TenantTransactions transactions,
            JdbcClient jdbc,
            OrgUrls urls,
            AppOwners owners,
            Budgets budgets,
            Clock clock) {
        this.transport = transport;
        this.threads = threads;
        this.properties = properties;
        this.metrics = metrics;
        this.keys = keys;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.urls = urls;
        this.owners = owners;
        this.budgets = budgets;
        this.clock = clock;
        this.clients = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(properties.idle())
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .removalListener(OktaDirectories::removed)
                .build();
    }

    private record Key(TenantId tenant, OktaConnectionId id, Purpose purpose) {}

    /** As {@link #of(OktaConnection, Purpose)}, for what people asked for. */
    public OktaDirectory of(OktaConnection connection) {
        return of(connection, Purpose.REQUEST);
    }

    /**
     * The directory of a connection as it was read; read it again for each use, so that a change takes effect.
     *
     * @param purpose what Okta is asked for; after the site has removed the app the tenant's key opens for expiries only,
     *     and for nothing once it is erased
     * @throws OktaFailure.Setup when the connection has no client id yet, its address is not allowed (any more), or the
     *     purpose is not served any more ({@code okta.key-kept-for-expiries}, {@code okta.key-erased})
     */
    public OktaDirectory of(OktaConnection connection, Purpose purpose) {
        refuseAfterDeparture(connection, purpose);
        String clientId = connection
                .clientId()
                .orElseThrow(() -> new OktaFailure.Setup(
                        "okta.not-connected", "the connection has no client id yet; enter the app's client id"));
        OktaClient client = client(connection, clientId, purpose);
        return client.directory();
    }

    private static void refuseAfterDeparture(OktaConnection connection, Purpose purpose) {
        if (purpose.isServed(connection.site())) {
            return;
        }
        throw connection.site() == Tenant.State.ERASED
                ? new OktaFailure.Setup(
                        "okta.key-erased", "the app was removed from the site, and the key of this connection is erased")
                : new OktaFailure.Setup(
                        "okta.key-kept-for-expiries",
                        "the app was removed from the site; the key of this connection is kept only to end access that"
                                + " was given for a time");
    }

    private OktaClient client(OktaConnection connection, String clientId, Purpose purpose) {
        AtomicReference<@Nullable OktaClient> replaced = new AtomicReference<>();
        OktaClient client = clients.asMap().compute(new Key(connection.tenant(), connection.id(), purpose), (key, old) -> {
            if (old != null && old.serves(connection)) {
                return old;
            }
            replaced.set(old);
            return open(connection, clientId);
        });
        Optional.ofNullable(replaced.get()).ifPresent(OktaClient::retire);
        return client;
    }

    private OktaClient open(OktaConnection connection, String clientId) {
        if (urls.check(connection.orgUrl().value()) instanceof OrgUrls.Checked.Refused refused) {
            throw new OktaFailure.Setup("okta.org-url-refused", refused.sentence());
        }
        var http = new OktaHttp(transport.open(), Authorization.BEARER, metrics);
        TenantId tenant = connection.tenant();
        var endpoint = new TokenEndpoint(
                connection.orgUrl(),
                clientId,
                () -> transactions.read(tenant, () -> keys.signing(tenant)),
                () -> take(connection, clientId),
                http,
                threads,
                clock);
        return new OktaClient(
                connection,
                clientId,
                new OktaCalls(
                        connection.orgUrl(),
                        http,
                        endpoint,
                        threads,
                        new OktaLimits(budgets, connection.orgUrl(), properties.budgetShare(), clock),
                        properties,
                        clock),
                new StoredRoleSightings(jdbc, transactions, connection, clientId),
                clock);
    }

    /** A token was issued to the tenant's own key: that proves whose the app is. */
    private void take(OktaConnection connection, String clientId) {
        TenantId tenant = connection.tenant();
        if (!transactions.read(tenant, () -> owners.isOurs(tenant, connection.orgUrl(), clientId))
                && !transactions.write(tenant, () -> owners.take(tenant, connection.orgUrl(), clientId))) {
            throw new OktaFailure.Setup(AppOwners.IN_USE, AppOwners.IN_USE_SENTENCE);
        }
    }

    private static void removed(@Nullable Key key, @Nullable OktaClient client, RemovalCause cause) {
        if (client != null && cause != RemovalCause.REPLACED) {
            client.retire();
        }
    }

    /** Closes every client, as each does by itself once it is idle. */
    void closeAll() {
        clients.invalidateAll();
    }

    @Override
    public void destroy() {
        closeAll();
    }
}
