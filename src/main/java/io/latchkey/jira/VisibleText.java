package io.latchkey.jira;

/** Text whose every character can be seen: what could reorder, hide or break a line is written out by its number. */
public final class VisibleText {

    private static final String ELLIPSIS = "…";

    private VisibleText() {}

    /** The same text, written out where it could not be seen. */
    public static String of(String text) {
        var visible = new StringBuilder(text.length());
        text.codePoints().forEach(point -> append(visible, point));
        return visible.toString();
    }

    private static void append(StringBuilder visible, int point) {
        if (hides(point)) {
            visible.append(String.format("[U+%04X]", point));
        } else {
            visible.appendCodePoint(point);
        }
    }

    /**
     * Controls (line ends and tabs too), format characters (bidirectional ones, zero widths, tags), unpaired surrogates
     * and line separators. The joiners of emoji and of Indic and Arabic scripts stay.
     */
    private static boolean hides(int point) {
        if (point == 0x200C || point == 0x200D) {
            return false;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** At most this many UTF-16 units; a cut shows as an ellipsis and never splits a character. */
    public static String shortened(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - ELLIPSIS.length();
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + ELLIPSIS;
    }
}
