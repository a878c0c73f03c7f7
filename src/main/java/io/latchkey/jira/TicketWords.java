package io.latchkey.jira;

import io.latchkey.platform.text.Words;
import io.latchkey.work.StepContext;

/** What steps write on the ticket by themselves, in the language that the plan names. */
final class TicketWords {

    private TicketWords() {}

    /** English where the step's {@code locale} names no language that there are words in. */
    static Words of(StepContext step) {
        return Words.of(TicketWords.class, "ticket", step.input().path("locale").asText("en"));
    }
}
