package io.latchkey.adversarial;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A tenth of what {@link AdversarialFaults} plays. */
class AdversarialIT {

    @Test
    void nothingIsGrantedThatWasNotApprovedAndNothingLost() {
        Adversary.play(
                Integer.getInteger("adversarial.tickets", 1_000), Path.of("target", "faults", "adversarial.json"));
    }
}
