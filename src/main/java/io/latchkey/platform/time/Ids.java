package io.latchkey.platform.time;

import java.util.UUID;

/** Makes ids for rows: UUIDv7, unique everywhere, roughly ordered by time. Injected, so that a run can be replayed. */
@FunctionalInterface
public interface Ids {

    /** The next id. */
    UUID next();
}
