package io.latchkey.sandbox.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Map;

/**
 * Decides over each single call while it is under way, for those to whom {@link Faults} are too coarse: it sees the call's
 * data and who calls, and may act before and after the effect.
 */
@FunctionalInterface
public interface Interference {

    /** Lets every call pass. */
    Interference NONE = call -> {
        call.apply();
        return Ending.ANSWERED;
    };

    /** Takes the call to its end, on the thread that serves it. */
    Ending meet(Call call) throws IOException, ServletException;

    /** A call under way. */
    interface Call {

        /** The server's name, {@code jira} or {@code okta}. */
        String vendor();

        /** HTTP method. */
        String method();

        /** Raw path. */
        String path();

        /** Raw query, or nothing. */
        String query();

        /** The request's body as UTF-8 text. */
        String body();

        /** A header of the request, or nothing. */
        String header(String name);

        /** The caller's end of the connection. */
        int callerPort();

        /** Does what was asked, once. */
        void apply() throws IOException, ServletException;

        /** The status to be answered. */
        int status();

        /** The body to be answered, as UTF-8 text. */
        String answer();

        /** Answers this instead of anything before. */
        void answerInstead(int status, Map<String, String> headers, String body) throws IOException;
    }

    /**
     * How a call ends.
     *
     * @param cut whether the connection is cut instead of an answer
     * @param afterwards is run when the answer has left
     */
    record Ending(boolean cut, Runnable afterwards) {

        /** With its answer. */
        public static final Ending ANSWERED = new Ending(false, () -> {});

        /** Without an answer. */
        public static final Ending CUT = new Ending(true, () -> {});
    }
}
