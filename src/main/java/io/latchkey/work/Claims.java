package io.latchkey.work;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What a tenant's other runs have set out to make; each question is one reading transaction. */
interface Claims {

    /** Whether another run ever claimed the same. */
    boolean isClaimedElsewhere(String claim);

    /** When another run about the same subject claimed the same first. */
    Optional<Instant> claimedBefore(String claim);

    /** Whether a run beside this one and these did what one of the claims says since then, or may still do it; they are told inside. */
    boolean isActedOnByOthers(Supplier<? extends Collection<String>> claims, Instant since, Collection<UUID> runs);
}
