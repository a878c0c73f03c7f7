package io.latchkey.jira;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.latchkey.platform.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** What seldom changes at a site, remembered per tenant and node for an hour. Nothing is remembered of a failure. */
@Component
class Known {

    private static final Duration KEPT = Duration.ofHours(1);
    private static final int TENANTS = 10_000;

    private final JiraCalls calls;
    private final Cache<TenantId, String> ownAccount;

    Known(JiraCalls calls, Clock clock) {
        this.calls = calls;
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.ownAccount = Caffeine.newBuilder()
                .maximumSize(TENANTS)
                .expireAfterWrite(KEPT)
                .ticker(ticker)
                .build();
    }

    /** The app's own account. */
    String ownAccountId(TenantId tenant) {
        String known = ownAccount.getIfPresent(tenant);
        if (known == null) {
            known = calls.get(tenant, Operation.READ_MYSELF, "/rest/api/3/myself")
                    .text("accountId");
            ownAccount.put(tenant, known);
        }
        return known;
    }

    void forget(TenantId tenant) {
        ownAccount.invalidate(tenant);
    }
}
