package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.time.Instant;

/**
 * A site installed us, or installed us again. Published after the commit, on the node that received it.
 *
 * @param tenant which
 * @param at when
 */
public record TenantInstalled(TenantId tenant, Instant at) implements TenantChanged {}
