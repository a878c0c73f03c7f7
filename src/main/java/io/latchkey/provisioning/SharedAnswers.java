package io.latchkey.provisioning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Answers that are read once for all who ask at the same time, and for a while afterwards; nothing is remembered of a failure.
 * Who waits for another's reading holds no lock meanwhile. Safe for many threads.
 */
final class SharedAnswers<K, V> {

    private final Cache<K, CompletableFuture<V>> answers;

    SharedAnswers(Clock clock, Duration kept, int most) {
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.answers = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(kept)
                .ticker(ticker)
                .build();
    }

    /** The next who asks has it read anew; who waits for a reading under way gets that. */
    void forget(K key) {
        answers.invalidate(key);
    }

    V get(K key, Supplier<V> reading) {
        var ours = new CompletableFuture<V>();
        CompletableFuture<V> others = answers.asMap().putIfAbsent(key, ours);
        if (others != null) {
            return joined(others);
        }
        try {
            V answer = reading.get();
            ours.complete(answer);
            return answer;
        } catch (RuntimeException | Error thrown) {
            answers.asMap().remove(key, ours);
            ours.completeExceptionally(thrown);
            throw thrown;
        }
    }

    private static <V> V joined(CompletableFuture<V> others) {
        try {
            return others.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
