package io.latchkey.faults.processes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Many schedules, a tenth of which kill a process at least. {@code -Dfaults.schedules=N} plays so many instead of 1,000;
 * {@code -Dfaults.schedule=SEED}, or several with commas between them, plays these, and the removal after them. A seed tells what is struck and where; when threads and processes meet
 * is theirs.
 */
class ScheduleFaults {

    private static final int NODES = 2;
    private static final int AT_ONCE = 12;

    /** Requests that are under way when the app is removed, which is the end of all. */
    private static final List<Long> UNINSTALLED =
            LongStream.rangeClosed(1_000_001, 1_000_012).boxed().toList();

    @Test
    void everyRequestIsDoneOnceOrStopsWithItsReason() {
        List<Long> seeds = seeds();
        try (var schedules = new Schedules(NODES)) {
            Map<Long, String> wrong = new TreeMap<>(schedules.play(seeds, AT_ONCE));
            wrong.putAll(schedules.playUninstalled(UNINSTALLED));

            report(seeds.size() + UNINSTALLED.size(), wrong, schedules.kills());
            assertThat(wrong).as("schedules in which something went wrong").isEmpty();
            assertThat(schedules.kills())
                    .as("killed processes")
                    .isGreaterThanOrEqualTo(System.getProperty("faults.schedule") == null ? seeds.size() / 10 : 0);
        }
    }

    private static List<Long> seeds() {
        String some = System.getProperty("faults.schedule");
        return some != null
                ? Stream.of(some.split(",")).map(Long::valueOf).toList()
                : LongStream.rangeClosed(1, Integer.getInteger("faults.schedules", 1_000))
                        .boxed()
                        .toList();
    }

    /** A violation counts under kills when the schedule itself kills; nodes that others killed are in its story. */
    private static void report(int run, Map<Long, String> wrong, int kills) {
        long killing = wrong.keySet().stream()
                .filter(seed -> seed > 0 && !UNINSTALLED.contains(seed))
                .filter(seed -> Schedule.of(seed).troubles().stream()
                        .anyMatch(trouble -> trouble.kind().isKill()))
                .count();
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        keys.putObject("postgres").put("run", run).put("violations", wrong.size());
        keys.putObject("kills").put("run", kills).put("violations", killing);
        Report.put(keys);
    }
}
