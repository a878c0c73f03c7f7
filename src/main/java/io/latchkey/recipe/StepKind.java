package io.latchkey.recipe;

import java.util.Set;

/**
 * A kind of step that somebody carries out; handed in by whoever knows them.
 *
 * @param uses its name in documents: {@code okta.create-user}
 * @param outputs what later steps may refer to: {@code userId}, {@code login}
 */
public record StepKind(String uses, Set<String> outputs) {

    /** Copies the set. */
    public StepKind {
        outputs = Set.copyOf(outputs);
    }
}
