package io.latchkey.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Plays one run again and tells its trace: {@code mvn -Pfaults verify -Dit.test=ReplayedFaults}, and {@code -Dfaults.seed=N}, or
 * {@code -Dfaults.at='KILL_APPLIED at 12'}, as the campaign of single faults or of pairs named it.
 */
class ReplayedFaults {

    @Test
    @EnabledIfSystemProperty(named = "faults.seed", matches = ".+")
    void replaysASeed() {
        try (Campaign campaign = new Campaign(1)) {
            tell(campaign.seed(Long.parseLong(System.getProperty("faults.seed"))));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "faults.at", matches = ".+")
    void replaysFaults() {
        try (Campaign campaign = new Campaign(1)) {
            tell(campaign.faults(System.getProperty("faults.at")));
        }
    }

    @SuppressWarnings("SystemOut") // to be read by whoever replays
    private static void tell(Cluster.Outcome outcome) {
        outcome.trace().lines().forEach(System.out::println);
        System.out.println("struck: " + outcome.facts().struck);
        System.out.println("trace " + outcome.trace().hash() + "; violations: " + outcome.violations());

        assertThat(outcome.violations()).isEmpty();
    }
}
