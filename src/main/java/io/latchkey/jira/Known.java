package io.latchkey.jira;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What seldom changes at a site, remembered per installation and node for an hour: a site that moves to another door meets the app
 * under another account. Nothing is remembered of a failure.
 */
@Component
class Known {

    private static final Duration KEPT = Duration.ofHours(1);
    private static final int TENANTS = 10_000;

    private final JiraCalls calls;
    private final Installations installations;
    private final Cache<Through, Accounts> accounts;

    /** The door through which a site is called, by its id. */
    private record Through(TenantId tenant, String installation) {}

    /** Under which one the app acts, and under which it has ever acted. */
    private record Accounts(String now, Set<String> all) {}

    Known(JiraCalls calls, Installations installations, Clock clock) {
        this.calls = calls;
        this.installations = installations;
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.accounts = Caffeine.newBuilder()
                .maximumSize(TENANTS)
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .build();
    }

    /** The app's own account. Never called inside a transaction. */
    String ownAccountId(TenantId tenant) {
        return accounts(tenant).now();
    }

    /**
     * The app's own account, and those that it had at the tenant's site through other installations: what they did there is ours
     * still. Never called inside a transaction.
     */
    Set<String> ownAccounts(TenantId tenant) {
        return accounts(tenant).all();
    }

    /** Whether the account, where one is told, is among them. */
    static boolean isOneOf(Set<String> accounts, @Nullable String accountId) {
        return accountId != null && accounts.contains(accountId);
    }

    private Accounts accounts(TenantId tenant) {
        var through = new Through(
                tenant, installations.open(tenant).map(Installation::externalId).orElse(""));
        Accounts known = accounts.getIfPresent(through);
        if (known == null) {
            known = ask(tenant);
            accounts.put(through, known);
        }
        return known;
    }

    private Accounts ask(TenantId tenant) {
        String now =
                calls.get(tenant, Operation.READ_MYSELF, "/rest/api/3/myself").text("accountId");
        Set<String> all = new HashSet<>(installations.appAccounts(tenant));
        all.add(now);
        return new Accounts(now, Set.copyOf(all));
    }

    void forget(TenantId tenant) {
        accounts.asMap().keySet().removeIf(through -> through.tenant().equals(tenant));
    }
}
