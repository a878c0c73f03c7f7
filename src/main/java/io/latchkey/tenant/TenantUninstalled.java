package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.time.Instant;

/**
 * A site removed us: nothing may be done for it any more. Published after the commit, on the node that received it.
 *
 * @param tenant which
 * @param at when
 */
public record TenantUninstalled(TenantId tenant, Instant at) implements TenantChanged {}
