package io.latchkey.faults;

import io.latchkey.testing.TestPostgres;
import java.util.List;

/** Plays seeds until one shows something wrong; of a class loader of its own, whose product has a bug that was planted. */
public final class Hunt {

    private Hunt() {}

    /** Plays at most so many, and says what came of it, naming the bug. */
    @SuppressWarnings("SystemOut") // its answer
    public static void hunt(String bug, int most) {
        try (Campaign campaign = new Campaign(1)) {
            for (long seed = 1; seed <= most; seed++) {
                List<String> violations = campaign.seed(seed).violations();
                if (!violations.isEmpty()) {
                    System.out.println("hunt: " + bug + " found at seed " + seed + ": " + violations);
                    return;
                }
            }
            System.out.println("hunt: " + bug + " nothing in " + most + " seeds");
        } finally {
            TestPostgres.shared().close();
        }
    }
}
