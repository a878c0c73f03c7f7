package io.latchkey.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.provisioning.MeasuredAdmission;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The CPU time of one admission, beside what it reads and writes: the thread's own, so that a busy machine counts little. */
@Timeout(600)
class AdmissionBench {

    private static final int ENTRIES = 100;
    private static final int ROUNDS = 7;
    private static final int TIMES = 500;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Test
    void aHundredChangesAreJudgedQuickly() {
        var findings = new Findings("admission");
        var admission = new MeasuredAdmission(ENTRIES);
        Runnable decide = () -> assertThat(admission.decide()).isTrue();
        Runnable whole = () -> assertThat(admission.decidePlanAndStore()).isPositive();
        measure(decide);
        measure(whole);
        List<Double> decided = new ArrayList<>();
        List<Double> stored = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            decided.add(measure(decide));
            stored.add(measure(whole));
        }

        findings.add("CPU of a decision over " + ENTRIES + " changes, ms", Spread.ofRounds(decided));
        findings.atMost(
                "CPU of an admission with " + ENTRIES + " changes, its plan and its stored input, ms",
                Spread.ofRounds(stored),
                1);
        findings.write();
    }

    private static double measure(Runnable work) {
        long begun = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < TIMES; i++) {
            work.run();
        }
        return (THREADS.getCurrentThreadCpuTime() - begun) / 1e6 / TIMES;
    }
}
