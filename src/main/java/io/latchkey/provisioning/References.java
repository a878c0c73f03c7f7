package io.latchkey.provisioning;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** References in the texts of a recipe, as {@code ${inputs.who}} and {@code ${steps.account.userId}}. */
final class References {

    private static final Pattern INPUT = Pattern.compile("\\$\\{inputs\\.([A-Za-z][A-Za-z0-9_]*)}");
    private static final Pattern USER_ID = Pattern.compile("\\$\\{steps\\.([A-Za-z][A-Za-z0-9_]*)\\.userId}");

    private static final Pattern ISSUE_ID = Pattern.compile("\\$\\{steps\\.([A-Za-z][A-Za-z0-9_]*)\\.issueId}");

    private References() {}

    /** The input, when the text is nothing but a reference to one. */
    static Optional<String> onlyInput(String text) {
        return only(INPUT, text);
    }

    /** The step, when the text is nothing but a reference to the account that it made. */
    static Optional<String> onlyAccountOf(String text) {
        return only(USER_ID, text);
    }

    /** The step, when the text is nothing but a reference to the request that it raised. */
    static Optional<String> onlyIssueOf(String text) {
        return only(ISSUE_ID, text);
    }

    /** Finds the references to inputs in a text. */
    static Matcher inputs(String text) {
        return INPUT.matcher(text);
    }

    private static Optional<String> only(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
