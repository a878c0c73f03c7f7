package io.latchkey.sandbox.okta;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The org's outbox. Safe for many threads. */
final class Mails {

    private final Clock clock;
    private final List<Mail> sent = new ArrayList<>();

    Mails(Clock clock) {
        this.clock = clock;
    }

    synchronized void send(String to, String kind, String subject, String link) {
        sent.add(new Mail(clock.instant(), to, kind, subject, link));
    }

    synchronized List<Mail> all() {
        return List.copyOf(sent);
    }
}
