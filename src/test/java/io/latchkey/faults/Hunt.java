package io.latchkey.faults;

import java.util.List;

/** Plays seeds until one shows something wrong; a program of its own, so that a product with a planted bug can be played. */
final class Hunt {

    private Hunt() {}

    /** The argument is how many seeds are played at most. */
    @SuppressWarnings("SystemOut") // its answer
    public static void main(String... arguments) {
        int most = Integer.parseInt(arguments[0]);
        try (Campaign campaign = new Campaign(1)) {
            for (long seed = 1; seed <= most; seed++) {
                List<String> violations = campaign.seed(seed).violations();
                if (!violations.isEmpty()) {
                    System.out.println("hunt: found at seed " + seed + ": " + violations);
                    return;
                }
            }
            System.out.println("hunt: nothing in " + most + " seeds");
        }
    }
}
