package io.latchkey.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A planted bug that does not fit its file any more would be planted nowhere, and found by nobody. */
class PlantedBugsTest {

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
}
