package io.latchkey.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.provisioning.MeasuredPreview;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The CPU time of plan and preview of a long recipe, beside what they read: the thread's own. */
@Timeout(600)
class PreviewBench {

    private static final int STEPS = 20;
    private static final int ROUNDS = 7;
    private static final int TIMES = 100;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Test
    void aLongRecipeIsPlannedAndPreviewedQuickly() {
        var findings = new Findings("preview");
        var preview = new MeasuredPreview(STEPS);
        Runnable whole = () -> assertThat(preview.planAndPreview()).isPositive();
        double first = measure(whole, 1);
        measure(whole, TIMES);
        List<Double> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            rounds.add(measure(whole, TIMES));
        }

        findings.add("CPU of the very first one in a new process, ms", Spread.ofRounds(List.of(first)));
        findings.atMost("CPU of plan and preview of a recipe with " + STEPS + " steps, ms", Spread.ofRounds(rounds), 5);
        findings.write();
    }

    private static double measure(Runnable work, int times) {
        long begun = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            work.run();
        }
        return (THREADS.getCurrentThreadCpuTime() - begun) / 1e6 / times;
    }
}
