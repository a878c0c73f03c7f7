package io.latchkey.provisioning.guard;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the guardrails say of a plan. */
public sealed interface Verdict {

    /**
     * Nothing forbids it.
     *
     * @param connection the Okta connection that it uses
     * @param accounts how many it makes
     * @param memberships how many it gives
     * @param given which groups it gives to which existing accounts, as {@link AdmittedLately} reads them; empty where no
     *     duties are kept apart
     */
    record Cleared(UUID connection, int accounts, int memberships, List<String> given) implements Verdict {

        /** Copies the list. */
        public Cleared {
            given = List.copyOf(given);
        }
    }

    /**
     * A guardrail forbids it.
     *
     * @param held whether it waits for an administrator; else it is refused as it is
     * @param guardrail its name
     * @param code stable, dotted
     * @param sentence for people, without personal values
     * @param value what was found, for the ticket only, safe to show
     */
    record Barred(
            boolean held,
            String guardrail,
            String code,
            String sentence,
            @Nullable String value) implements Verdict {}
}
