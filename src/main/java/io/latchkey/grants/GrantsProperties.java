package io.latchkey.grants;

import io.latchkey.platform.RefusedToStart;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How access ends.
 *
 * @param remindBefore how long before the end the ticket is reminded; access for a shorter time is not reminded of
 * @param batch how many memberships one run takes back: a tenant's other work waits for one batch at most
 * @param batches how many such runs a tenant has under way at once
 * @param settled how long what Okta shows late is waited for, until a person has to look
 */
@ConfigurationProperties("latchkey.grants")
public record GrantsProperties(
        @DefaultValue("3d") Duration remindBefore,
        @DefaultValue("15") int batch,
        @DefaultValue("3") int batches,
        @DefaultValue("5m") Duration settled) {

    /** Okta's filter names each account of a batch. */
    private static final int MOST = 40;

    /** Refuses what could end nothing. */
    public GrantsProperties {
        if (batch < 1 || batch > MOST || batches < 1 || remindBefore.isNegative()) {
            throw new RefusedToStart(
                    "latchkey.grants: batch must be from 1 to " + MOST + ", batches at least 1, and remind-before not"
                            + " negative; found " + batch + ", " + batches + " and " + remindBefore + ".",
                    "Leave them out, or set them so.");
        }
    }
}
