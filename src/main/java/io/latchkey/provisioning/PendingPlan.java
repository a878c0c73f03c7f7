package io.latchkey.provisioning;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What approving a request would do, in words for those who approve; values of the request are in them.
 *
 * @param recipeId the recipe that is for it
 * @param recipeVersion the recipe's current version
 * @param lines what would be done, one after the other; none when nothing would
 * @param warnings what they should know beside it, or why nothing would be done
 * @param previewed whether its recipe wants those who approve to be told; otherwise it is for agents alone
 * @param readAt when it was read
 */
public record PendingPlan(
        UUID recipeId,
        int recipeVersion,
        List<String> lines,
        List<String> warnings,
        boolean previewed,
        Instant readAt) {

    /** Copies the lists. */
    public PendingPlan {
        lines = List.copyOf(lines);
        warnings = List.copyOf(warnings);
    }

    /** Without the words. */
    @Override
    public String toString() {
        return "PendingPlan[" + recipeId + "/" + recipeVersion + ", " + lines.size() + " lines]";
    }
}
