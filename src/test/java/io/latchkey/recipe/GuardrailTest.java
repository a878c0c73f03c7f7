package io.latchkey.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.recipe.Guardrail.Account;
import io.latchkey.recipe.Guardrail.Administration;
import io.latchkey.recipe.Guardrail.App;
import io.latchkey.recipe.Guardrail.Facts;
import io.latchkey.recipe.Guardrail.Group;
import io.latchkey.recipe.Guardrail.Likeness;
import io.latchkey.recipe.Guardrail.NamedGroup;
import io.latchkey.recipe.Guardrail.Person;
import io.latchkey.recipe.Guardrail.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardrailTest {

    private static final Group PLAIN = new Group("g1", "Engineering", true, Administration.NONE);
    private static final Set<String> EXAMPLE = Set.of("example.com", "xn--mller-kva.example");

    @Test
    void aPlainPlanPasses() {
        assertThat(Guardrail.violations(new Facts(
                        List.of(PLAIN),
                        List.of(new Person("u1", Administration.NONE)),
                        List.of(account("paul@example.com")),
                        List.of(new NamedGroup("g9", "Board")),
                        Set.of("u9"),
                        List.of(EXAMPLE))))
                .isEmpty();
    }

    @Test
    void eachHasANameAndAReason() {
        assertThat(Arrays.stream(Guardrail.values()).map(Guardrail::title)).doesNotHaveDuplicates();
        assertThat(Guardrail.values())
                .allSatisfy(one -> assertThat(one.reason()).isNotBlank());
    }

    @Test
    void groupsAreListedUnprotectedAndAdministerNothing() {
        assertThat(codes(group(new Group("g1", "Engineering", false, Administration.HAS_ROLE))))
                .containsExactly("guardrail.group-not-allowed");
        assertThat(codes(group(new Group("g1", "Engineering", true, Administration.HAS_ROLE))))
                .containsExactly("guardrail.group-administers");
        assertThat(codes(group(new Group("g1", "Engineering", true, Administration.UNREADABLE))))
                .containsExactly("guardrail.group-roles-unreadable");
        assertThat(codes(group(new Group("g9", "Renamed", true, Administration.NONE))))
                .containsExactly("guardrail.group-protected");
        assertThat(codes(group(new Group("g2", "B\u043eard", true, Administration.NONE))))
                .containsExactly("guardrail.group-name-misleading");
        assertThat(codes(group(new Group("g2", "8oard", true, Administration.NONE))))
                .isEmpty();
        assertThat(codes(group(new Group("g2", "Adrnins", true, Administration.NONE))))
                .containsExactly("guardrail.group-look-alike");
    }

    @Test
    void applicationsAreListedAndLookLikeNoOtherOne() {
        App wiki = new App("0oa1", "Wiki", true);
        assertThat(Guardrail.violations(Facts.ofApps(List.of(wiki, new App("0oa2", "Payroll", false)))))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.guardrail()).isEqualTo(Guardrail.ALLOWED_APPS);
                    assertThat(found.code()).isEqualTo("guardrail.app-not-allowed");
                    assertThat(found.sentence()).contains("\"Payroll\"");
                });
        assertThat(Guardrail.violations(Facts.ofApps(List.of(wiki)))).isEmpty();
        assertThat(Guardrail.misleadingApp("0oa1", "Wiki", List.of(wiki))).isEmpty();
        assertThat(Guardrail.misleadingApp("0oa2", "Wikirn", List.of(new App("0oa1", "Wikim", true))))
                .hasValueSatisfying(found -> assertThat(found.code()).isEqualTo("guardrail.app-look-alike"));
        assertThat(Guardrail.misleadingApp("0oa2", "W\u0456ki", List.of()))
                .hasValueSatisfying(found -> assertThat(found.code()).isEqualTo("guardrail.app-label-misleading"));
    }

    @Test
    void administratorsAndTheProtectedAreLeftAlone() {
        assertThat(codes(person("u1", Administration.HAS_ROLE))).containsExactly("guardrail.person-administers");
        assertThat(codes(person("u1", Administration.UNREADABLE))).containsExactly("guardrail.person-roles-unreadable");
        assertThat(codes(person("u9", Administration.NONE))).containsExactly("guardrail.person-protected");
        assertThat(codes(person("u1", Administration.NONE))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "paul@example.com, true",
        "paul@EXAMPLE.com, true",
        "paul@müller.example, true",
        "paul@sub.example.com, false",
        "paul@example.com.evil.net, false",
        "paul@notexample.com, false",
        "paul@example.com@evil.net, false",
        "evil@evil.net@example.com, false",
        "paul@, false",
        "paul, true"
    })
    void domainsAreOnTheList(String address, boolean passes) {
        List<Violation> found = Guardrail.violations(
                new Facts(List.of(), List.of(), List.of(account(address)), List.of(), Set.of(), List.of(EXAMPLE)));

        assertThat(codes(found)).isEqualTo(passes ? List.of() : List.of("guardrail.domain-foreign"));
    }

    @Test
    void everyListMustHaveTheDomainAndAnEmptyOneHasNone() {
        assertThat(codes(within(List.of(EXAMPLE, Set.of("other.com"))))).containsExactly("guardrail.domain-foreign");
        assertThat(codes(within(List.of(Set.of())))).containsExactly("guardrail.domain-foreign");
        assertThat(codes(within(List.of()))).isEmpty();
    }

    @Test
    void loginsLookLikeNobodyElses() {
        assertThat(codes(looking("p\u0430ul@example.com", Likeness.NONE)))
                .containsExactly("guardrail.login-misleading");
        assertThat(codes(looking("pau1@example.com", Likeness.LIKE_KNOWN)))
                .containsExactly("guardrail.login-look-alike");
        assertThat(codes(looking("pau1@example.com", Likeness.LIKE_PROTECTED)))
                .containsExactly("guardrail.login-look-alike");
        assertThat(codes(looking("paul@example.com", Likeness.IS_PROTECTED)))
                .containsExactly("guardrail.person-protected");
    }

    /** The sentence is kept for ever; the value is for the ticket alone, and written out. */
    @Test
    void theSentenceHoldsNoPersonalValue() {
        Violation found = looking("p\u0430ul@example.com", Likeness.NONE).get(0);

        assertThat(found.guardrail()).isEqualTo(Guardrail.LOOK_ALIKES);
        assertThat(found.sentence()).doesNotContain("ul@example.com");
        assertThat(found.value()).isEqualTo("p[U+0430]ul@example.com");
    }

    private static Account account(String address) {
        return new Account(address, address, Likeness.NONE);
    }

    private static List<Violation> within(List<Set<String>> domains) {
        return Guardrail.violations(
                new Facts(List.of(), List.of(), List.of(account("paul@example.com")), List.of(), Set.of(), domains));
    }

    private static List<Violation> looking(String login, Likeness likeness) {
        return Guardrail.violations(new Facts(
                List.of(),
                List.of(),
                List.of(new Account(login, "x@example.com", likeness)),
                List.of(),
                Set.of(),
                List.of()));
    }

    private static List<Violation> group(Group group) {
        return Guardrail.violations(
                Facts.ofGroups(List.of(group), List.of(new NamedGroup("g9", "Board"), new NamedGroup("g8", "Admins"))));
    }

    private static List<Violation> person(String id, Administration administration) {
        return Guardrail.violations(new Facts(
                List.of(), List.of(new Person(id, administration)), List.of(), List.of(), Set.of("u9"), List.of()));
    }

    private static List<String> codes(List<Violation> found) {
        return found.stream().map(Violation::code).toList();
    }
}
