package io.latchkey.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** What goes before a measurement of a process that has been up for a while. */
final class WarmUp {

    /** Of the time of a round; what is compiled after that is too little to be seen in what is measured. */
    private static final double COMPILING = 0.05;

    private WarmUp() {}

    /** Plays rounds until the JVM has little left to compile in one, or the time is up. */
    static void until(Duration longest, Runnable round) {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        long end = System.nanoTime() + longest.toNanos();
        double share = 1;
        while (share > COMPILING && System.nanoTime() < end) {
            long began = System.nanoTime();
            long compiled = compiler.getTotalCompilationTime();
            round.run();
            share = (compiler.getTotalCompilationTime() - compiled) * 1e6 / (System.nanoTime() - began);
        }
        System.out.printf("compiling took %.0f %% of the last round of the warm-up%n", share * 100);
    }
}
