package io.latchkey.tenant;

import io.latchkey.platform.RefusedToStart;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What becomes of tenants that leave.
 *
 * @param keepKeys how long the secrets of a tenant that has left are kept, so that access that was given for a time can
 *     end; what was disclosed when it left holds for it
 * @param keepData how long everything else but the trail is kept; not shorter than the secrets
 * @param erasePortion how many rows one transaction erases at most
 */
@ConfigurationProperties("latchkey.tenant")
public record TenantProperties(
        @DefaultValue("30d") Duration keepKeys,
        @DefaultValue("90d") Duration keepData,
        @DefaultValue("1000") int erasePortion) {

    /** Refuses times that cannot be kept. */
    public TenantProperties {
        if (keepKeys.isNegative() || keepData.compareTo(keepKeys) < 0 || erasePortion < 1) {
            throw new RefusedToStart(
                    "latchkey.tenant: keep-keys must not be negative, keep-data not shorter than keep-keys, and"
                            + " erase-portion at least 1; found " + keepKeys + ", " + keepData + " and " + erasePortion
                            + ".",
                    "Leave them out, or set them so.");
        }
    }
}
