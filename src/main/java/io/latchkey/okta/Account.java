package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;

/**
 * An account as it is read before and after something is done to it.
 *
 * @param id Okta's id
 * @param status its state
 * @param inTransition whether Okta is still busy with a change of its state
 * @param statusChanged when it came into its state, where Okta says so
 * @param lastLogin when somebody signed in the last time, if anybody ever did
 * @param profile its attributes as Okta sends them: personal
 */
record Account(
        String id,
        OktaUser.Status status,
        boolean inTransition,
        Optional<Instant> statusChanged,
        Optional<Instant> lastLogin,
        JsonNode profile) {

    static Account of(JsonNode user) {
        return new Account(
                user.path("id").asText(),
                status(user.path("status").asText()),
                user.hasNonNull("transitioningToStatus"),
                instant(user.path("statusChanged")),
                instant(user.path("lastLogin")),
                user.path("profile"));
    }

    private static OktaUser.Status status(String name) {
        return Arrays.stream(OktaUser.Status.values())
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElse(OktaUser.Status.UNKNOWN);
    }

    private static Optional<Instant> instant(JsonNode time) {
        try {
            return Optional.ofNullable(time.textValue()).map(Instant::parse);
        } catch (DateTimeParseException e) {
            // Another form than Okta's documented one says nothing.
            return Optional.empty();
        }
    }

    String login() {
        return profile.path("login").asText();
    }

    /** Without personal values. */
    @Override
    public String toString() {
        return "Account[id=" + id + ", status=" + status + "]";
    }
}
