package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.time.Instant;

/**
 * A site has granted what the app was missing: an administrator has approved a new version, or a call works that did not. What
 * stopped for it can go on. Published outside of transactions, and perhaps more than once; a listener that fails is told again
 * where Forge told of it.
 *
 * @param tenant which
 * @param from when no node uses a token any more that was given before
 */
public record ScopesGranted(TenantId tenant, Instant from) {}
