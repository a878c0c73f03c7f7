package io.latchkey.faults.ready;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every fault at every remote call after the admission, for every recipe that is shipped; {@code -Dfaults.ready=NAME} plays
 * one recipe, and {@code -Dfaults.ready.kind=REGEX} only faults of these kinds.
 */
class ReadyFaults {

    private static @Nullable Stage stage;
    private static int played;

    private static Stage stage() {
        if (stage == null) {
            stage = new Stage();
        }
        return stage;
    }

    @AfterAll
    static void close() {
        if (stage != null) {
            stage.close();
        }
        assertThat(played).as("faults that are named so and were played").isPositive();
    }

    @ParameterizedTest
    @EnumSource(ReadyRecipe.class)
    void endsAsWithoutTheFaultOrSaysWhyNot(ReadyRecipe recipe) {
        String only = System.getProperty("faults.ready", recipe.file());
        assumeTrue(recipe.file().matches(only), "another recipe was asked for");
        Pattern kinds = Pattern.compile(System.getProperty("faults.ready.kind", ".*"));
        Pattern points = Pattern.compile(System.getProperty("faults.ready.point", ".*"));

        var campaign = new Campaign(stage(), recipe);
        campaign.all().stream()
                .filter(trouble -> kinds.matcher(trouble.kind().name()).matches())
                .filter(trouble -> points.matcher(trouble.point().toString()).matches())
                .forEach(trouble -> {
                    campaign.play(trouble);
                    played++;
                });
        Report.put(campaign);

        assertThat(stage().wrongWithTrail()).isEmpty();
        assertThat(campaign.violations()).isEmpty();
        assertThat(campaign.neverStruck()).as("faults that never struck").isZero();
    }
}
