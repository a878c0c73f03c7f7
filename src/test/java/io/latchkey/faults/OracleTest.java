package io.latchkey.faults;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The oracle and the vendors it reads stand outside of the product. */
@AnalyzeClasses(packages = {"io.latchkey.faults.oracle", "io.latchkey.faults.vendors"})
class OracleTest {

    @ArchTest
    static final ArchRule IT_USES_NO_CLASS_OF_THE_PRODUCT = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("io.latchkey.faults.oracle..", "io.latchkey.faults.vendors..")
                    .or(not(resideInAPackage("io.latchkey.."))))
            .because("what judges the product must not share its mistakes");
}
