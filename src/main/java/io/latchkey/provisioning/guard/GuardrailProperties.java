package io.latchkey.provisioning.guard;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How guardrails are changed.
 *
 * @param confirmWithin for how long a proposed change waits for a second administrator
 */
@ConfigurationProperties("latchkey.guardrails")
public record GuardrailProperties(@DefaultValue("72h") Duration confirmWithin) {

    /** Refuses what would let nobody confirm, or everybody for ever. */
    public GuardrailProperties {
        if (confirmWithin.compareTo(Duration.ofMinutes(1)) < 0 || confirmWithin.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException(
                    "latchkey.guardrails.confirm-within is between one minute and 30 days, found " + confirmWithin);
        }
    }
}
