package io.latchkey.adversarial;

import io.latchkey.adversarial.oracle.Expected;

/**
 * A ticket that was played.
 *
 * @param kind what it is up to
 * @param key by which Jira calls it
 * @param id Jira's number, which stays when it moves
 * @param email the address that it asks for
 */
record Ticket(Kind kind, String key, String id, String email) {

    String violation(Expected expected, Expected.Outcome found, String reason) {
        return kind + " " + key + " <" + email + ">: expected " + expected.outcome() + " " + expected.reason()
                + ", found " + found + " " + reason;
    }
}
