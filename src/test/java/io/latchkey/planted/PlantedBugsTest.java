package io.latchkey.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A planted bug that does not fit its file any more would be planted nowhere, and found by nobody. */
class PlantedBugsTest {

    private static final Path MIGRATIONS = Path.of("db/migration");

    @Test
    void thereAreManyAndHalfOfThemAreInSql() {
        List<PlantedBug> bugs = PlantedBug.all();

        assertThat(bugs).hasSizeGreaterThanOrEqualTo(20);
        assertThat(bugs.stream().filter(PlantedBug::isInSql).count() * 2).isGreaterThanOrEqualTo(bugs.size());
    }

    @Test
    void eachFitsItsFilesOnce() {
        for (PlantedBug bug : PlantedBug.all()) {
            assertThat(bug.edits()).as(bug.name()).isNotEmpty().allSatisfy(edit -> {
                assertThat(edit.after()).isNotEqualTo(edit.before());
                assertThat(PlantedBug.text(edit.file()).split(Pattern.quote(edit.before()), -1))
                        .as("%s, around: %s", edit.file(), edit.before())
                        .hasSize(2);
            });
        }
    }

    /** A function that a later migration has written anew is no place for a bug: nobody runs it. */
    @Test
    void eachFunctionIsTheOneInForce() {
        for (PlantedBug bug : PlantedBug.all()) {
            assertThat(bug.edits())
                    .as(bug.name())
                    .allSatisfy(edit -> assertThat(writtenAnew(edit))
                            .as("later migrations than %s", edit.file())
                            .isEmpty());
        }
    }

    private static List<Path> writtenAnew(PlantedBug.Edit edit) {
        if (!edit.file().startsWith(MIGRATIONS)) {
            return List.of();
        }
        String text = PlantedBug.text(edit.file());
        String before = text.substring(0, text.indexOf(edit.before()));
        int begin = before.lastIndexOf("function ");
        if (begin < 0 || before.substring(begin).contains("$$;")) {
            return List.of();
        }
        String function = before.substring(begin, before.indexOf('(', begin) + 1);
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return files.filter(file -> file.compareTo(edit.file()) > 0)
                    .filter(file -> PlantedBug.text(file).contains("or replace " + function))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
