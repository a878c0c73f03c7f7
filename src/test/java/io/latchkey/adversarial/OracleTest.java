package io.latchkey.adversarial;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The oracle stands outside of the product. */
@AnalyzeClasses(packages = "io.latchkey.adversarial.oracle")
class OracleTest {

    @ArchTest
    static final ArchRule IT_USES_NO_CLASS_OF_THE_PRODUCT = classes()
            .should()
            .onlyDependOnClassesThat(resideInAPackage("io.latchkey.adversarial.oracle..")
                    .or(DescribedPredicate.not(resideInAPackage("io.latchkey.."))))
            .because("what judges the product must not share its mistakes");
}
