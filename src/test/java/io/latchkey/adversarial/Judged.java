package io.latchkey.adversarial;

import io.latchkey.adversarial.oracle.Expected;
import io.latchkey.adversarial.oracle.Expected.Outcome;

/**
 * A ticket with what should have come of it and what did.
 *
 * @param reason why, as the product says
 * @param isGranted whether anything was given
 * @param isWhole whether all of it was, and the ticket is closed
 */
record Judged(Ticket ticket, Expected expected, Outcome found, String reason, boolean isGranted, boolean isWhole) {

    String violation() {
        return ticket + ": expected " + expected.outcome() + " " + expected.reason() + ", found " + found + " " + reason
                + (isGranted ? isWhole ? ", all was given" : ", something was given" : "");
    }
}
