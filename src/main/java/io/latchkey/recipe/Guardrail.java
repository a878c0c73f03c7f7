package io.latchkey.recipe;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What no recipe may do, whoever approved it: pure functions over facts that are handed in. */
public final class Guardrail {

    private Guardrail() {}

    /** What is known of the administrator roles of a group or a person. */
    public enum Administration {
        /** It certainly has none. */
        NONE,
        /** It has at least one. */
        HAS_ROLE,
        /** It could not be read, which counts as having one. */
        UNREADABLE
    }

    /**
     * What is known of a group that a plan uses.
     *
     * @param id its id
     * @param name as the recipe calls it
     * @param allowed whether it is on the connection's list
     * @param administration its administrator roles
     */
    public record Group(String id, String name, boolean allowed, Administration administration) {}

    /**
     * A guardrail that refuses.
     *
     * @param code stable, dotted
     * @param sentence what was found and what to do
     */
    public record Violation(String code, String sentence) {}

    /** The first violation of each group. */
    public static List<Violation> groups(List<Group> groups) {
        return groups.stream().map(Guardrail::group).flatMap(Optional::stream).toList();
    }

    private static Optional<Violation> group(Group group) {
        return Stream.of(allowed(group), administrators(group))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Violation> allowed(Group group) {
        return group.allowed
                ? Optional.empty()
                : Optional.of(new Violation(
                        "guardrail.group-not-allowed",
                        "The group \"" + group.name + "\" is not on the list of groups that Latchkey may give out;"
                                + " an administrator can add it in Latchkey's settings."));
    }

    private static Optional<Violation> administrators(Group group) {
        return switch (group.administration) {
            case NONE -> Optional.empty();
            case HAS_ROLE ->
                Optional.of(new Violation(
                        "guardrail.group-administers",
                        "The group \"" + group.name + "\" carries an administrator role in Okta, which is never given"
                                + " through a ticket."));
            case UNREADABLE ->
                Optional.of(new Violation(
                        "guardrail.group-roles-unreadable",
                        "Okta does not let Latchkey read the administrator roles of the group \"" + group.name
                                + "\", so it counts as carrying one; grant the app the scope okta.roles.read and a role that"
                                + " may read roles."));
        };
    }
}
