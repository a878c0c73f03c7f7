package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user of the org. Guarded by the org's lock. */
final class Person {

    final String id;
    final Instant created;
    ObjectNode profile;
    Instant lastUpdated;

    @Nullable
    Instant activated;

    @Nullable
    Instant statusChanged;

    @Nullable
    Instant lastLogin;

    @Nullable
    Instant passwordChanged;

    @Nullable
    Password password;

    int failedSignIns;
    final List<RoleGrant> roles = new ArrayList<>();
    final List<Factor> factors = new ArrayList<>();
    final Set<String> sessions = new LinkedHashSet<>();
    final Lagged<Set<String>> memberships = new Lagged<>();

    private final Set<String> groupIds = new LinkedHashSet<>();
    private Status status = Status.STAGED;
    private @Nullable Status target;
    private @Nullable Instant arrives;

    Person(String id, Instant created, ObjectNode profile) {
        this.id = id;
        this.created = created;
        this.lastUpdated = created;
        this.profile = profile;
    }

    String login() {
        return profile.path("login").asText();
    }

    String email() {
        return profile.path("email").asText();
    }

    String fullName() {
        return (profile.path("firstName").asText() + " "
                        + profile.path("lastName").asText())
                .strip();
    }

    Status status() {
        return status;
    }

    /** The status that an unfinished activation or deactivation leads to. */
    @Nullable
    Status target() {
        return target;
    }

    boolean is(Status... any) {
        return Set.of(any).contains(status);
    }

    void change(Status to, Instant now) {
        status = to;
        statusChanged = now;
        lastUpdated = now;
        target = null;
        arrives = null;
        if (to == Status.ACTIVE || to == Status.PASSWORD_EXPIRED) {
            activated = activated == null ? now : activated;
        }
        if (to == Status.ACTIVE) {
            failedSignIns = 0;
        }
    }

    /** Starts an asynchronous transition that {@link #settle} completes. */
    void headFor(Status to, Instant at) {
        target = to;
        arrives = at;
    }

    /** Completes a transition that is due; tells whether it did. */
    boolean settle(Instant now) {
        if (target == null || arrives == null || arrives.isAfter(now)) {
            return false;
        }
        change(target, arrives);
        return true;
    }

    void setPassword(String clear, Instant now) {
        password = Password.of(clear);
        passwordChanged = now;
        lastUpdated = now;
    }

    Set<String> groupIds() {
        return Set.copyOf(groupIds);
    }

    boolean join(String groupId, Instant now) {
        boolean joined = groupIds.add(groupId);
        memberships.set(Set.copyOf(groupIds), now);
        return joined;
    }

    boolean leave(String groupId, Instant now) {
        boolean left = groupIds.remove(groupId);
        memberships.set(Set.copyOf(groupIds), now);
        return left;
    }
}
