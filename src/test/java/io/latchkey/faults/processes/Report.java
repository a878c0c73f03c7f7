package io.latchkey.faults.processes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The report of all fault runs, a JSON object; each run puts its own keys and leaves the others as they are. */
final class Report {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path FILE = Path.of("target", "faults", "report.json");

    private Report() {}

    /** What was struck and when, of every schedule of the last run, beside the report. */
    static void stories(String file, List<String> stories) {
        try {
            Files.createDirectories(FILE.getParent());
            Files.write(FILE.resolveSibling(file), stories);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void put(ObjectNode keys) {
        try {
            Files.createDirectories(FILE.getParent());
            JsonNode before = Files.exists(FILE) ? JSON.readTree(FILE.toFile()) : JSON.createObjectNode();
            ObjectNode merged = before.deepCopy();
            merged.setAll(keys);
            JSON.writerWithDefaultPrettyPrinter().writeValue(FILE.toFile(), merged);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
