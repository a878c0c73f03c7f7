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

    synchronized void begin() {
        if (playing++ == 0) {
            Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            root.getLoggerContext().getLoggerList().stream()
                    .filter(logger -> logger.getLevel() != null)
                    .forEach(logger -> {
                        before.put(logger, logger.getLevel());
                        logger.setLevel(Level.OFF);
                    });
        }
    }

    synchronized void end() {
        if (--playing == 0) {
            before.forEach(Logger::setLevel);
            before.clear();
        }
    }
}
