package io.latchkey.provisioning;

import io.latchkey.jira.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * Something that a request says otherwise than what was approved. The values are a person's, so they belong on the ticket
 * alone: no trail and no log holds them.
 *
 * @param what the field or question, for people
 * @param before what it was when the approval was asked for; null for nothing
 * @param after what it is now; null for nothing
 */
record Difference(
        String what, @Nullable String before, @Nullable String after) {

    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_VALUE = 120;
    private static final int LONGEST_IN_A_PANEL = 2_000;

    /** One line whose every character can be seen, however long and odd the values are. */
    String line() {
        return name() + ": " + shown(before) + " → " + shown(after);
    }

    /** What differs, without the values. */
    String name() {
        return VisibleText.shortened(VisibleText.of(what), LONGEST_NAME);
    }

    /** For panels: every character of the values can be seen, and they are as long as somebody reads. */
    ShownDifference shown() {
        return new ShownDifference(name(), written(before), written(after));
    }

    private static @Nullable String written(@Nullable String value) {
        return value == null || value.isEmpty()
                ? null
                : VisibleText.shortened(VisibleText.of(value), LONGEST_IN_A_PANEL);
    }

    private static String shown(@Nullable String value) {
        return value == null || value.isEmpty()
                ? "(empty)"
                : "“" + VisibleText.shortened(VisibleText.of(value), LONGEST_VALUE) + "”";
    }

    /** Without the values. */
    @Override
    public String toString() {
        return "Difference[" + name() + "]";
    }
}
