package io.latchkey.panel;

import io.latchkey.platform.http.Problem;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;

/** How an address names a request: by Jira's numeric issue id, or by its key. */
final class IssueName {

    private static final Pattern NUMERIC = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,99}-[1-9][0-9]{0,17}");

    private IssueName() {}

    static boolean isId(String named) {
        return NUMERIC.matcher(named).matches();
    }

    /** Whether it could be an id or a key. */
    static boolean isOne(String named) {
        return isId(named) || KEY.matcher(named).matches();
    }

    /** The same, when it is one of both. */
    static String checked(String named) {
        if (!isOne(named)) {
            throw bad("A request is named by Jira's numeric issue id or by its key.");
        }
        return named;
    }

    private static Problem bad(String sentence) {
        return new Problem(HttpStatus.BAD_REQUEST, "request.issue-id", sentence);
    }
}
