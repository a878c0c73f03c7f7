package io.latchkey.work;

import java.time.Instant;
import java.util.Optional;

/** What a tenant's other runs have set out to make; each question is one reading transaction. */
interface Claims {

    /** Whether another run ever claimed the same. */
    boolean isClaimedElsewhere(String claim);

    /** When another run about the same subject claimed the same first. */
    Optional<Instant> claimedBefore(String claim);
}
