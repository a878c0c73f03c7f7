package io.latchkey.handover;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A credential that is handed over, as people see it; never the credential itself.
 *
 * @param id its id, the same when another credential was made
 * @param kind what it is
 * @param state how it stands
 * @param expiresAt until when it can be taken
 * @param recipient the Atlassian account that it is for; empty when that account was closed and erased
 * @param mayAskAgain whether the recipient may have another one made, as far as is known here; Okta is asked then
 * @param mayBeTakenBack whether it can still be taken, or another one still be made
 */
public record Handover(
        UUID id,
        Kind kind,
        State state,
        Instant expiresAt,
        Optional<String> recipient,
        boolean mayAskAgain,
        boolean mayBeTakenBack) {

    /** What is handed over. */
    public enum Kind {
        /** A link that opens the account. */
        ACTIVATION_LINK("activationLink"),
        /** A temporary password. */
        PASSWORD("password");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** As the API and the database write it. */
        public String label() {
            return label;
        }

        static Kind of(String label) {
            return label.equals(ACTIVATION_LINK.label) ? ACTIVATION_LINK : PASSWORD;
        }
    }

    /** How it stands. */
    public enum State {
        /** It can be taken. */
        READY("ready"),
        /** It was taken. */
        REVEALED("revealed"),
        /** It was not taken in time, and is erased. */
        EXPIRED("expired"),
        /** It was withdrawn before it was taken, and is erased. */
        WITHDRAWN("withdrawn"),
        /** Another one is being made in its place. Never stored. */
        RENEWING("renewing"),
        /** None could be made in its place; it may be asked for again. Never stored. */
        RENEWAL_FAILED("renewalFailed");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /** As the API and the database write it. */
        public String label() {
            return label;
        }

        static State of(String label) {
            for (State state : values()) {
                if (state.label.equals(label)) {
                    return state;
                }
            }
            throw new IllegalArgumentException("no state of a handover: " + label);
        }
    }

    /** Without the person. */
    @Override
    public String toString() {
        return "Handover[id=" + id + ", kind=" + kind + ", state=" + state + "]";
    }
}
