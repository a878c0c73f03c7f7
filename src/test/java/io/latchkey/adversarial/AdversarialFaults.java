package io.latchkey.adversarial;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Plays 10,000 tickets; {@code -Dadversarial.tickets=N} plays fewer or more, {@code -Dadversarial.seed=N} others.
 */
class AdversarialFaults {

    @Test
    void nothingIsGrantedThatWasNotApprovedAndNothingLost() {
        Adversary.play(
                Integer.getInteger("adversarial.tickets", 10_000), Path.of("target", "faults", "adversarial.json"));
    }
}
