package io.latchkey;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The sandbox and the demonstration stand outside of the product. */
@AnalyzeClasses(packages = {"io.latchkey.demo", "io.latchkey.sandbox", "io.latchkey.adversarial.oracle"})
class OutsidersTest {

    /** Tests inside them may use what tests share. */
    @ArchTest
    static final ArchRule THEY_USE_NO_CLASS_OF_THE_PRODUCT = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "io.latchkey.demo..",
                            "io.latchkey.sandbox..",
                            "io.latchkey.contracts..",
                            "io.latchkey.adversarial.oracle..")
                    .or(not(resideInAPackage("io.latchkey.."))))
            .because("what judges the product by its HTTP must not share its mistakes");
}
