package io.latchkey.faults.ready;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/**
 * {@code target/faults/ready.json}: by recipe its points, plays, and what was wrong; the sums are {@code ready} in {@code
 * report.json}. A run puts its own recipes and leaves the others as they are.
 */
final class Report {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path FOLDER = Path.of("target", "faults");

    private Report() {}

    /** Adds a line to {@code ready.txt}, which tells of each play as it ends. */
    static void tell(String line) {
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(
                    FOLDER.resolve("ready.txt"),
                    LocalTime.now().truncatedTo(ChronoUnit.MILLIS) + " " + line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void put(Campaign campaign) {
        ObjectNode all = read("ready.json");
        ObjectNode one = all.putObject(campaign.recipe().file());
        one.put("points", campaign.undisturbed().points().size());
        one.put("played", campaign.played());
        one.put("neverStruck", campaign.neverStruck());
        one.put("withoutEffect", campaign.withoutEffect());
        one.put("violations", campaign.violations().size());
        campaign.undisturbed().points().forEach(point -> one.withArray("calls").add(point.toString()));
        campaign.endings().forEach(one.putObject("endings")::put);
        ObjectNode wrong = one.putObject("wrong");
        campaign.violations().forEach((trouble, lines) -> lines.forEach(wrong.withArray("/" + escaped(trouble))::add));
        write("ready.json", all);
        ObjectNode report = read("report.json");
        report.putObject("ready")
                .put("points", sum(all, "points"))
                .put("run", sum(all, "played"))
                .put("violations", sum(all, "violations"));
        write("report.json", report);
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static int sum(JsonNode all, String count) {
        int sum = 0;
        for (JsonNode one : all) {
            sum += one.path(count).asInt();
        }
        return sum;
    }

    private static ObjectNode read(String file) {
        try {
            Path path = FOLDER.resolve(file);
            return Files.exists(path) ? (ObjectNode) JSON.readTree(path.toFile()) : JSON.createObjectNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(String file, ObjectNode json) {
        try {
            Files.createDirectories(FOLDER);
            JSON.writerWithDefaultPrettyPrinter()
                    .writeValue(FOLDER.resolve(file).toFile(), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
