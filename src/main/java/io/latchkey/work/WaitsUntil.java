package io.latchkey.work;

import io.latchkey.platform.failure.FailureException;
import io.latchkey.platform.failure.FailureKind;
import io.latchkey.platform.failure.PatientFailure;
import io.latchkey.platform.failure.TerminalFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * A step waits for a time. Nothing has failed: it counts as no attempt, holds no thread, is stored, and is shown as waiting
 * until that time ({@link RunState#waitingUntil()}). Whoever is asked whether the run is still wanted is asked again when
 * it goes on.
 */
public final class WaitsUntil extends FailureException implements PatientFailure {

    /** The code by which a waiting run is known to wait for a time. */
    public static final String CODE = "work.waits-until";

    /** Longer than anybody plans; and what is later would not fit the column. */
    private static final Duration LONGEST = Duration.ofDays(5 * 366);

    private static final long serialVersionUID = 1L;

    private final Duration left;

    private WaitsUntil(Instant until, Duration left) {
        super(FailureKind.CALLER, CODE, "it waits until " + until);
        this.left = left;
    }

    /**
     * Returns at once when the time has come.
     *
     * @param until an instant as ISO 8601 writes it, in UTC or with an offset
     * @throws WaitsUntil when it has not come
     * @throws TerminalFailure when it is no instant ({@code work.no-instant}) or more than five years off ({@code
     *     work.too-long})
     */
    public static void demandPassed(String until, Instant now) {
        Instant at = instant(until);
        if (!at.isAfter(now)) {
            return;
        }
        Duration left = Duration.between(now, at);
        if (left.compareTo(LONGEST) > 0) {
            throw new NoSuchTime("work.too-long", "the step is to wait until " + at + ", more than five years");
        }
        throw new WaitsUntil(at, left);
    }

    private static Instant instant(String until) {
        try {
            return java.time.OffsetDateTime.parse(until).toInstant();
        } catch (DateTimeParseException e) {
            throw new NoSuchTime(
                    "work.no-instant",
                    "the step is to wait for a time with its offset from UTC, as in 2027-01-31T08:00:00Z, and was given"
                            + " something else");
        }
    }

    @Override
    public Duration lookAfter() {
        return left;
    }

    private static final class NoSuchTime extends FailureException implements TerminalFailure {

        private static final long serialVersionUID = 1L;

        NoSuchTime(String code, String explanation) {
            super(FailureKind.CALLER, code, explanation);
        }
    }
}
