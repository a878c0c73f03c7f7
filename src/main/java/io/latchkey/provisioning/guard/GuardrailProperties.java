package io.latchkey.provisioning.guard;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How guardrails are changed and asked.
 *
 * @param confirmWithin for how long a proposed change waits for a second administrator
 * @param rolesRememberedFor how old it may be that a group carries no administrator role, for a run that was admitted already
 */
@ConfigurationProperties("latchkey.guardrails")
public record GuardrailProperties(
        @DefaultValue("72h") Duration confirmWithin,
        @DefaultValue("1m") Duration rolesRememberedFor) {

    /** Refuses what would let nobody confirm, or everybody for ever. */
    public GuardrailProperties {
        if (confirmWithin.compareTo(Duration.ofMinutes(1)) < 0 || confirmWithin.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException(
                    "latchkey.guardrails.confirm-within is between one minute and 30 days, found " + confirmWithin);
        }
        if (rolesRememberedFor.isNegative() || rolesRememberedFor.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException(
                    "latchkey.guardrails.roles-remembered-for is at most five minutes, found " + rolesRememberedFor);
        }
    }
}
