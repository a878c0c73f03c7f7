package io.latchkey.faults.ready;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A handful of what {@link ReadyFaults} plays, and what its verdicts rest on. */
class ReadyFaultsIT {

    /** Chooses the points; each recipe has one at which something is changed, and one of all. */
    private static final long SEED = 20_261_126;

    /** Those that cost no seconds. */
    private static final Set<Trouble.Kind> SWIFT = EnumSet.of(
            Trouble.Kind.LOST_BEFORE,
            Trouble.Kind.LOST_AFTER,
            Trouble.Kind.ERROR_BEFORE,
            Trouble.Kind.ERROR_AFTER,
            Trouble.Kind.CLOSED,
            Trouble.Kind.STOPPED,
            Trouble.Kind.UNGROUPED);

    @Test
    void everyRecipeEndsAsWithoutTheFaultOrSaysWhyNot() {
        var random = new Random(SEED);
        List<String> wrong = new ArrayList<>();
        try (var stage = new Stage()) {
            for (ReadyRecipe recipe : ReadyRecipe.values()) {
                var campaign = new Campaign(stage, recipe);
                List<Trouble> all = campaign.all().stream()
                        .filter(trouble -> SWIFT.contains(trouble.kind()))
                        .toList();
                List<Trouble> lost = all.stream()
                        .filter(trouble -> trouble.kind() == Trouble.Kind.LOST_AFTER)
                        .filter(trouble -> trouble.point().writes())
                        .toList();
                campaign.play(lost.get(random.nextInt(lost.size())));
                campaign.play(all.get(random.nextInt(all.size())));
                campaign.violations()
                        .forEach((trouble, story) ->
                                wrong.add(recipe + ", " + trouble + ": " + String.join("\n", story)));
                assertThat(campaign.neverStruck())
                        .as("faults that never struck")
                        .isZero();
            }
            wrong.addAll(stage.wrongWithTrail());
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatJudgesUsesNoClassOfTheProduct() {
        String oracle = "io.latchkey.faults.ready.oracle";
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(oracle, "io.latchkey.demo")
                        .or(DescribedPredicate.not(resideInAPackage("io.latchkey.."))))
                .because("what judges the product must not share its mistakes")
                .check(new ClassFileImporter().importPackages(oracle));
    }
}
