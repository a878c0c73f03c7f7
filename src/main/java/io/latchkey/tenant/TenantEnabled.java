package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.time.Instant;

/**
 * A site's administrator switched us on. Published after the commit, on the node that received it.
 *
 * @param tenant which
 * @param at when
 */
public record TenantEnabled(TenantId tenant, Instant at) implements TenantChanged {}
