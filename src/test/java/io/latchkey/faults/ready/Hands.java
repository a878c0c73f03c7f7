package io.latchkey.faults.ready;

import io.latchkey.faults.ready.oracle.Deed;
import io.latchkey.sandbox.http.Interference;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Meets each call of the product while a script runs, and does to it what the script says. */
final class Hands implements Interference {

    private static final long PATIENCE_SECONDS = 60;

    private final Stage stage;
    private final Duration late;
    private volatile @Nullable Script script;
    private volatile Deed deed = Deed.NOTHING;
    private volatile @Nullable CountDownLatch dying;

    /**
     * On this stage.
     *
     * @param late longer than any call is waited for
     */
    Hands(Stage stage, Duration late) {
        this.stage = stage;
        this.late = late;
    }

    void follow(Script newScript) {
        deed = Deed.NOTHING;
        script = newScript;
    }

    void rest() {
        script = null;
    }

    Deed deed() {
        return deed;
    }

    /** A call stands until the node is gone that it is for; empty when there is none. */
    Optional<CountDownLatch> dying() {
        return Optional.ofNullable(dying);
    }

    @Override
    public Ending meet(Call call) throws IOException, ServletException {
        Script now = script;
        if (now == null || !isOfProduct(call)) {
            call.apply();
            return Ending.ANSWERED;
        }
        Optional<Trouble> trouble = now.next(call);
        Ending ending = trouble.isPresent() ? strike(trouble.get(), call) : applied(call);
        now.note(call.vendor() + " " + call.method() + " " + call.path() + " -> "
                + (ending.cut() ? "cut" : String.valueOf(call.status()))
                + trouble.map(struck -> " " + struck.kind() + " " + deed).orElse(""));
        return ending;
    }

    /** Tokens, the check of an administrator, and the report of personal data are no request's. */
    private static boolean isOfProduct(Call call) {
        String authorization = call.header("Authorization");
        boolean ours = call.vendor().equals("jira")
                ? authorization.startsWith("JWT ")
                : authorization.matches("(Bearer|DPoP) .*");
        return ours && !call.path().matches(".*/permissions/check|/rest/atlassian-connect/.*");
    }

    private static Ending applied(Call call) throws IOException, ServletException {
        call.apply();
        return Ending.ANSWERED;
    }

    private Ending strike(Trouble trouble, Call call) throws IOException, ServletException {
        switch (trouble.kind()) {
            case AWAY -> {
                stage.leaveFor(call.vendor());
                return Ending.CUT;
            }
            case LOST_BEFORE -> {
                return Ending.CUT;
            }
            case LOST_AFTER -> {
                call.apply();
                return Ending.CUT;
            }
            case LIMITED -> limited(call);
            case ERROR_BEFORE -> call.answerInstead(500, Map.of(), "{}");
            case ERROR_AFTER -> {
                call.apply();
                call.answerInstead(503, Map.of(), "<html>Service unavailable</html>");
            }
            case LATE -> {
                call.apply();
                pause();
            }
            case KILLED -> {
                call.apply();
                awaitDeath();
                return Ending.CUT;
            }
            case CLOSED, STOPPED, UNGROUPED -> {
                deed = stage.people().act(trouble.kind().deed());
                call.apply();
            }
        }
        return Ending.ANSWERED;
    }

    /** Whoever sends the time of the reset sends its own time with it. */
    private void limited(Call call) throws IOException {
        ZonedDateTime now = stage.now().atZone(ZoneOffset.UTC);
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now);
        String soon = String.valueOf(now.toEpochSecond() + 1);
        call.answerInstead(
                429,
                call.vendor().equals("okta")
                        ? Map.of(
                                "Date",
                                date,
                                "X-Rate-Limit-Limit",
                                "600",
                                "X-Rate-Limit-Remaining",
                                "0",
                                "X-Rate-Limit-Reset",
                                soon)
                        : Map.of("Retry-After", "1", "RateLimit-Reason", "jira-burst-based"),
                call.vendor().equals("okta")
                        ? "{\"errorCode\":\"E0000047\",\"errorSummary\":\"API call exceeded rate limit\"}"
                        : "{}");
    }

    private void awaitDeath() {
        var dead = new CountDownLatch(1);
        dying = dead;
        try {
            if (!dead.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody has stopped the node");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            dying = null;
        }
    }

    /** That an answer is late is what is played here; it is no condition that could be waited for. */
    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(late.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
