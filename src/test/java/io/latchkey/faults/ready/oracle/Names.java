package io.latchkey.faults.ready.oracle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Puts the same word for what differs between two plays of one recipe: the account, the group, the request, and dates.
 */
public final class Names {

    private static final Pattern DATES = Pattern.compile("[A-Z][a-z]+ [0-9]{1,2}, [0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern TIMES = Pattern.compile("\\{date\\}(T[0-9:.]+Z?| at [0-9:]+ ?[AP]?M?)");

    private final Map<String, String> words = new LinkedHashMap<>();

    /** From now on this word stands for that text; the first one that is named wins. */
    public Names call(String text, String word) {
        words.putIfAbsent(text, word);
        return this;
    }

    /** The text, with the words. */
    public String in(String text) {
        String named = text;
        for (Map.Entry<String, String> word : words.entrySet()) {
            named = named.replace(word.getKey(), word.getValue());
        }
        return TIMES.matcher(DATES.matcher(named).replaceAll("{date}")).replaceAll("{time}");
    }
}
