package io.latchkey.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a benchmark found: a list of {@code {"metric","value","low","high","goal","met"}}. Goal and met are null where
 * nothing was asked for. What it ran on, and how busy the machine was, are metrics too.
 */
final class Findings {

    private static final JsonMapper JSON = new JsonMapper();

    private final String name;
    private final double loadBefore = load();
    private final ArrayNode metrics = JsonNodeFactory.instance.arrayNode();

    Findings(String name) {
        this.name = name;
        Runtime runtime = Runtime.getRuntime();
        add(
                "processors, with JDK " + System.getProperty("java.vm.name") + " " + Runtime.version(),
                Spread.once(runtime.availableProcessors()));
    }

    /** Something that is told and not judged. */
    void add(String metric, Spread found) {
        put(metric, found, null, null);
    }

    /** Something that should not be below its goal. */
    void atLeast(String metric, Spread found, double goal) {
        put(metric, found, goal, found.value() >= goal);
    }

    /** Something that should not be above its goal. */
    void atMost(String metric, Spread found, double goal) {
        put(metric, found, goal, found.value() <= goal);
    }

    private void put(String metric, Spread found, @Nullable Double goal, @Nullable Boolean met) {
        ObjectNode one = metrics.addObject().put("metric", metric);
        one.put("value", rounded(found.value()))
                .put("low", rounded(found.low()))
                .put("high", rounded(found.high()));
        one.put("goal", goal).put("met", met);
        String judged = met == null ? "" : (met ? "  met, goal " : "  MISSED, goal ") + goal;
        System.out.printf(
                Locale.ROOT,
                "%s: %s: %s (%s to %s)%s%n",
                name,
                metric,
                rounded(found.value()),
                rounded(found.low()),
                rounded(found.high()),
                judged);
    }

    /** Writes the report. */
    void write() {
        double now = load();
        add(
                "load of the machine over a minute, at the end (low and high: of begin and end)",
                new Spread(now, Math.min(now, loadBefore), Math.max(now, loadBefore)));
        try {
            Path file = Files.createDirectories(Path.of("target", "bench")).resolve(name + ".json");
            JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), metrics);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static double rounded(double value) {
        double scale = Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 1 ? 100 : 10_000;
        return Math.round(value * scale) / scale;
    }
}
