package io.latchkey.provisioning;

import io.latchkey.platform.failure.Failure;

/** What agents read on the ticket, internally. */
final class Notes {

    private Notes() {}

    static String decision(String outcome, String code, String sentence) {
        String what = outcome.equals("held")
                ? "Latchkey is holding this request: nothing was done."
                : "Latchkey refused this request: nothing was done.";
        return what + "\n\n" + sentence + "\n\nReason: " + code;
    }

    static String parked(String stepKey, Failure failure) {
        return "Latchkey stopped at the step \"" + stepKey
                + "\" and waits for a person. The steps before it are done.\n\n" + failure.explanation()
                + "\n\nReason: " + failure.code();
    }
}
