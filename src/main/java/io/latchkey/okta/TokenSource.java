package io.latchkey.okta;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access token of one connection. One thread fetches, the others use the old token as long as it lives or wait for
 * the new one. A failed fetch leaves nothing behind but a short pause, after which the next call tries again; while the
 * old token lives, nobody notices.
 */
final class TokenSource {

    private static final Logger log = LoggerFactory.getLogger(TokenSource.class);
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    /** A new token that is refused at once shows that fetching is no remedy: not more often than this. */
    private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(10);

    private final Function<Deadline, AccessToken> fetch;
    private final Clock clock;

    private @Nullable AccessToken token;
    private @Nullable CompletableFuture<AccessToken> underWay;
    private @Nullable OktaFailure lastFailure;
    private Duration pause = Duration.ZERO;
    private Instant pausedUntil = Instant.MIN;
    private Instant lastRenewal = Instant.MIN;

    TokenSource(Function<Deadline, AccessToken> fetch, Clock clock) {
        this.fetch = fetch;
        this.clock = clock;
    }

    /**
     * A token that lives.
     *
     * @throws OktaFailure when none could be fetched before the deadline
     */
    AccessToken current(Deadline deadline) {
        CompletableFuture<AccessToken> awaited;
        boolean ours = false;
        AccessToken old;
        synchronized (this) {
            old = living();
            if (old != null && old.expiresAt().isAfter(clock.instant().plus(AHEAD))) {
                return old;
            }
            awaited = underWay;
            if (awaited != null && old != null) {
                return old;
            }
            if (awaited == null) {
                OktaFailure failed = lastFailure;
                if (failed != null && clock.instant().isBefore(pausedUntil)) {
                    return orThrow(old, failed);
                }
                awaited = new CompletableFuture<>();
                underWay = awaited;
                ours = true;
            }
        }
        return ours ? lead(awaited, old, deadline) : await(awaited, deadline);
    }

    /**
     * A token that is newer than one that the API refused (401: revoked, or the app's keys were changed); the same one
     * when a renewal has just been tried.
     */
    AccessToken renewed(AccessToken refused, Deadline deadline) {
        synchronized (this) {
            if (refused.equals(token)) {
                Instant now = clock.instant();
                if (now.isBefore(later(lastRenewal, BETWEEN_RENEWALS))) {
                    return refused;
                }
                lastRenewal = now;
                token = null;
            }
        }
        return current(deadline);
    }

    private AccessToken lead(CompletableFuture<AccessToken> promise, @Nullable AccessToken old, Deadline deadline) {
        try {
            AccessToken fetched = fetch.apply(deadline);
            succeeded(fetched);
            promise.complete(fetched);
            return fetched;
        } catch (OktaFailure e) {
            failed(e);
            promise.completeExceptionally(e);
            return orThrow(old, e);
        } catch (RuntimeException | Error e) {
            // Nothing ends here: those who wait for this token fail with it, and it is thrown on.
            promise.completeExceptionally(e);
            throw e;
        } finally {
            synchronized (this) {
                underWay = null;
            }
        }
    }

    private synchronized void succeeded(AccessToken fetched) {
        token = fetched;
        lastFailure = null;
        pause = Duration.ZERO;
    }

    private synchronized void failed(OktaFailure failure) {
        pause = pause.isZero() ? FIRST_PAUSE : shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        Duration asked = failure instanceof OktaFailure.Retryable retryable
                ? retryable.retryAfter().orElse(pause)
                : pause;
        lastFailure = failure;
        pausedUntil = clock.instant().plus(asked);
    }

    private static AccessToken await(CompletableFuture<AccessToken> awaited, Deadline deadline) {
        try {
            return awaited.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new OktaFailure.Unavailable("no access token came in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OktaFailure.Unavailable("the wait for an access token was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OktaFailure failure) {
                throw failure;
            }
            throw new IllegalStateException("the access token could not be fetched", e.getCause());
        }
    }

    private @Nullable AccessToken living() {
        AccessToken held = token;
        return held != null && held.expiresAt().isAfter(clock.instant()) ? held : null;
    }

    private static AccessToken orThrow(@Nullable AccessToken old, OktaFailure failure) {
        if (old == null) {
            throw failure;
        }
        log.warn("the access token could not be renewed and is used until it ends: {}", failure.code());
        return old;
    }

    private static Instant later(Instant start, Duration by) {
        return start.equals(Instant.MIN) ? start : start.plus(by);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
