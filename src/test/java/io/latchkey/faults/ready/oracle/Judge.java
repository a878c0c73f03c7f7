package io.latchkey.faults.ready.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a play with the one in which nothing went wrong. What the vendors, the network and the nodes do must leave the
 * same; what a person does may stop the request, which then has done a part of it and nothing else, and says why.
 */
public final class Judge {

    private static final String STATUS = "account's status";
    private static final String GROUPS = "account's groups";
    private static final String APPS = "account's applications";
    private static final String SESSIONS = "account's sessions";
    private static final String TICKET = "ticket's status";
    private static final String GRANTS = "grants";
    private static final String CLOSING = "ticket: status to Done";

    /** Okta shows nobody's sessions: whether they were ended cannot be looked up, so it is done once more. */
    private static final String SIGNED_OUT = "Okta: user.session.clear ";

    private static final String NOTE = "internal note: ";

    private final Result expected;
    private final boolean revokes;

    /**
     * By this play, in which nothing went wrong.
     *
     * @param revokes whether what was given ends when the request is withdrawn
     */
    public Judge(Result expected, boolean revokes) {
        this.expected = expected;
        this.revokes = revokes;
    }

    /**
     * What is wrong with a play; nothing when all is well.
     *
     * @param atRest what a person had done when the request had come to rest
     * @param deed what a person had done at last
     */
    public List<String> wrong(Result found, Deed atRest, Deed deed) {
        List<String> wrong = new ArrayList<>();
        if (!found.last().others().equals(found.before().others())) {
            wrong.add("something that the request is not about has changed: "
                    + difference(found.before().others(), found.last().others()));
        }
        if (atRest.kind() == Deed.Kind.NOTHING) {
            equal(wrong, "the ending", found.ending(), expected.ending());
            same(wrong, "at rest", found.done(), expected.done());
        } else {
            if (!found.isCompleted() && !isReason(found.ending(), atRest)) {
                wrong.add("after " + atRest + " it must not end as " + found.ending());
            }
            boolean isRevoked = revokes && found.ending().startsWith("stopped");
            State wanted = isRevoked ? expected.last() : expected.done();
            disturbed(wrong, "at rest", found, found.done(), wanted, atRest);
        }
        if (deed.kind() == Deed.Kind.NOTHING) {
            same(wrong, "at last", found.last(), expected.last());
        } else {
            disturbed(wrong, "at last", found, found.last(), expected.last(), deed);
        }
        return wrong;
    }

    private static void same(List<String> wrong, String when, State found, State wanted) {
        Set<String> facts = new TreeSet<>(found.facts().keySet());
        facts.addAll(wanted.facts().keySet());
        facts.forEach(fact -> equal(wrong, when + " the " + fact, found.fact(fact), wanted.fact(fact)));
        Set<String> counts = new TreeSet<>(found.counts().keySet());
        counts.addAll(wanted.counts().keySet());
        for (String count : counts) {
            int is = found.count(count);
            boolean isRepeated = count.startsWith(SIGNED_OUT) && is == wanted.count(count) + 1;
            if (!isRepeated) {
                equal(wrong, when + " the number of \"" + count + "\"", is, wanted.count(count));
            }
        }
    }

    /** Codes of what the person did, as whoever reads the ticket has to understand it. */
    private static boolean isReason(String ending, Deed deed) {
        return switch (deed.kind()) {
            case NOTHING -> false;
            case CLOSED -> ending.matches("stopped request\\..*|(held|refused) request\\..*|untouched -");
            case STOPPED ->
                ending.matches(
                        "parked (okta\\.(account-changed|wrong-state|state-unproven)|grants\\..*)|(held|refused) .*");
            case UNGROUPED -> ending.matches("parked okta\\.(account-changed|membership-unproven)");
        };
    }

