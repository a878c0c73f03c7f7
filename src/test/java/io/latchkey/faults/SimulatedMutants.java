package io.latchkey.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.faults.Fault.Point;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A small part of the simulation, for mutation testing alone: {@code mvn -Pmutants verify}. It ends at the first run that
 * shows something, and what costs least is tried first.
 */
class SimulatedMutants {

    private static final int EVERY_POINT = Integer.getInteger("mutants.every", 3);
    private static final int SEEDS = Integer.getInteger("mutants.seeds", 25);

    /**
     * Shared by all mutants of a JVM and ended with it. It is started while no mutant is in place yet, since every class of
     * tests is run once before: so no object of the product was made by a mutant.
     */
    private static final Cluster CLUSTER = new Cluster(3);

    @Test
    void doesWhatWasApproved() {
        play(0, Plan.of(Map.of()));
    }

    /** One fault at each of them, another one at the next. */
    @Test
    void survivesSingleFaults() {
        List<Point> points = play(0, Plan.of(Map.of()));
        for (int i = 0; i < points.size(); i += EVERY_POINT) {
            List<Fault> faults = Fault.at(points.get(i));
            play(0, Plan.of(Map.of(i, faults.get(i / EVERY_POINT % faults.size()))));
        }
    }

    @Test
    void survivesSeeds() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            play(seed, Plan.wild(new Random(seed * 31 + 3)));
        }
    }

    private static List<Point> play(long seed, Plan plan) {
        Cluster.Outcome outcome = CLUSTER.play(seed, plan);
        assertThat(outcome.violations()).as("seed %s with %s", seed, plan).isEmpty();
        return outcome.points();
    }
}
