package io.latchkey.provisioning;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list of requests.
 *
 * @param items in the order that was asked for
 * @param next where the next page begins; empty on the last one
 * @param total how many there are in all
 * @param totalIsExact whether they were all counted: more than 10,000 are not
 */
public record StandingPage(List<RequestStanding> items, Optional<String> next, int total, boolean totalIsExact) {

    /** Copies the list. */
    public StandingPage {
        items = List.copyOf(items);
    }
}
