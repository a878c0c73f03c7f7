package io.latchkey.platform.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.text.SpoofChecker.RestrictionLevel;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Which names look alike, by Unicode's own tables (UTS 39); for names by which somebody is known, not for what people are called. */
public final class LookAlikes {

    private static final Normalizer2 COMPATIBLE = Normalizer2.getNFKCInstance();
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final SpoofChecker ONE_SCRIPT = checker(RestrictionLevel.SINGLE_SCRIPT_RESTRICTIVE);
    private static final SpoofChecker ONE_WRITING = checker(RestrictionLevel.HIGHLY_RESTRICTIVE);

    private LookAlikes() {}

    private static SpoofChecker checker(RestrictionLevel level) {
        return new SpoofChecker.Builder()
                .setChecks(SpoofChecker.RESTRICTION_LEVEL | SpoofChecker.MIXED_NUMBERS | SpoofChecker.INVISIBLE)
                .setRestrictionLevel(level)
                .build();
    }

    /**
     * What a name looks like: two names with the same skeleton cannot be told apart by eye. Capitals count as small
     * letters, as they do in logins. For comparing only; neither shown nor sent.
     */
    public static String skeleton(String name) {
        String small = UCharacter.foldCase(COMPATIBLE.normalize(name), true);
        return UCharacter.foldCase(ONE_SCRIPT.getSkeleton(small), true);
    }

    /** Whether two names look alike without being the same; the same name in other capitals is the same. */
    public static boolean areAlike(String one, String other) {
        return !one.equalsIgnoreCase(other) && skeleton(one).equals(skeleton(other));
    }

    /**
     * Whether a login or address is written to look like another one: in more than one script, with digits of two
     * systems, or wholly in letters that look like Latin ones and are none.
     */
    public static boolean misleads(String login) {
        return ONE_SCRIPT.failsChecks(login) || imitatesLatin(login);
    }

    /** As {@link #misleads} of each word by itself: the words of a name may be of different scripts. */
    public static boolean misleadsInAWord(String name) {
        return Arrays.stream(BETWEEN_WORDS.split(name))
                .anyMatch(word -> ONE_WRITING.failsChecks(word) || imitatesLatin(word));
    }

    /** Accented and further Latin letters are what they are; what else would be read as ASCII is not. */
    private static boolean imitatesLatin(String text) {
        if (isAscii(text)) {
            return false;
        }
        return isAscii(COMPATIBLE.normalize(text))
                || (text.codePoints().anyMatch(LookAlikes::isForeign) && isAscii(ONE_SCRIPT.getSkeleton(text)));
    }

    private static boolean isForeign(int point) {
        int script = UScript.getScript(point);
        return point >= 0x80 && script != UScript.LATIN && script != UScript.INHERITED;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
