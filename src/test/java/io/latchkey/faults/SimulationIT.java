package io.latchkey.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A selection of the simulation that fits into every build; all of it: {@code mvn -Pfaults verify}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulationIT {

    private static final int SEEDS = 200;
    private static final int EVERY_PAIR = 97;

    private Campaign campaign = new Campaign(0);

    @BeforeAll
    void start() {
        campaign = new Campaign(1);
    }

    @AfterAll
    void stop() {
        campaign.close();
    }

    @Test
    void oneSeedIsOneTrace() {
        for (long seed = 1; seed <= 5; seed++) {
            Cluster.Outcome first = campaign.seed(seed);
            Cluster.Outcome second = campaign.seed(seed);

            assertThat(second.trace()).as("seed %s", seed).isEqualTo(first.trace());
        }
    }

    @Test
    void everySingleFaultAtEveryPointIsSurvived() throws IOException {
        Campaign.Tally tally = campaign.singleFaults();

        assertThat(tally.points()).isGreaterThan(200);
        assertThat(tally.found()).isEmpty();
        tally.into(Path.of("target/faults/report.json"), "singleFaults", "points");
    }

    @Test
    void twoCrashesAreSurvived() {
        assertThat(campaign.crashPairs(EVERY_PAIR).found()).isEmpty();
    }

    @Test
    void seedsAreSurvived() {
        assertThat(campaign.seeds(1, SEEDS).found()).isEmpty();
    }
}
