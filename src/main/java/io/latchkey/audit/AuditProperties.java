package io.latchkey.audit;

import io.latchkey.platform.RefusedToStart;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the trail is kept.
 *
 * @param sealEvery the pause between two looks for events that are not sealed, on every node
 */
@ConfigurationProperties("latchkey.audit")
public record AuditProperties(@DefaultValue("500ms") Duration sealEvery) {

    /** Refuses a pause that would never end or never begin. */
    public AuditProperties {
        if (sealEvery.isNegative() || sealEvery.isZero()) {
            throw new RefusedToStart(
                    "latchkey.audit.seal-every must be positive; found " + sealEvery + ".",
                    "Leave it out, or set it to a pause such as 500ms.");
        }
    }
}
