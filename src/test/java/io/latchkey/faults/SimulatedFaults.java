package io.latchkey.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The whole simulation, on as many workers as the machine has processors; run by {@code mvn -Pfaults verify}. */
@DisabledIfSystemProperty(named = "faults.seed", matches = ".+", disabledReason = "one seed is replayed instead")
@DisabledIfSystemProperty(named = "faults.at", matches = ".+", disabledReason = "some faults are replayed instead")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatedFaults {

    private static final Path REPORT = Path.of("target/faults/report.json");

    private Campaign campaign = new Campaign(0);

    @BeforeAll
    void start() {
        campaign = new Campaign(Math.min(4, Runtime.getRuntime().availableProcessors()));
    }

    @AfterAll
    void stop() {
        campaign.close();
    }

    @Test
    void singleFaults() {
        Campaign.Tally tally = campaign.singleFaults(1);
        tally.into(REPORT, "singleFaults", "points");

        assertThat(tally.found()).isEmpty();
    }

    @Test
    void crashPairs() {
        Campaign.Tally tally = campaign.crashPairs(1, 1);
        tally.into(REPORT, "crashPairs", "points");

        assertThat(tally.found()).isEmpty();
    }

    @Test
    void seeds() {
        Campaign.Tally tally = campaign.seeds(Long.getLong("faults.first", 1), Long.getLong("faults.seeds", 100_000));
        tally.into(REPORT, "seeds", "run");

        assertThat(tally.found()).isEmpty();
    }
}
