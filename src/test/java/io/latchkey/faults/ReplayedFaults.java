package io.latchkey.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Plays one seed again and tells its trace: {@code mvn -Pfaults verify -Dit.test=ReplayedFaults -Dfaults.seed=N}. */
@EnabledIfSystemProperty(named = "faults.seed", matches = "[0-9]+")
class ReplayedFaults {

    @Test
    @SuppressWarnings("SystemOut") // to be read by whoever replays
    void replays() {
        try (Campaign campaign = new Campaign(1)) {
            Cluster.Outcome outcome = campaign.seed(Long.getLong("faults.seed"));
            outcome.trace().lines().forEach(System.out::println);
            System.out.println("trace " + outcome.trace().hash() + "; violations: " + outcome.violations());

            assertThat(outcome.violations()).isEmpty();
        }
    }
}
