/**
 * The append-only trail of every decision and effect, and its proof. Entries come in, inside the transaction they
 * report; a sealer chains them afterwards, so that no writer waits for a chain's head; pages of rows and the result of a
 * verification go out. Personal values lie apart, where they can be erased; only their salted hashes are chained.
 */
@ApplicationModule(displayName = "Audit", allowedDependencies = "platform")
@NullMarked
package io.latchkey.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
