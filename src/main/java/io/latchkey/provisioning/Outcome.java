package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a look at a request comes to. */
sealed interface Outcome {

    /** A stable code: why. */
    String code();

    /**
     * Nothing to do: not ours, not approved yet, closed, or done already. Nothing is written to the ticket.
     *
     * @param code why
     * @param ours whether it is a request that a recipe is for; only then the trail is told
     */
    record Ignored(String code, boolean ours) implements Outcome {}

    /**
     * Approved, complete and allowed.
     *
     * @param inputs the recipe's inputs by name; an optional one without a value is absent
     * @param approvalIds ids of the approvals that count
     * @param approverIds Atlassian accounts of those who approved
     */
    record Admitted(Map<String, JsonNode> inputs, List<String> approvalIds, List<String> approverIds)
            implements Outcome {

        @Override
        public String code() {
            return "request.approved";
        }
    }

    /**
     * Waits for a person.
     *
     * @param code why
     * @param sentence for the ticket and the trail: it names fields and no values
     * @param differences what the request says otherwise than what was approved, for the ticket only; then the approval is
     *     asked for again, where the recipe says how
     */
    record Held(String code, String sentence, List<Difference> differences) implements Outcome {

        Held(String code, String sentence) {
            this(code, sentence, List.of());
        }

        /** Whether what was approved is not what the request says now, so that another approval has to follow. */
        boolean needsApproval() {
            return !differences.isEmpty();
        }
    }

    /**
     * Will not be done as it is.
     *
     * @param code why
     * @param sentence for the ticket and for ever, without personal values
     * @param value the values that were found, for the ticket only, safe to show; null when the sentence says it all
     */
    record Refused(String code, String sentence, @Nullable String value) implements Outcome {

        Refused(String code, String sentence) {
            this(code, sentence, null);
        }
    }
}
