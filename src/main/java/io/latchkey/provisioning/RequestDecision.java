package io.latchkey.provisioning;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a request at one time.
 *
 * @param id its id
 * @param issueId Jira's numeric issue id
 * @param issueKey the key at that time
 * @param outcome {@code admitted}, {@code held} or {@code refused}
 * @param code why
 * @param sentence why, for people
 * @param recipeId the recipe, if one was found
 * @param recipeVersion its version
 * @param workId the run that followed: of the plan, or of the note on the ticket
 * @param at when
 */
public record RequestDecision(
        UUID id,
        String issueId,
        String issueKey,
        String outcome,
        String code,
        String sentence,
        @Nullable UUID recipeId,
        @Nullable Integer recipeVersion,
        UUID workId,
        Instant at) {}
