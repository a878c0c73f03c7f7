package io.latchkey.provisioning;

import io.latchkey.platform.failure.Failure;
import io.latchkey.work.RunSoFar;
import io.latchkey.work.StoppedRun;
import java.util.List;
import java.util.stream.Collectors;

/** What agents read on the ticket, internally. */
final class Notes {

    private Notes() {}

    /** More are counted, not shown. */
    private static final int MOST_DIFFERENCES = 20;

    static String refused(Outcome.Refused refused) {
        String found = refused.value() == null ? "" : "\n\nWhat was found: " + refused.value();
        return "Latchkey refused this request: nothing was done.\n\n" + refused.sentence() + found + "\n\nReason: "
                + refused.code();
    }

    static String held(Outcome.Held held, boolean sentBack) {
        String back = sentBack ? "\n\nThe request goes back to its approval." : "";
        return "Latchkey is holding this request: nothing was done.\n\n" + held.sentence()
                + differences(held.differences()) + back + "\n\nReason: " + held.code();
    }

    private static String differences(List<Difference> differences) {
        if (differences.isEmpty()) {
            return "";
        }
        String lines = differences.stream()
                .limit(MOST_DIFFERENCES)
                .map(Difference::line)
                .collect(Collectors.joining("\n"));
        int more = differences.size() - MOST_DIFFERENCES;
        return "\n\n" + lines + (more > 0 ? "\nand " + more + " more" : "");
    }

    static String parked(String stepKey, Failure failure) {
        return "Latchkey waits for a person at the step \"" + stepKey
                + "\": what comes before it in the plan is done, what comes after it is not begun.\n\nWhat it met: "
                + failure.explanation()
                + "\n\nMend the cause and let an administrator start the request again from here, or correct the request and"
                + " have it approved again.\n\nReason: " + failure.code();
    }

    static String stopped(StoppedRun stopped) {
        List<RunSoFar.Done> done = stopped.run().done();
        String before = done.isEmpty()
                ? "Nothing had been done before."
                : "Before that, this had been done and stays as it is: "
                        + done.stream().map(Notes::what).collect(Collectors.joining("; ")) + ".";
        String begun = stopped.begun()
                .map(step ->
                        " The step \"" + step + "\" had been tried without success; it may have taken effect in part.")
                .orElse("");
        return "Latchkey stopped: " + stopped.why().sentence() + " Nothing more will be done for that approval.\n\n"
                + before + begun + "\n\nReason: " + stopped.why().code();
    }

    private static String what(RunSoFar.Done step) {
        return switch (step.kind()) {
            case StepKinds.CREATE_USER -> "the Okta account was created";
            case StepKinds.ENSURE_GROUPS -> "the Okta groups were given";
            case StepKinds.COMMENT -> "a comment was written";
            case StepKinds.TRANSITION -> "the request was moved";
            default -> "the step \"" + step.key() + "\"";
        };
    }
}
