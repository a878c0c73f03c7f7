package io.latchkey.faults.ready.oracle;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is true at the vendors at one moment, with names instead of ids.
 *
 * @param facts by what they are about: an account's status, the groups that it is in, a ticket's status
 * @param counts how often something was done: events of our app in Okta's log, mails, comments, changes of the ticket
 * @param others everything in the org that the request is not about
 */
public record State(SortedMap<String, String> facts, SortedMap<String, Integer> counts, String others) {

    /** With its own copies. */
    public State(Map<String, String> facts, Map<String, Integer> counts, String others) {
        this(new TreeMap<>(facts), new TreeMap<>(counts), others);
    }

    String fact(String name) {
        return facts.getOrDefault(name, "none");
    }

    int count(String name) {
        return counts.getOrDefault(name, 0);
    }
}
