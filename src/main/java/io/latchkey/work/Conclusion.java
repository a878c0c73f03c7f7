package io.latchkey.work;

import java.util.Optional;

/** What a look came to. */
@FunctionalInterface
public interface Conclusion {

    /**
     * Writes it, inside the transaction that ends the look.
     *
     * @return the run to start in the same transaction, if any
     */
    Optional<NewRun> conclude();
}
