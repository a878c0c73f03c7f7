package io.latchkey.audit;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param sealed how many seals hold, from the first on; all there are when nothing is broken
 * @param notSealedYet events that no seal covers yet, counted when the verification began
 * @param firstBroken where the chain does not hold for the first time; nothing behind it was looked at
 */
public record Verified(long sealed, long notSealedYet, Optional<Broken> firstBroken) {

    /** Whether everything that is sealed is as it was. What is not sealed yet is not proven either way. */
    public boolean intact() {
        return firstBroken.isEmpty();
    }

    /**
     * A place where the trail is not what it was.
     *
     * @param position in the chain
     * @param event the event there, where one is named
     * @param breach what does not hold
     */
    public record Broken(long position, @Nullable UUID event, Breach breach) {}

    /** What can fail to hold. */
    public enum Breach {
        /** A seal is missing, or there is one too many. */
        POSITION,
        /** The seal does not follow the one before it. */
        LINK,
        /** The sealed event is gone. */
        EVENT_MISSING,
        /** The event's bytes or the seal were changed. */
        HASH,
        /** The columns that are searched say something else than the bytes that are sealed. */
        COLUMNS,
        /** A personal value is not the one whose hash was sealed, or does not open. */
        PERSONAL,
        /** An event has no seal and no mark lets the sealer find it: it was hidden, or put in beside the trail. */
        NOT_WAITING
    }
}
