package io.latchkey.platform.db;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionSystemException;

/**
 * Says once that no connection to the database can be had, and once that it can again, whoever on this node notices.
 * Everything that fails meanwhile fails for this one reason and needs no line of its own.
 */
@Component
public class DatabaseOutage {

    private static final Logger log = LoggerFactory.getLogger(DatabaseOutage.class);
    private static final Duration QUIET = Duration.ofSeconds(10);

    /** PostgreSQL, class 08: connection exception. */
    private static final String CONNECTION = "08";

    /** PostgreSQL: too_many_connections, admin_shutdown, crash_shutdown, cannot_connect_now. */
    private static final Set<String> NOT_NOW = Set.of("53300", "57P01", "57P02", "57P03");

    private final Clock clock;
    private boolean announced;
    private Instant quietUntil = Instant.MIN;

    DatabaseOutage(Clock clock) {
        this.clock = clock;
    }

    /** Whether this failed since no connection could be had, or since the one that it used was lost. */
    public static boolean caused(Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = next(cause)) {
            if (cause instanceof SQLException sql && isOutage(sql)) {
                return true;
            }
        }
        return false;
    }

    /**
     * As {@link #caused}, and says so unless that has been said, or was within the last ten seconds.
     *
     * @return whether it was an outage; the caller then neither logs it nor takes it for its own failure
     */
    public synchronized boolean noticed(Throwable thrown) {
        if (!caused(thrown)) {
            return false;
        }
        Instant now = clock.instant();
        if (!announced && !now.isBefore(quietUntil)) {
            log.warn(
                    "no connection to the database can be had; requests are answered 503 and work waits: {}",
                    why(thrown));
            announced = true;
            quietUntil = now.plus(QUIET);
        }
        return true;
    }

    /** To be called by whoever asks the database again and again and was answered. */
    public synchronized void over() {
        if (announced) {
            log.info("the database is back");
            announced = false;
        }
    }

    /** When a rollback fails too, Spring keeps what was thrown first beside the chain. */
    private static @Nullable Throwable next(Throwable cause) {
        if (cause instanceof TransactionSystemException system && system.getApplicationException() != null) {
            return system.getApplicationException();
        }
        return cause.getCause();
    }

    private static boolean isOutage(SQLException thrown) {
        String state = thrown.getSQLState();
        return thrown instanceof SQLTransientConnectionException
                || thrown instanceof SQLNonTransientConnectionException
                || (state != null && (state.startsWith(CONNECTION) || NOT_NOW.contains(state)));
    }

    /** The innermost message: the driver's, which names an address or a role, never a password. */
    private static String why(Throwable thrown) {
        Throwable innermost = thrown;
        for (@Nullable Throwable cause = thrown; cause != null; cause = next(cause)) {
            innermost = cause instanceof SQLException ? cause : innermost;
        }
        return String.valueOf(innermost.getMessage());
    }
}
