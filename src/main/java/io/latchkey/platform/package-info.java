/**
 * What every other package stands on and what no business word enters: the tenant's identity, ids, failures,
 * cryptography, database transactions of one tenant, JSON that is hashed, and the HTTP edge.
 *
 * <p>Uses no other package. RFC: request for comments. UUID: universally unique identifier.
 */
@ApplicationModule(
        type = ApplicationModule.Type.OPEN,
        allowedDependencies = {})
@NullMarked
package io.latchkey.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
