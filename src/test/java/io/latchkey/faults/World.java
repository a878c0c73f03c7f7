package io.latchkey.faults;

import io.latchkey.faults.Fault.Point;
import io.latchkey.faults.vendors.MemoryJira;
import io.latchkey.faults.vendors.MemoryOkta;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Time, chance, the vendors, and what is going to go wrong, of one run. */
final class World {

    private static final Instant BEGIN = Instant.parse("2026-03-02T09:00:00Z");

    private final Plan plan;
    private final Random chance;
    private final Random secrets;
    private final Random pressing;
    private final Trace trace = new Trace();
    private final MemoryJira jira = new MemoryJira(this::now);
    private final MemoryOkta okta = new MemoryOkta(this::now);
    /** Enough for what an installation takes. */
    private static final long IDS_OF_INSTALLATION = 1_024;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
    private final PriorityQueue<Event> effects =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
    private final List<Point> points = new ArrayList<>();
    private final Set<Fault> struck = EnumSet.noneOf(Fault.class);
    private @Nullable Instant firstStruck;
    private Instant now;
    private Instant disturbed;
    private long number;
    private boolean armed;
    private @Nullable RuntimeException broken;

    private record Event(Instant at, long number, String what, Runnable action) {}

    /** A run; nothing in it depends on which came before. */
    World(long seed, Plan plan) {
        this(seed, plan, IDS_OF_INSTALLATION);
    }

    /** In which the installation is made that every run begins with. */
    static World before() {
        return new World(0, Plan.of(Map.of()), 0);
    }

    private World(long seed, Plan plan, long number) {
        this.number = number;
        this.now = BEGIN;
        this.disturbed = BEGIN;
        this.plan = plan;
        this.chance = new Random(seed * 31 + 7);
        this.secrets = new Random(seed * 31 + 11);
        this.pressing = new Random(seed * 31 + 13);
    }

    /** Monotonic. */
    long nanos() {
        return Duration.between(BEGIN, now).toNanos();
    }

    Instant now() {
        return now;
    }

    Random chance() {
        return chance;
    }

    Random secrets() {
        return secrets;
    }

    /** Of what is put in a change's way besides the plan, so that the plan's own chance stays as it is. */
    Random pressing() {
        return pressing;
    }

    Trace trace() {
        return trace;
    }

    MemoryJira jira() {
        return jira;
    }

    MemoryOkta okta() {
        return okta;
    }

    boolean isWild() {
        return plan.isWild();
    }

    boolean isArmed() {
        return armed;
    }

    /** The kinds of the points that were passed, in order. */
    List<Point> points() {
        return points;
    }

    @Nullable
    Instant firstStruck() {
        return firstStruck;
    }

    Set<Fault> struck() {
        return struck;
    }

    /** Nothing strikes, and nothing counts as a point, while it is not armed. */
    boolean arm(boolean on) {
        boolean before = armed;
        armed = on;
        return before;
    }

    /** Ids that are ordered by the time of whoever makes them, and the same for the same seed. */
    UUID nextId(Instant by) {
        long count = number++;
        long most = (by.toEpochMilli() << 16) | 0x7000L | ((count >>> 10) & 0xFFFL);
        return new UUID(most, 0x8000000000000000L | ((count & 0x3FFL) << 52));
    }

    void say(String who, String what) {
        trace.add(Duration.between(BEGIN, now).toMillis(), who, what);
    }

    /** A place where something may go wrong. */
    Optional<Fault> pass(Point point, Node node, String label) {
        if (!armed) {
            return Optional.empty();
        }
        int at = points.size();
        points.add(point);
        Optional<Fault> fault = plan.at(at, point, chance);
        say(
                node.name(),
                "#" + at + " " + point + " " + label
                        + fault.map(one -> "   <<< " + one).orElse(""));
        fault.ifPresent(one -> {
            strike(one);
            if (isWild() && one.leavesDoubt() && chance.nextInt(3) == 0) {
                // What people do while something is in doubt is worth more tries than what they do at other times.
                node.cluster().interfereSoon();
            }
        });
        return fault;
    }

    /** It has happened. */
    void strike(Fault fault) {
        struck.add(fault);
        firstStruck = firstStruck == null ? now : firstStruck;
        disturbed();
    }

    /** Something outside has changed, which a sweep has yet to see. */
    void disturbed() {
        disturbed = now;
    }

    Instant lastDisturbance() {
        return disturbed;
    }

    /** Time passes; what vendors do late takes effect. */
    void tick(Duration time) {
        Instant target = now.plus(time);
        while (!effects.isEmpty() && !effects.peek().at.isAfter(target)) {
            Event event = effects.poll();
            now = event.at.isAfter(now) ? event.at : now;
            say("late", event.what);
            event.action.run();
            disturbed();
        }
        now = target.isAfter(now) ? target : now;
    }

    /** Something of the vendors' that happens as soon as it is time, whoever is at work. */
    void later(Duration wait, String what, Runnable action) {
        effects.add(new Event(now.plus(wait), number++, what, action));
    }

    /** Something that happens between two steps of nodes. */
    void schedule(Duration wait, String what, Runnable action) {
        events.add(new Event(now.plus(wait), number++, what, action));
    }

    /** When something happens next that somebody has to be given the turn for. */
    Optional<Instant> nextScheduled() {
        return events.isEmpty() ? Optional.empty() : Optional.of(events.peek().at);
    }

    Optional<Instant> nextEvent() {
        Instant one = events.isEmpty() ? null : events.peek().at;
        Instant other = effects.isEmpty() ? null : effects.peek().at;
        if (one == null || other == null) {
            return Optional.ofNullable(one == null ? other : one);
        }
        return Optional.of(one.isBefore(other) ? one : other);
    }

    /** Lets the next scheduled thing happen when it is time for it. */
    boolean happen() {
        if (events.isEmpty() || events.peek().at.isAfter(now)) {
            return false;
        }
        Event event = events.poll();
        say("world", event.what);
        disturbed();
        event.action.run();
        return true;
    }

    /** The harness itself failed, in a place whose exceptions the product catches. */
    RuntimeException failed(RuntimeException why) {
        broken = why;
        return why;
    }

    void demandSound() {
        if (broken != null) {
            throw broken;
        }
    }

    <T> T any(List<T> some) {
        return some.get(chance.nextInt(some.size()));
    }
}
