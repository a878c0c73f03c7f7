package io.latchkey.faults;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.LoggerFactory;

/** A selection of the simulation that fits into every build; all of it: {@code mvn -Pfaults verify}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulationIT {

    private static final int SEEDS = 30;
    private static final int EVERY_FAULT = 11;
    private static final int EVERY_PAIR = 53;

    private final Logger product = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Level usual = product.getLevel();
    private Campaign campaign = new Campaign(0);

    /** Hundreds of nodes are killed here; what each would log costs more than the simulation. */
    @BeforeAll
    void start() {
        campaign = new Campaign(1);
        product.setLevel(Level.OFF);
    }

    @AfterAll
    void stop() {
        campaign.close();
        product.setLevel(usual);
    }

    /** Whatever the nodes and their database went through before, so that a seed of a long campaign replays alone. */
    @Test
    void oneSeedIsOneTrace() {
        List<List<String>> first = traces();

        assertThat(traces()).isEqualTo(first);
    }

    private List<List<String>> traces() {
        return LongStream.rangeClosed(1, 12)
                .mapToObj(seed -> campaign.seed(seed).trace().lines())
                .toList();
    }

    @Test
    void singleFaultsAreSurvived() {
        Campaign.Tally tally = campaign.singleFaults(EVERY_FAULT);

        assertThat(tally.points()).isGreaterThan(40);
        assertThat(tally.found()).isEmpty();
    }

    @Test
    void twoCrashesAreSurvived() {
        assertThat(campaign.crashPairs(EVERY_FAULT, EVERY_PAIR).found()).isEmpty();
    }

    @Test
    void seedsAreSurvived() {
        assertThat(campaign.seeds(1, SEEDS).found()).isEmpty();
    }
}
