package io.latchkey.faults;

import io.latchkey.faults.vendors.Ask;
import io.latchkey.faults.vendors.MemoryJira.Issue;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Puts in the way of some calls what by chance alone would meet them in one of some ten thousand runs: a fault, and somebody
 * who does something about the same request or account at that moment. What is pressed has a chance of its own.
 */
final class Pressing {

    /** A moment longer than a step waits for the log. */
    private static final Duration SILENT = Duration.ofSeconds(302);

    private final Cluster cluster;
    private final World world;
    private final Set<String> left = new HashSet<>();

    Pressing(Cluster cluster, World world) {
        this.cluster = cluster;
        this.world = world;
    }

    private Random chance() {
        return world.pressing();
    }

    private boolean isOneOf(int many) {
        return chance().nextInt(many) == 0;
    }

    private static Fault any(List<Fault> faults, Random chance) {
        return faults.get(chance.nextInt(faults.size()));
    }

    /** What happens to this call, if anything. */
    Optional<Fault> at(Node node, Ask ask, boolean toJira, Optional<Issue> about) {
        if (!world.isWild() || !world.isArmed()) {
            return Optional.empty();
        }
        if (toJira && ask.isLook()) {
            return about.flatMap(issue -> look(node, issue));
        }
        if (!ask.changes()) {
            return Optional.empty();
        }
        Optional<Fault> held = held(node, ask, about);
        if (held.isPresent()) {
            return held;
        }
        return toJira ? about.flatMap(issue -> ticket(node, ask, issue)) : account(node, ask, about);
    }

    /** A limit keeps one of twenty changes back for longer than an admission is believed, and nobody tells what people say meanwhile. */
    private Optional<Fault> held(Node node, Ask ask, Optional<Issue> about) {
        if (about.isEmpty() || !isOneOf(20)) {
            return Optional.empty();
        }
        Fault fault = any(List.of(Fault.HELD_AND_CLOSED, Fault.HELD_AND_ASKED_AGAIN), chance());
        world.say(node.name(), ask.label() + "   <<< " + fault);
        world.strike(fault);
        return Optional.of(fault);
    }

    /**
     * In one of five accounts that are about to be made and every other membership, something that leaves the change in doubt,
     * mostly, and somebody who does to the same account what must not be mistaken for ours.
     */
    private Optional<Fault> account(Node node, Ask ask, Optional<Issue> about) {
        boolean member = ask.path().startsWith("/api/v1/groups/");
        if (!isOneOf(member ? 2 : 5)) {
            return Optional.empty();
        }
        Optional<Fault> fault = Optional.of(any(Fault.OF_CHANGES, chance())).filter(doubt -> !isOneOf(3));
        doubt(node, ask, fault, any(Fault.AGAINST_CHANGES, chance()), about);
        if (chance().nextBoolean()) {
            world.strike(Fault.STALE_LOG);
            world.okta().lagLog(chance().nextBoolean() ? SILENT : Duration.ofSeconds(10 + chance().nextInt(120)));
        }
        return fault;
    }

    /**
     * In one of eight comments and transitions the same, by those who are at the ticket; and one of thirty comments finds the site
     * away, and so does the transition that follows it.
     */
    private Optional<Fault> ticket(Node node, Ask ask, Issue issue) {
        boolean comment = ask.path().endsWith("/comment");
        if (comment ? isOneOf(30) : left.remove(issue.id)) {
            world.say(node.name(), ask.label() + "   <<< the site is away for some minutes");
            world.strike(Fault.AWAY);
            cluster.beAway(Duration.ofMinutes(4).plusSeconds(chance().nextInt(120)));
            if (comment) {
                left.add(issue.id);
            }
            return Optional.empty();
        }
        if (!isOneOf(8)) {
            return Optional.empty();
        }
        Optional<Fault> fault = Optional.of(any(Fault.OF_CHANGES, chance()));
        doubt(node, ask, fault, any(Fault.AGAINST_TICKETS, chance()), Optional.of(issue));
        return fault;
    }

    private void doubt(Node node, Ask ask, Optional<Fault> fault, Fault by, Optional<Issue> about) {
        int most = fault.isEmpty() ? 60 : chance().nextBoolean() ? 200 : 1_500;
        Duration wait = Duration.ofMillis(10 + chance().nextInt(most));
        world.say(node.name(), ask.label() + "   <<< " + fault + ", and " + by + " in " + wait);
        fault.ifPresent(world::strike);
        cluster.interfere(by, wait, about);
    }

    /** One of thirty looks at a request is refused, or begins when the site has just gone away. */
    private Optional<Fault> look(Node node, Issue issue) {
        if (!isOneOf(30)) {
            return Optional.empty();
        }
        Fault fault = isOneOf(4) ? Fault.AWAY : Fault.FORBIDDEN;
        world.say(node.name(), "looks at " + issue.id + "   <<< " + fault);
        world.strike(fault);
        if (fault == Fault.AWAY) {
            cluster.disturb(fault, node, Optional.of(issue));
            return Optional.empty();
        }
        return Optional.of(fault);
    }
}
