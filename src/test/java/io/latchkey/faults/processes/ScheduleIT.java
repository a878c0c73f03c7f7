package io.latchkey.faults.processes;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A handful of the schedules that {@link ScheduleFaults} plays by the hundred, and what that rests on. */
class ScheduleIT {

    private static final String OTHERS =
            "io\\.latchkey\\.(?!faults\\.|sandbox\\.|demo\\.|testing\\.).*|io\\.latchkey\\.[A-Z].*";

    /**
     * A process is killed, one is frozen, and an answer is lost, each at the fourth call of a request: the one that makes
     * the account, when nothing else disturbs it. Then one is slow, one fails, and a commit's outcome stays unknown.
     */
    @Test
    void requestsSurviveAKillAFrostAndALostAnswer() {
        List<Long> seeds = List.of(408L, 1_082L, 736L);
        assertThat(seeds)
                .extracting(seed -> Schedule.of(seed).troubles().get(0).toString())
                .containsExactly("KILL_WITHIN@4", "FREEZE_WITHIN@4", "LOST_AFTER@4");

        try (var schedules = new Schedules(2)) {
            assertThat(schedules.play(seeds, seeds.size())).isEmpty();
            assertThat(schedules.kills()).isEqualTo(1);
        }
    }

    @Test
    void nothingHereKnowsTheProductsCode() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are the product's", (JavaClass one) -> one.getName().matches(OTHERS)))
                .because("what judges the product must not share its mistakes")
                .check(new ClassFileImporter().importPackages(ScheduleIT.class.getPackageName()));
    }
}
