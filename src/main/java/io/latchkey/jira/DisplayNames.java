package io.latchkey.jira;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.latchkey.platform.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * What people are called, as Jira says, for those who may see them. A name is stored nowhere and remembered for ten minutes, per
 * node; that Jira did not answer, for one. While few of Jira's points are left, nothing is asked. Never called inside a
 * transaction.
 */
@Component
public class DisplayNames {

    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final Duration SILENT = Duration.ofMinutes(1);
    private static final int MOST = 10_000;

    private final JiraCalls calls;
    private final JiraBudget budget;
    private final Cache<Account, Optional<String>> names;
    private final Cache<Account, Boolean> silent;

    DisplayNames(JiraCalls calls, JiraBudget budget, Clock clock) {
        this.calls = calls;
        this.budget = budget;
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.names = remembering(KEPT, ticker);
        this.silent = remembering(SILENT, ticker);
    }

    private static <V> Cache<Account, V> remembering(Duration kept, Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(kept)
                .ticker(ticker)
                .build();
    }

    private record Account(TenantId tenant, String id) {}

    /**
     * What the account is called; empty when Jira does not show it, or does not answer: a name is never worth a failure. At most
     * one call ({@code GET /rest/api/3/user}).
     */
    public Optional<String> of(TenantId tenant, String accountId) {
        var account = new Account(tenant, accountId);
        Optional<String> known = names.getIfPresent(account);
        if (known != null) {
            return known;
        }
        if (silent.getIfPresent(account) != null || !budget.hasForThoseWhoLook()) {
            return Optional.empty();
        }
        try {
            Optional<String> told = Optional.ofNullable(
                            calls.get(tenant, Operation.READ_PERSON, "/rest/api/3/user?accountId={account}", accountId)
                                    .textOrNull("displayName"))
                    .map(String::strip)
                    .filter(name -> !name.isEmpty());
            names.put(account, told);
            return told;
        } catch (JiraFailure.NotSeen | JiraFailure.Forbidden hidden) {
            names.put(account, Optional.empty());
            return Optional.empty();
        } catch (JiraFailure unanswered) {
            silent.put(account, true);
            return Optional.empty();
        }
    }
}
