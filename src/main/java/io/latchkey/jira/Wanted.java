package io.latchkey.jira;

import java.util.regex.Pattern;

/** Checks what becomes a part of an address or a query; a caller that passes anything else has a bug. */
final class Wanted {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,19}");
    private static final Pattern FIELD_ID = Pattern.compile("[A-Za-z][A-Za-z0-9_.:-]{0,254}");

    private static final Pattern ISSUE = Pattern.compile("[0-9]{1,18}|[A-Za-z][A-Za-z0-9_]{0,99}-[0-9]{1,18}");

    private Wanted() {}

    static String issue(String idOrKey) {
        return matching(ISSUE, "issue", idOrKey, "a number or a key");
    }

    static String number(String what, String id) {
        return matching(NUMBER, what, id, "a number");
    }

    static String fieldId(String id) {
        return matching(FIELD_ID, "field id", id, "letters, digits and _ . : -");
    }

    private static String matching(Pattern pattern, String what, String id, String expected) {
        if (!pattern.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    what + " is \"" + VisibleText.shortened(VisibleText.of(id), 40) + "\"; expected " + expected);
        }
        return id;
    }
}
