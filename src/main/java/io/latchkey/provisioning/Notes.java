package io.latchkey.provisioning;

import io.latchkey.platform.failure.Failure;
import io.latchkey.work.RunSoFar;
import io.latchkey.work.StoppedRun;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What agents read on the ticket, internally. */
final class Notes {

    private Notes() {}

    static String decision(String outcome, String code, String sentence, @Nullable String value) {
        String what = outcome.equals("held")
                ? "Latchkey is holding this request: nothing was done."
                : "Latchkey refused this request: nothing was done.";
        String found = value == null ? "" : "\n\nWhat was found: " + value;
        return what + "\n\n" + sentence + found + "\n\nReason: " + code;
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
