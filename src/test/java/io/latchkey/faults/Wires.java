package io.latchkey.faults;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** All connections of all nodes to the one database; only one of them is used at a time. */
final class Wires {

    private @Nullable Wire owing;
    private boolean used = true;
    private @Nullable SQLException blocked;

    /** PostgreSQL's code for a lock that was not to be had in time. */
    private static final String LOCKED = "55P03";

    /** To be told before anything goes over this one: what others have committed is there for it to see. */
    void use(Wire wire) throws SQLException {
        used = true;
        if (owing != wire) {
            settle();
        }
    }

    /** This one has yet to send a commit. */
    void owes(Wire wire) {
        owing = wire;
    }

    /** This one has sent it. */
    void paid() {
        owing = null;
    }

    /** Sends what has not been sent yet. */
    void settle() throws SQLException {
        if (owing != null) {
            owing.settle();
        }
    }

    /** To be told of what fails: nobody who waits for a lock can be served, since whoever holds it waits for its turn. */
    void noticed(SQLException failure) {
        if (LOCKED.equals(failure.getSQLState())) {
            blocked = failure;
        }
    }

    void demandSound() {
        if (blocked != null) {
            throw new IllegalStateException("a node holds a lock while it stands", blocked);
        }
    }

    /** The database has changed by another way. */
    void changed() {
        used = true;
    }

    /** Whether anything went over any of them since this was asked last. */
    boolean wereUsed() {
        boolean before = used;
        used = false;
        return before;
    }
}
