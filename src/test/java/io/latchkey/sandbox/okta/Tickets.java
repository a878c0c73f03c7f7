package io.latchkey.sandbox.okta;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** One-time tokens of people: activation, password reset, and the state of an unfinished sign-in. */
final class Tickets {

    /** What a token stands for. */
    enum Kind {
        ACTIVATION,
        RESET,
        STATE
    }

    private record Ticket(Kind kind, String userId, Instant expires) {}

    private final Clock clock;
    private final Map<String, Ticket> tickets = new HashMap<>();

    Tickets(Clock clock) {
        this.clock = clock;
    }

    /** A new token; an older one of the same kind and user no longer works. */
    synchronized String issue(Kind kind, String userId, Duration life) {
        revoke(kind, userId);
        String token = Ids.secret(kind == Kind.STATE ? "00" : "XE6", 25);
        tickets.put(token, new Ticket(kind, userId, clock.instant().plus(life)));
        return token;
    }

    synchronized Optional<String> userOf(Kind kind, String token) {
        return Optional.ofNullable(tickets.get(token))
                .filter(ticket -> ticket.kind() == kind && ticket.expires().isAfter(clock.instant()))
                .map(Ticket::userId);
    }

    synchronized void revoke(Kind kind, String userId) {
        tickets.values()
                .removeIf(ticket -> ticket.kind() == kind && ticket.userId().equals(userId));
    }
}
