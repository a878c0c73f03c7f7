package io.latchkey.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What goes before a measurement of a process that has been up for a while. */
final class WarmUp {

    /** Of the time of a round; what is compiled after that is too little to be seen in what is measured. */
    private static final double COMPILING = 0.05;

    /** On a busy machine the compiler gets few turns, so that it is left alone after each round. */
    private static final Duration ALONE = Duration.ofSeconds(30);

    private static final long GLANCE_MILLIS = 500;

    private WarmUp() {}

    /** Plays rounds until the JVM has little left to compile after one, or the time is up. */
    static void until(Duration longest, Runnable round) {
        long begun = System.nanoTime();
        int rounds = 0;
        double share = 1;
        while (share > COMPILING && System.nanoTime() - begun < longest.toNanos()) {
            long before = System.nanoTime();
            long compiled = compiled();
            round.run();
            leaveCompilerAlone();
            share = (compiled() - compiled) * 1e6 / (System.nanoTime() - before);
            rounds++;
        }
        System.out.printf(
                "warm-up: %d rounds in %d s; in the last one %.0f %% of the time went by while something was compiled%n",
                rounds, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun), share * 100);
    }

    private static void leaveCompilerAlone() {
        long[] last = {compiled()};
        try {
            Awaitility.await()
                    .pollDelay(Duration.ofMillis(GLANCE_MILLIS))
                    .pollInterval(Duration.ofMillis(GLANCE_MILLIS))
                    .atMost(ALONE)
                    .until(() -> {
                        long now = compiled();
                        boolean idle = now - last[0] < GLANCE_MILLIS * COMPILING;
                        last[0] = now;
                        return idle;
                    });
        } catch (ConditionTimeoutException stillBusy) {
            System.out.println("warm-up: the compiler was busy for longer than " + ALONE);
        }
    }

    private static long compiled() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return compiler.getTotalCompilationTime();
    }
}
