package io.latchkey.planted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Tests the simulation itself: each planted bug has to be found within 1,000 seeds. {@code -Dfaults.planted=all} hunts all,
 * {@code -Dfaults.planted=02} those whose name begins so. It takes long, and so is not part of the other campaigns.
 */
@EnabledIfSystemProperty(named = "faults.planted", matches = ".+")
class PlantedFaults {

    private static final int SEEDS = 1_000;
    private static final Path DIRECTORY = Path.of("target", "faults");
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void eachIsFound() {
        String wanted = System.getProperty("faults.planted");
        List<PlantedBug> bugs = PlantedBug.all().stream()
                .filter(bug ->
                        wanted.equals("all") || Stream.of(wanted.split(",")).anyMatch(bug.name()::startsWith))
                .toList();

        List<Plot.Result> results = hunt(bugs);

        report(results);
        assertThat(results)
                .isNotEmpty()
                .allSatisfy(result -> assertThat(result.seed())
                        .as("the first seed that shows %s", result.bug())
                        .isPresent());
    }

    private static List<Plot.Result> hunt(List<PlantedBug> bugs) {
        int many = Runtime.getRuntime().availableProcessors();
        ExecutorService hunters = Executors.newFixedThreadPool(many);
        try {
            List<Future<List<Plot.Result>>> hunts = IntStream.range(0, many)
                    .mapToObj(hunter -> hunters.submit(() -> Plot.hunt(
                            plots(bugs, hunter, many), SEEDS, DIRECTORY.resolve("planted-" + hunter + ".txt"))))
                    .toList();
            return hunts.stream().flatMap(hunt -> results(hunt).stream()).toList();
        } finally {
            hunters.shutdownNow();
        }
    }

    private static List<Plot> plots(List<PlantedBug> bugs, int hunter, int hunters) {
        return IntStream.range(0, bugs.size())
                .filter(i -> i % hunters == hunter)
                .mapToObj(i -> new Plot(bugs.get(i), DIRECTORY.resolve("planted")))
                .toList();
    }

    private static List<Plot.Result> results(Future<List<Plot.Result>> hunt) {
        try {
            return hunt.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void report(List<Plot.Result> results) {
        long found =
                results.stream().filter(result -> result.seed().isPresent()).count();
        put("report.json", JSON.createObjectNode().put("bugs", results.size()).put("found", found));
        ObjectNode each = JSON.createObjectNode();
        results.forEach(result -> each.putObject(result.bug())
                .put("seed", result.seed().orElse(null))
                .put("violation", result.violation()));
        put("planted.json", each);
    }

    private static void put(String name, ObjectNode planted) {
        try {
            Path file = Files.createDirectories(DIRECTORY).resolve(name);
            ObjectNode all = Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode();
            all.set("planted", planted);
            JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
