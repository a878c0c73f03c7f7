package io.latchkey.provisioning;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a request stands: what its newest decision and the run of its plan come to.
 *
 * @param issueId Jira's numeric issue id
 * @param issueKey the key when it was decided
 * @param state {@code held}, {@code refused}, {@code waiting}, {@code parked}, {@code stopped} or {@code done}
 * @param code why
 * @param sentence why, for people, without personal values
 * @param recipeId its recipe, if one was found
 * @param recipeVersion the recipe's version
 * @param run the run of the decision: of the plan, or of the note when it was held or refused
 * @param changedAt since when it stands so
 */
public record RequestStanding(
        String issueId,
        String issueKey,
        String state,
        String code,
        String sentence,
        @Nullable UUID recipeId,
        @Nullable Integer recipeVersion,
        UUID run,
        Instant changedAt) {}
