package io.latchkey.jira;

/**
 * A way from one status to another.
 *
 * @param id Jira's id, a number as text; what recipes keep
 * @param name as the site calls it; not unique
 * @param to where it leads
 * @param available false when a condition of the workflow forbids it to the app now
 * @param hasScreen whether it shows people a form, which may ask for input that the app does not give
 */
public record Transition(String id, String name, Status to, boolean available, boolean hasScreen) {

    static Transition of(Answer transition) {
        // Documented as a plain list of what may be done; the flag comes along only when more is asked for.
        boolean available = !transition.hasBoolean("isAvailable") || transition.isTrue("isAvailable");
        return new Transition(
                transition.id("id"),
                transition.text("name"),
                Status.of(transition.at("to")),
                available,
                transition.isTrue("hasScreen"));
    }
}