    private void disturbed(List<String> wrong, String when, Result found, State now, State wanted, Deed deed) {
        Set<String> facts = new TreeSet<>(now.facts().keySet());
        facts.addAll(wanted.facts().keySet());
        for (String fact : facts) {
            Set<String> allowed = new TreeSet<>(Set.of(wanted.fact(fact)));
            if (!found.isCompleted()) {
                allowed.add(found.before().fact(fact));
            }
            switch (fact) {
                case STATUS -> status(allowed, deed);
                case GROUPS -> groups(allowed, found, now, wanted, deed);
                case APPS, SESSIONS -> {
                    if (now.fact(STATUS).equals("DEPROVISIONED")) {
                        allowed.add(fact.equals(APPS) ? "[]" : "0");
                    }
                }
                case TICKET -> ticket(allowed, found, deed);
                case GRANTS -> {
                    if (!now.fact(fact).contains(" ACTIVE ") || when.equals("at rest")) {
                        allowed.add(now.fact(fact));
                    }
                }
                default -> {}
            }
            if (!allowed.contains(now.fact(fact))) {
                wrong.add(when + " the " + fact + " may be " + allowed + ", found " + now.fact(fact));
            }
        }
        counts(wrong, when, found, now, expected.last(), deed);
    }

    private static void status(Set<String> allowed, Deed deed) {
        if (deed.kind() == Deed.Kind.STOPPED) {
            allowed.clear();
            allowed.addAll(Set.of("SUSPENDED", "DEPROVISIONED"));
        }
    }

    /** Each group is as it shall be, or, when the request did not come to its end, as it was; or a person took it. */
    private static void groups(Set<String> allowed, Result found, State now, State wanted, Deed deed) {
        Set<String> is = set(now.fact(GROUPS));
        Set<String> was = set(found.before().fact(GROUPS));
        Set<String> shall = set(wanted.fact(GROUPS));
        Set<String> all = new TreeSet<>(is);
        all.addAll(was);
        all.addAll(shall);
        boolean fine = all.stream()
                .allMatch(group -> is.contains(group) == shall.contains(group)
                        || (!found.isCompleted() && is.contains(group) == was.contains(group))
                        || (group.equals(deed.group()) && !is.contains(group)));
        if (fine) {
            allowed.add(now.fact(GROUPS));
        }
    }

    private static void ticket(Set<String> allowed, Result found, Deed deed) {
        if (!found.isCompleted() && deed.kind() != Deed.Kind.CLOSED) {
            allowed.remove("Done");
            allowed.add("Approved");
        } else {
            allowed.clear();
            allowed.add("Done");
        }
    }

    private static Set<String> set(String list) {
        Set<String> set = new TreeSet<>(List.of(list.replaceAll("[\\[\\]]", "").split(", ")));
        set.removeAll(Set.of("", "none"));
        return set;
    }

    private static void counts(List<String> wrong, String when, Result found, State now, State wanted, Deed deed) {
        Set<String> counts = new TreeSet<>(now.counts().keySet());
        counts.addAll(wanted.counts().keySet());
        int notes = 0;
        for (String count : counts) {
            int is = now.count(count);
            int shall = wanted.count(count);
            boolean isReason = count.startsWith(NOTE) && count.contains("Reason: " + found.code());
            notes += isReason ? is : 0;
            if (is > shall && !isReason) {
                wrong.add(when + " there are " + is + " of \"" + count + "\", more than " + shall);
            }
            boolean isWords = count.startsWith("comment: ") || count.startsWith(NOTE) || count.equals(CLOSING);
            boolean closedByThem = count.equals(CLOSING) && deed.kind() == Deed.Kind.CLOSED;
            if (found.isCompleted() && isWords && is < shall && !closedByThem) {
                wrong.add(when + " it is completed without \"" + count + "\"");
            }
        }
        boolean isTold = found.ending().matches("(parked|held|refused) .*");
        if (isTold) {
            equal(wrong, when + " the number of notes that tell the reason", notes, 1);
        }
        if (!found.isCompleted()) {
            equal(wrong, when + " the number of \"" + CLOSING + "\"", now.count(CLOSING), 0);
        }
    }

    private static String difference(String before, String after) {
        Set<String> gone = new TreeSet<>(List.of(before.split("\n")));
        Set<String> come = new TreeSet<>(List.of(after.split("\n")));
        Set<String> both = new TreeSet<>(gone);
        both.retainAll(come);
        gone.removeAll(both);
        come.removeAll(both);
        return gone + " became " + come;
    }

    private static void equal(List<String> wrong, String what, Object found, Object wanted) {
        if (!found.equals(wanted)) {
            wrong.add(what + " should be " + wanted + ", found " + found);
        }
    }
}
