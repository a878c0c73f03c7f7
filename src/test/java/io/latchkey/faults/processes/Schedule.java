package io.latchkey.faults.processes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What goes wrong around one request; a function of the seed alone. Seeds that follow each other go through all kinds at
 * all calls; every other one has a second trouble.
 *
 * @param seed tells everything else
 * @param troubles what goes wrong at its calls
 * @param signals what becomes of its webhooks
 */
record Schedule(long seed, List<Trouble> troubles, Signals signals) {

    /** An onboarding that nothing disturbs makes so many calls that tell which request they are for. */
    static final int CALLS = 8;

    /** The ending of a request that was edited between its admission and its first effect. */
    static final String CHANGED_AFTER_ADMISSION = "stopped content.changed-after-admission";

    /** The ending of a request whose account a person has taken out of a group before it was handed over. */
    static final String UNPROVEN = "parked okta.membership-unproven";

    /** The ending of one whose account a person has taken out of a group that the steps after its creation read. */
    static final String CHANGED = "parked okta.account-changed";

    private static final List<Trouble.Kind> KINDS = Arrays.stream(Trouble.Kind.values())
            .filter(kind -> kind != Trouble.Kind.UNINSTALLED)
            .toList();
    private static final List<Trouble.Kind> SECONDS =
            KINDS.stream().filter(Trouble.Kind::isCheap).toList();

    /** What becomes of the webhooks of a request. */
    enum Signals {
        DELIVERED,
        DOUBLED,
        LATE,
        LOST,
        REVERSED
    }

    static Schedule of(long seed) {
        var random = new Random(seed);
        int n = (int) Math.floorMod(seed, (long) KINDS.size() * CALLS);
        List<Trouble> troubles = new ArrayList<>();
        troubles.add(new Trouble(KINDS.get(n % KINDS.size()), 1 + n / KINDS.size()));
        if (random.nextBoolean()) {
            troubles.add(new Trouble(SECONDS.get(random.nextInt(SECONDS.size())), 1 + random.nextInt(CALLS)));
        }
        int signals = random.nextInt(10);
        Signals fate = signals < 5 ? Signals.DELIVERED : Signals.values()[signals % Signals.values().length];
        return new Schedule(seed, List.copyOf(troubles), fate);
    }

    /** One of those that are under way when the app is removed, which this one sees at its call of this number. */
    static Schedule uninstalled(long seed, int call) {
        return new Schedule(seed, List.of(new Trouble(Trouble.Kind.UNINSTALLED, call)), Signals.DELIVERED);
    }

    /** One that nothing disturbs itself. */
    static Schedule calm(long seed) {
        return new Schedule(seed, List.of(), Signals.DELIVERED);
    }

    boolean has(Trouble.Kind... kinds) {
        return troubles.stream().anyMatch(trouble -> Arrays.asList(kinds).contains(trouble.kind()));
    }

    /** Whether it may end so; nothing but a person's doing may keep a request from being completed. */
    boolean mayEnd(String ending) {
        return switch (ending) {
            case "completed" -> true;
            case "parked okta.login-taken" -> has(Trouble.Kind.PERSON_TAKES_LOGIN);
            // Where it is not known whether the account came to be, its groups are read; what a person took is left so.
            case UNPROVEN, CHANGED -> has(Trouble.Kind.PERSON_UNGROUPS);
            case "held content.changed-after-approval", CHANGED_AFTER_ADMISSION -> has(Trouble.Kind.PERSON_EDITS);
            case "untouched" -> has(Trouble.Kind.PERSON_CLOSES);
            default -> ending.startsWith("stopped ") && has(Trouble.Kind.PERSON_CLOSES);
        };
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + troubles + ", signals " + signals;
    }
}
