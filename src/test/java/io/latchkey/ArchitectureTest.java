package io.latchkey;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.latchkey.tenant.CalledByForge;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.CalledBySite;
import io.latchkey.tenant.CalledOnArrival;
import io.latchkey.tenant.OpenedInSite;
import io.latchkey.tenant.Public;
import java.lang.annotation.Annotation;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.web.bind.annotation.RequestMapping;

/** What the product's code may not do, each with its reason. */
@AnalyzeClasses(packagesOf = Latchkey.class, importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** From top to bottom: each may use those before it. A new package takes its place here first. */
    private static final List<String> ORDER = List.of(
            "platform",
            "audit",
            "tenant",
            "work",
            "jira",
            "okta",
            "recipe",
            "grants",
            "handover",
            "provisioning",
            "intake",
            "rollout",
            "panel");

    private static final List<Class<? extends Annotation>> DECLARATIONS = List.of(
            CalledBySite.class,
            CalledByForge.class,
            CalledByPerson.class,
            CalledOnArrival.class,
            OpenedInSite.class,
            Public.class);

    @ArchTest
    static void modulesKeepTheirArrowsAndTheirInsides(JavaClasses ignored) {
        ApplicationModules.of(Latchkey.class).verify();
    }

    @ArchTest
    static void everyPackageHasItsPlace(JavaClasses classes) {
        Set<String> found = classes.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("io.latchkey."))
                .map(name -> name.split("\\.")[2])
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(found).containsExactlyInAnyOrderElementsOf(ORDER);
    }

    @ArchTest
    static void packagesUseOnlyThoseAboveThem(JavaClasses classes) {
        for (int i = 0; i < ORDER.size() - 1; i++) {
            String[] below = ORDER.subList(i + 1, ORDER.size()).stream()
                    .map(name -> "io.latchkey." + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.latchkey." + ORDER.get(i) + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(below)
                    .because("a package is understood and changed without those below it")
                    .check(classes);
        }
    }

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().matching("io.latchkey.(*)..")
            .should()
            .beFreeOfCycles()
            .because("packages in a cycle are one package");

    @ArchTest
    static final ArchRule ENDPOINTS_DECLARE_THEIR_CALLERS = methods()
            .that()
            .areMetaAnnotatedWith(RequestMapping.class)
            .and()
            .areDeclaredInClassesThat(
                    // Its page answers everybody who was refused.
                    not(assignableTo(ErrorController.class)))
            .should(declareExactlyOneKindOfCaller())
            .because("an endpoint that nobody thought about must not answer anybody");

    @ArchTest
    static final ArchRule BYTES_ARE_COMPARED_IN_CONSTANT_TIME = noClasses()
            .should()
            .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
            .because("bytes that are compared here are keys, hashes or signatures, and MessageDigest.isEqual takes the"
                    + " same time wherever they differ");

    /** The excepted ones compare the scheme of an address, and words of Okta's answers. */
    @ArchTest
    static final ArchRule SECRET_TEXTS_ARE_NOT_COMPARED = noClasses()
            .that()
            .haveNameMatching("io\\.latchkey\\..*(Token|Secret|Password|Credential|Vault|Security)\\w*")
            .and()
            .haveNameNotMatching(".*\\.(TokenEndpoint|TokenFailures)")
            .should()
            .accessTargetWhere(targetOwner(type(String.class))
                    .and(target(name("equals")
                            .or(name("equalsIgnoreCase"))
                            .or(name("contentEquals"))
                            .or(name("compareTo")))))
            .orShould()
            .callMethod(java.util.Objects.class, "equals", Object.class, Object.class)
            .because("how long String.equals takes tells how much of a secret was guessed");

    @ArchTest
    static final ArchRule TIME_IS_INJECTED = noClasses()
            .that()
            .resideOutsideOfPackage("io.latchkey.platform.time..")
            .should()
            .accessTargetWhere(targetOwner(resideInAPackage("java.time.."))
                    .and(target(name("now")))
                    .or(targetOwner(type(Clock.class)).and(target(nameStartingWith("system"))))
                    .or(targetOwner(type(System.class)).and(target(name("currentTimeMillis")))))
            .orShould()
            .callConstructor(Date.class)
            .because("business time comes from the injected Clock, so that tests and simulations can set it");

    @ArchTest
    static final ArchRule CHANCE_IS_SECURE = noClasses()
            .should()
            .callConstructor(Random.class)
            .orShould()
            .callConstructor(Random.class, long.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat(assignableTo(ThreadLocalRandom.class))
            .because(
                    "ids, passwords and keys must not be guessed, and nobody should have to ask which chance is which");

    @ArchTest
    static final ArchRule MAPPERS_KEEP_NOTHING = noClasses()
            .that()
            .resideOutsideOfPackage("io.latchkey.platform.json..")
            .should()
            .callConstructor(JsonMapper.class)
            .orShould()
            .callConstructor(ObjectMapper.class)
            .orShould()
            .callConstructor(JsonFactoryBuilder.class)
            .orShould()
            .callMethod(JsonMapper.class, "builder")
            .orShould()
            .callMethod(JsonFactory.class, "builder")
            .because(
                    "Jackson's own keep the last document of each thread in memory, and some hold passwords: see Mappers");

    @ArchTest
    static final ArchRule NOTHING_IS_INJECTED_INTO_FIELDS = GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    static final ArchRule NOTHING_IS_PRINTED = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because(
            "operators read the log, which has levels, times and no secrets");

    @ArchTest
    static final ArchRule UTILITIES_OF_TESTS_STAY_THERE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.latchkey.sandbox..", "io.latchkey.demo..", "io.latchkey.testing..", "io.latchkey.contracts..")
            .because("the product that is delivered knows no sandbox");

    private static ArchCondition<JavaMethod> declareExactlyOneKindOfCaller() {
        return new ArchCondition<>("declare exactly one of CalledBySite, CalledByPerson, OpenedInSite and Public") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                long own = DECLARATIONS.stream().filter(method::isAnnotatedWith).count();
                long inherited = DECLARATIONS.stream()
                        .filter(method.getOwner()::isAnnotatedWith)
                        .count();
                long valid = own == 0 ? inherited : own;
                events.add(new SimpleConditionEvent(method, valid == 1, method.getFullName() + " declares " + valid));
            }
        };
    }
}
