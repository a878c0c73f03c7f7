package io.latchkey.okta;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.nimbusds.jose.jwk.RSAKey;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ticks;
import io.latchkey.tenant.Purpose;
import io.latchkey.tenant.Tenant;
import io.latchkey.work.Budgets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
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
    private final Ticks ticks;
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
            Clock clock,
            Ticks ticks) {
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
        this.ticks = ticks;
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
                        "okta.key-erased",
                        "the app was removed from the site, and the key of this connection is erased")
                : new OktaFailure.Setup(
                        "okta.key-kept-for-expiries",
                        "the app was removed from the site; the key of this connection is kept only to end access that"
                                + " was given for a time");
    }

    private OktaClient client(OktaConnection connection, String clientId, Purpose purpose) {
        AtomicReference<@Nullable OktaClient> replaced = new AtomicReference<>();
        OktaClient client = clients.asMap()
                .compute(new Key(connection.tenant(), connection.id(), purpose), (key, old) -> {
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
        var proofs = ProofOfPossession.create(clock);
        var http = new OktaHttp(openTransport(connection), new Authorization(proofs), metrics);
        TenantId tenant = connection.tenant();
        var endpoint = new TokenEndpoint(
                connection.orgUrl(),
                clientId,
                () -> transactions.read(tenant, () -> keys.signing(tenant)),
                key -> take(connection, clientId, key),
                proofs,
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
                        proofs,
                        threads,
                        new OktaLimits(budgets, connection.orgUrl(), properties.budgetShare(), clock),
                        properties,
                        clock,
                        ticks),
                new StoredRoleSightings(jdbc, transactions, connection, clientId),
                clock);
    }

    /**
     * Asks Okta for a token with one of the tenant's keys, whether it signs yet or not.
     *
     * @return why there was none; empty when Okta accepts the key
     */
    public Optional<OktaFailure> refusalOf(UUID kid, OktaConnection connection) {
        TenantId tenant = connection.tenant();
        try {
            RSAKey key =
                    transactions.read(tenant, () -> keys.published(tenant, kid)).orElseThrow();
            String clientId = connection.clientId().orElseThrow();
            var proofs = ProofOfPossession.create(clock);
            try (var http = new OktaHttp(openTransport(connection), new Authorization(proofs), metrics)) {
                new TokenEndpoint(
                                connection.orgUrl(),
                                clientId,
                                () -> List.of(key),
                                used -> {},
                                proofs,
                                http,
                                threads,
                                clock)
                        .fetch(OktaScopes.NAMES, Deadline.in(properties.deadline(), ticks));
            }
            return Optional.empty();
        } catch (OktaFailure failure) {
            return Optional.of(failure);
        } catch (IOException e) {
            throw new UncheckedIOException("the connections to Okta could not be closed", e);
        }
    }

    private CloseableHttpClient openTransport(OktaConnection connection) {
        if (urls.check(connection.orgUrl().value()) instanceof OrgUrls.Checked.Refused refused) {
            throw new OktaFailure.Setup("okta.org-url-refused", refused.sentence());
        }
        return transport.open();
    }

    /** A token was issued to the tenant's own key: that proves whose the app is, and that Okta knows the key. */
    private void take(OktaConnection connection, String clientId, RSAKey key) {
        TenantId tenant = connection.tenant();
        UUID kid = UUID.fromString(key.getKeyID());
        boolean known = transactions.read(
                tenant,
                () -> owners.isOurs(tenant, connection.orgUrl(), clientId)
                        && keys.isUseNoted(connection, clientId, kid));
        if (!known && !transactions.write(tenant, () -> note(connection, clientId, kid))) {
            throw new OktaFailure.Setup(AppOwners.IN_USE, AppOwners.IN_USE_SENTENCE);
        }
    }

    private boolean note(OktaConnection connection, String clientId, UUID kid) {
        keys.used(connection, clientId, kid);
        return owners.take(connection.tenant(), connection.orgUrl(), clientId);
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
