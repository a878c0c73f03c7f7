package io.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that only the files themselves can show. */
class SourcesTest {

    private static final Path MAIN = Path.of("src/main/java/io/latchkey");
    private static final Path TESTS = Path.of("src/test/java/io/latchkey");
    private static final Pattern TRAIL_TABLES = Pattern.compile("\\baudit_(event|seal|personal|unsealed)\\b");
    private static final Pattern PROPERTIES =
            Pattern.compile("@ConfigurationProperties\\(.*?\\brecord (\\w+)\\(", Pattern.DOTALL);

    @Test
    void theRepositorysTopLevelStaysShort() throws IOException {
        List<PathMatcher> ignored = Files.readAllLines(Path.of(".gitignore")).stream()
                .map(line -> FileSystems.getDefault().getPathMatcher("glob:" + line.replaceAll("/$", "")))
                .toList();
        try (Stream<Path> entries = Files.list(Path.of(""))) {
            assertThat(entries.filter(entry ->
                                    ignored.stream().noneMatch(matcher -> matcher.matches(entry.getFileName())))
                            .map(Path::toString)
                            .filter(name -> !name.startsWith(".")))
                    .containsExactlyInAnyOrder(
                            "pom.xml", "src", "atlassian-connect.json", "db", "frontend", "README.md");
        }
    }

    /** Whoever writes there himself can forget the transaction, the salt or the seal. */
    @Test
    void onlyTheTrailKnowsItsTables() {
        List<Path> naming = sources(MAIN).stream()
                .filter(file -> TRAIL_TABLES.matcher(text(file)).find())
                .toList();

        assertThat(naming).isNotEmpty().allMatch(file -> file.startsWith(MAIN.resolve("audit")));
    }

    /** A default is a decision; a test says that somebody made it. */
    @Test
    void everyPropertiesRecordHasATestOfItsDefaults() {
        List<String> records = new ArrayList<>();
        for (Path file : sources(MAIN)) {
            Matcher matcher = PROPERTIES.matcher(text(file));
            while (matcher.find()) {
                records.add(matcher.group(1));
            }
        }
        String bound = String.join(
                "\n",
                sources(TESTS).stream()
                        .filter(file -> file.toString().endsWith("PropertiesTest.java"))
                        .map(SourcesTest::text)
                        .toList());

        assertThat(records)
                .hasSizeGreaterThanOrEqualTo(10)
                .allSatisfy(
                        record -> assertThat(bound).containsPattern("bindOrCreate\\([^)]*\\b" + record + "\\.class"));
    }

    private static List<Path> sources(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
