package io.latchkey.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A planted bug that does not fit its file any more would be planted nowhere, and found by nobody. */
class PlantedBugsTest {

    private static final Path BUGS = Path.of("src/test/resources/planted");
    private static final Pattern HEAD = Pattern.compile("# \\S.+\nsql: (yes|no)\n");
    private static final Pattern EDIT =
            Pattern.compile("file: (\\S+)\n--- old\n(.+?)\n--- new\n(?:(.*?)\n)?--- end\n", Pattern.DOTALL);

    private record Edit(Path file, String before, String after) {}

    private record Bug(String name, boolean sql, List<Edit> edits) {}

    @Test
    void thereAreManyAndHalfOfThemAreInSql() {
        List<Bug> bugs = bugs();

        assertThat(bugs).hasSizeGreaterThanOrEqualTo(20);
        assertThat(bugs.stream().filter(Bug::sql).count() * 2).isGreaterThanOrEqualTo(bugs.size());
    }

    @Test
    void eachFitsItsFilesOnce() {
        for (Bug bug : bugs()) {
            assertThat(bug.edits()).as(bug.name()).isNotEmpty().allSatisfy(edit -> {
                assertThat(edit.after()).isNotEqualTo(edit.before());
                assertThat(text(edit.file()).split(Pattern.quote(edit.before()), -1))
                        .as("%s, around: %s", edit.file(), edit.before())
                        .hasSize(2);
            });
        }
    }

    private static List<Bug> bugs() {
        try (Stream<Path> files = Files.list(BUGS)) {
            return files.sorted().map(PlantedBugsTest::bug).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bug bug(Path path) {
        String name = path.getFileName().toString();
        String text = text(path);
        assertThat(name).matches("\\d{2}-[a-z-]+\\.txt");
        Matcher head = HEAD.matcher(text);
        assertThat(head.lookingAt()).as("%s begins as it should", name).isTrue();
        List<Edit> edits = new ArrayList<>();
        int end = head.end();
        Matcher edit = EDIT.matcher(text);
        while (edit.find(end) && edit.start() == end) {
            String after = edit.group(3);
            edits.add(new Edit(Path.of(edit.group(1)), edit.group(2), after == null ? "" : after));
            end = edit.end();
        }
        assertThat(text.substring(end)).as("what is left over of %s", name).isEmpty();
        return new Bug(name, head.group(1).equals("yes"), edits);
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
