package io.latchkey.okta;

import java.time.Instant;
import java.util.Optional;

/** When Okta last showed our app its own administrator roles, known to all nodes. No transaction may be open. */
interface RoleSightings {

    /** The last time; empty when it is not known. */
    Optional<Instant> last();

    /** They were seen. */
    void seen(Instant at);

    /** They were asked for and not seen. */
    void lost();
}
