package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.recipe.RecipeVersion;
import io.latchkey.work.PlannedStep;
import java.util.Optional;

/** The transition by which a request is sent back to its approval, as it was found when its recipe was saved. */
final class Back {

    /** Where the names that a recipe's saving found, and the basis of a plan, hold it. */
    static final String NAME = "backToApproval";

    private Back() {}

    static Optional<JsonNode> of(RecipeVersion version) {
        return in(version.resolved().tree());
    }

    static Optional<JsonNode> in(JsonNode holder) {
        return Optional.of(holder.path(NAME)).filter(JsonNode::isObject);
    }

    /** The step that takes it. */
    static PlannedStep step(String issueId, JsonNode transition) {
        ObjectNode input = JsonNodeFactory.instance.objectNode().put("issueId", issueId);
        input.setAll((ObjectNode) transition);
        return new PlannedStep("back", StepKinds.TRANSITION, input);
    }
}
