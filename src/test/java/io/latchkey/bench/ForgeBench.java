package io.latchkey.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.latchkey.tenant.forge.MeasuredInvocations;
import io.latchkey.testing.RunningProduct;
import io.latchkey.testing.TestPostgres;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What Forge's calls cost: verifying invocation tokens, and how fast an event is acknowledged while many looks wait in the queue,
 * through the whole edge of the product.
 */
@Timeout(900)
class ForgeBench {

    private static final int TOKENS = 10_000;
    private static final int PORTION = 1_000;
    private static final int QUEUED = 10_000;
    private static final int ROUNDS = 5;
    private static final int EVENTS = 500;
    private static final int CLIENTS = 4;
    private static final AtomicLong NEXT = new AtomicLong(7_000_000);

    @Test
    void forgeIsAnswered() {
        var findings = new Findings("forge");
        tokens(findings);
        events(findings);
        findings.write();
    }

    /** Tokens live for 25 seconds, so they are signed in portions, and the verifying alone is measured. */
    private static void tokens(Findings findings) {
        var invocations = new MeasuredInvocations();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        List<Double> each = new ArrayList<>();
        for (int portion = 0; portion < TOKENS / PORTION; portion++) {
            List<String> tokens =
                    Stream.generate(invocations::token).limit(PORTION).toList();
            long before = threads.getCurrentThreadCpuTime();
            tokens.forEach(invocations::verify);
            each.add((threads.getCurrentThreadCpuTime() - before) / 1_000.0 / PORTION);
        }
        findings.atMost(
                TOKENS + " invocation tokens verified: downloads of keys", Spread.once(invocations.downloads()), 1);
        findings.atMost("processor time for each, µs (mean; low and high: of 1,000 each)", mean(each), 200);
    }

    private static Spread mean(List<Double> each) {
        Spread spread = Spread.ofRounds(each);
        double mean = each.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        return new Spread(mean, spread.low(), spread.high());
    }

    private static void events(Findings findings) {
        try (TestPostgres postgres = TestPostgres.onDisk();
                RunningProduct product = RunningProduct.measuredThroughForge(postgres, Map.of())) {
            Machine.durable(product.database(), findings);
            product.context().getBean(Scheduler.class).pause();
            acknowledged(product, QUEUED);
            findings.add(
                    "looks in the queue",
                    Spread.once(product.count("select count(*) from work_item where state = 'waiting'")));
            judge(findings, product, "while they wait");
            product.context().getBean(Scheduler.class).resume();
            judge(findings, product, "while the node works on them");
            findings.add(
                    "looks left in the queue",
                    Spread.once(product.count("select count(*) from work_item where state = 'waiting'")));
        }
    }

    private static void judge(Findings findings, RunningProduct product, String when) {
        List<double[]> rounds = IntStream.range(0, ROUNDS)
                .mapToObj(round -> acknowledged(product, EVENTS))
                .toList();
        findings.atMost(
                "an event is acknowledged " + when + ", ms at p99 (" + CLIENTS + " clients)",
                Spread.percentile(99, rounds),
                50);
        findings.add("the same at p50", Spread.percentile(50, rounds));
    }

    /** How long each took, in milliseconds; signing is the sandbox's and not counted. */
    private static double[] acknowledged(RunningProduct product, int events) {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            long before = product.count("select count(*) from signal");
            List<CompletableFuture<Double>> sent = IntStream.range(0, events)
                    .mapToObj(number -> CompletableFuture.supplyAsync(
                            () -> product.forge().announce(NEXT.incrementAndGet()), clients))
                    .toList();
            double[] millis = sent.stream()
                    .mapToDouble(one -> one.join() / TimeUnit.MILLISECONDS.toNanos(1))
                    .toArray();
            assertThat(product.count("select count(*) from signal") - before)
                    .as("every acknowledged event is stored")
                    .isEqualTo(events);
            return millis;
        } finally {
            clients.shutdown();
        }
    }
}
