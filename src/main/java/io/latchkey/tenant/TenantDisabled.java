package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.time.Instant;

/**
 * A site's administrator switched us off. Published after the commit, on the node that received it.
 *
 * @param tenant which
 * @param at when
 */
public record TenantDisabled(TenantId tenant, Instant at) implements TenantChanged {}
