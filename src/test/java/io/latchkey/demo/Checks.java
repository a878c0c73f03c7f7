package io.latchkey.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What was read back, as sentences: those that hold and those that do not. */
final class Checks {

    /** How long anything is waited for; the product's timers run once a minute. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final List<String> right = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    void equal(String what, Object found, Object expected) {
        if (found.equals(expected)) {
            right.add(what + ": " + found);
        } else {
            wrong.add(what + " should be " + expected + ", found " + found);
        }
    }

    /**
     * Notes one fact.
     *
     * @param sentence what should be so
     */
    void holds(boolean holds, String sentence) {
        (holds ? right : wrong).add(holds ? sentence : "It should be so, but is not: " + sentence);
    }

    List<String> right() {
        return right;
    }

    List<String> wrong() {
        return wrong;
    }

    /** Whether it became so in time. */
    static boolean await(Callable<Boolean> condition) {
        return await(condition, PATIENCE, Duration.ofMillis(50));
    }

    /** As {@link #await(Callable)}, asking only so often: Okta counts calls. */
    static boolean await(Callable<Boolean> condition, Duration patience, Duration every) {
        try {
            Awaitility.await()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(every)
                    .atMost(patience)
                    .until(condition);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }
}
