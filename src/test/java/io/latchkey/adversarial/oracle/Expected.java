package io.latchkey.adversarial.oracle;

/**
 * What should come of a ticket.
 *
 * @param outcome what is done
 * @param reason its stable code
 */
public record Expected(Outcome outcome, String reason) {

    /** What is done for a ticket. */
    public enum Outcome {
        /** There is an account, in its groups, and the ticket is closed. */
        GRANTED,
        /** It was admitted, and ended before anything was done: somebody took it back, or the org did not take it. */
        ENDED,
        /** Nothing is done, and agents are told that it waits. */
        HELD,
        /** Nothing is done, and agents are told why. */
        REFUSED,
        /** Nothing is done and nobody is told; the trail knows why. */
        IGNORED,
        /** It is none of Latchkey's business: no decision and no trail. */
        UNTOUCHED
    }

    static Expected granted() {
        return new Expected(Outcome.GRANTED, "request.approved");
    }

    static Expected ended(String reason) {
        return new Expected(Outcome.ENDED, reason);
    }

    static Expected held(String reason) {
        return new Expected(Outcome.HELD, reason);
    }

    static Expected refused(String reason) {
        return new Expected(Outcome.REFUSED, reason);
    }

    static Expected ignored(String reason) {
        return new Expected(Outcome.IGNORED, reason);
    }
}
