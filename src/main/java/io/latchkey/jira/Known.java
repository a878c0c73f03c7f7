package io.latchkey.jira;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.latchkey.platform.TenantId;
import io.latchkey.tenant.AppAccount;
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
 * The accounts under which the app acts or has acted at a site, remembered per installation and node for an hour: a site that moves
 * to another door meets the app under another account. Nothing is remembered of a failure.
 */
@Component
class Known {

    private static final Duration KEPT = Duration.ofHours(1);
    private static final int TENANTS = 10_000;

    private final AppAccount account;
    private final Installations installations;
    private final Cache<Through, Set<String>> accounts;

    /** The door through which a site is called, by its id. */
    private record Through(TenantId tenant, String installation) {}

    Known(AppAccount account, Installations installations, Clock clock) {
        this.account = account;
        this.installations = installations;
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.accounts = Caffeine.newBuilder()
                .maximumSize(TENANTS)
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .build();
    }

    /**
     * The app's own account, and those that it had at the tenant's site through other installations: what they did there is ours
     * still. Never called inside a transaction.
     */
    Set<String> ownAccounts(TenantId tenant) {
        var through = new Through(
                tenant, installations.open(tenant).map(Installation::externalId).orElse(""));
        Set<String> known = accounts.getIfPresent(through);
        if (known == null) {
            known = new HashSet<>(Set.of(account.of(tenant)));
            known.addAll(installations.appAccounts(tenant));
            accounts.put(through, Set.copyOf(known));
        }
        return known;
    }

    /** Whether the account, where one is told, is among them. */
    static boolean isOneOf(Set<String> accounts, @Nullable String accountId) {
        return accountId != null && accounts.contains(accountId);
    }
}
