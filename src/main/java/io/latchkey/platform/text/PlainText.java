package io.latchkey.platform.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;

/**
 * Text of which every character can be seen. What a character is, ICU's tables say and not the JVM's, so that every JVM
 * decides alike.
 */
public final class PlainText {

    /** More of a value is not shown, in UTF-16 units before anything is written out. */
    public static final int MOST_SHOWN = 100;

    private static final int MOST_MARKS = 4;
    private static final int BRAILLE_BLANK = 0x2800;

    private PlainText() {}

    /**
     * Whether anything in it is invisible or moves what stands beside it: control, format (bidirectional ones, zero
     * widths, joiners, tags), private, unassigned and default-ignorable characters (variation selectors, fillers), half
     * surrogates, separators of lines and paragraphs, and more than four marks upon one letter.
     */
    public static boolean hides(String text) {
        int marks = 0;
        for (int point : text.codePoints().toArray()) {
            marks = isMark(point) ? marks + 1 : 0;
            if (marks > MOST_MARKS || hides(point)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The text for people to look at, of at most {@link #MOST_SHOWN} units of it: Latin letters, digits and ASCII's signs
     * stay, everything else is written out by its number, as in {@code p[U+0430]ul}.
     */
    public static String shown(String text) {
        return written(text, MOST_SHOWN);
    }

    /** As {@link #shown}, of a sentence of ours: all of it. */
    public static String written(String sentence) {
        return written(sentence, sentence.length());
    }

    /** The beginning of a text, of at most so many UTF-16 units; no character is cut in two. */
    public static String start(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }

    private static String written(String text, int most) {
        var shown = new StringBuilder();
        int end = Math.min(text.length(), most);
        for (int at = 0; at < end; ) {
            int point = text.codePointAt(at);
            if (isPlain(point)) {
                shown.appendCodePoint(point);
            } else {
                shown.append(String.format("[U+%04X]", point));
            }
            at += Character.charCount(point);
        }
        return text.length() > end ? shown.append('…').toString() : shown.toString();
    }

    private static boolean isPlain(int point) {
        if (point < 0x80) {
            return point >= 0x20 && point != 0x7F;
        }
        return UCharacter.isLetter(point) && UScript.getScript(point) == UScript.LATIN && !hides(point);
    }

    private static boolean hides(int point) {
        return switch (UCharacter.getType(point)) {
            case UCharacter.CONTROL,
                    UCharacter.FORMAT,
                    UCharacter.PRIVATE_USE,
                    UCharacter.SURROGATE,
                    UCharacter.UNASSIGNED,
                    UCharacter.LINE_SEPARATOR,
                    UCharacter.PARAGRAPH_SEPARATOR -> true;
            default ->
                point == BRAILLE_BLANK || UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
        };
    }

    private static boolean isMark(int point) {
        int type = UCharacter.getType(point);
        return type == UCharacter.NON_SPACING_MARK || type == UCharacter.ENCLOSING_MARK;
    }
}
