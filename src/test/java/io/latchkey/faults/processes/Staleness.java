package io.latchkey.faults.processes;

import io.latchkey.sandbox.http.Rules;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Okta's searches, lists and log lag behind for a few seconds; as long as any schedule wants it. */
final class Staleness {

    private static final List<String> LAGS =
            List.of("search-lag-millis", "membership-lag-millis", "create-lag-millis", "log-lag-millis");
    private static final long LAG_MILLIS = 2_000;
    private static final long LASTS_MILLIS = 3_000;

    private final Rules org;
    private int wanted;

    Staleness(Rules org) {
        this.org = org;
    }

    synchronized void begin() {
        wanted++;
        set(LAG_MILLIS);
        CompletableFuture.delayedExecutor(LASTS_MILLIS, TimeUnit.MILLISECONDS).execute(this::end);
    }

    private synchronized void end() {
        wanted--;
        if (wanted == 0) {
            set(0);
        }
    }

    private void set(long millis) {
        LAGS.forEach(lag -> org.set(lag, millis));
    }
}
