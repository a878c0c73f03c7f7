package io.latchkey.faults.processes;

import io.latchkey.sandbox.jira.Onboarding;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A schedule while it is played: its request, its calls so far, and what was done to them. Safe for many threads. */
final class Play {

    private final Schedule schedule;
    private final Onboarding newcomer;
    private final List<Trouble> left;
    private final List<String> trace = new ArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private @Nullable String key;
    private @Nullable String id;
    private @Nullable String personsAccount;
    private @Nullable String leftGroup;
    private @Nullable Instant closedAt;
    private @Nullable Instant uninstalledAt;
    private @Nullable Instant lastEffect;
    private int closedAtCall;
    private int calls;

    Play(Schedule schedule) {
        this.schedule = schedule;
        this.newcomer = new Onboarding(
                "Nora",
                "Newcomer" + schedule.seed(),
                "nora.newcomer" + schedule.seed() + "@example.com",
                "Engineering",
                "nora" + schedule.seed() + "@home.example");
        this.left = new ArrayList<>(schedule.troubles());
    }

    Schedule schedule() {
        return schedule;
    }

    Onboarding newcomer() {
        return newcomer;
    }

    String login() {
        return newcomer.workEmail();
    }

    synchronized void raised(String issueKey, String issueId) {
        key = issueKey;
        id = issueId;
    }

    synchronized String key() {
        return java.util.Objects.requireNonNull(key);
    }

    synchronized String id() {
        return java.util.Objects.requireNonNull(id);
    }

    /** Counts a call and tells what strikes it. */
    synchronized Optional<Trouble> next(String method, String path) {
        calls++;
        Optional<Trouble> struck = left.stream()
                .filter(trouble -> trouble.strikes(calls, method, path))
                .findFirst();
        struck.ifPresent(left::remove);
        return struck;
    }

    synchronized int calls() {
        return calls;
    }

    /** Troubles whose call never came. */
    synchronized List<Trouble> left() {
        return List.copyOf(left);
    }

    /** A person made the account with the login, with this id. */
    synchronized void loginTaken(String userId) {
        personsAccount = userId;
    }

    synchronized Optional<String> personsAccount() {
        return Optional.ofNullable(personsAccount);
    }

    /** A person has taken the account out of this group. */
    synchronized void ungrouped(String group) {
        leftGroup = group;
    }

    /** The group that a person took the account out of. */
    synchronized Optional<String> leftGroup() {
        return Optional.ofNullable(leftGroup);
    }

    /** A person has closed the ticket, while a call was under way. */
    synchronized void closed() {
        closedAt = Instant.now();
        closedAtCall = calls;
    }

    synchronized Optional<Instant> closedAt() {
        return Optional.ofNullable(closedAt);
    }

    /** The number of the call that found it closed; 0 when no person closed it. */
    synchronized int closedAtCall() {
        return closedAtCall;
    }

    /** An administrator has removed the app. */
    synchronized void uninstalled() {
        uninstalledAt = Instant.now();
    }

    synchronized Optional<Instant> uninstalledAt() {
        return Optional.ofNullable(uninstalledAt);
    }

    /** The product has changed something that people outside see. */
    synchronized void effect() {
        lastEffect = Instant.now();
    }

    synchronized Optional<Instant> lastEffect() {
        return Optional.ofNullable(lastEffect);
    }

    /** Something was begun that must end before the schedule has. */
    void begin() {
        underWay.incrementAndGet();
    }

    void end() {
        underWay.decrementAndGet();
    }

    boolean isQuiet() {
        return underWay.get() == 0;
    }

    synchronized void note(String what) {
        trace.add(LocalTime.now().truncatedTo(ChronoUnit.MILLIS) + " " + what);
    }

    synchronized String story() {
        return schedule + ", issue " + key + " (" + id + "), calls " + calls + ", never struck " + left + "\n    "
                + String.join("\n    ", trace);
    }
}
