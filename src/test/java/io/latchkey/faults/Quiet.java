package io.latchkey.faults;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Switches all logging off while any cluster plays, and gives it back as it was. */
final class Quiet {

    private final Map<Logger, Level> before = new HashMap<>();
    private int playing;

    /** To be called when the cluster's contexts have started, since each of them sets the levels anew. */
    synchronized void begin() {
        playing++;
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.getLoggerContext().getLoggerList().stream()
                .filter(logger -> logger.getLevel() != null)
                .forEach(logger -> {
                    before.putIfAbsent(logger, logger.getLevel());
                    logger.setLevel(Level.OFF);
                });
    }

    synchronized void end() {
        if (--playing == 0) {
            before.forEach(Logger::setLevel);
            before.clear();
        }
    }
}
