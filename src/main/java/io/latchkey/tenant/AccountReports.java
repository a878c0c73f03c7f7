package io.latchkey.tenant;

import io.latchkey.platform.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Atlassian's personal data reporting, through the door by which the tenant has the app. */
public interface AccountReports {

    /** The most accounts of one report (Atlassian's user privacy guide). */
    int MOST = 90;

    /**
     * An account as it is reported.
     *
     * @param accountId Atlassian's id of it
     * @param retrievedAt when what is kept was read last
     */
    record Reported(String accountId, Instant retrievedAt) {}

    /** What came of a report. */
    sealed interface Answer {

        /**
         * Taken.
         *
         * @param closed accounts of which everything is to be erased
         * @param updated accounts of which whatever was copied is to be read anew or erased
         * @param cycle how long none of them is to be reported again, if the answer said
         */
        record Taken(Set<String> closed, Set<String> updated, Optional<Duration> cycle) implements Answer {

            /** Copies the sets. */
            public Taken {
                closed = Set.copyOf(closed);
                updated = Set.copyOf(updated);
            }
        }

        /**
         * Not taken now.
         *
         * @param after how long to wait at least
         */
        record Later(Duration after) implements Answer {}

        /**
         * Not taken, and no use to repeat soon.
         *
         * @param status what was answered
         */
        record Refused(int status) implements Answer {}
    }

    /**
     * Reports accounts. Never called inside a transaction.
     *
     * @param accounts at most {@link #MOST}
     */
    Answer report(TenantId tenant, List<Reported> accounts);
}
