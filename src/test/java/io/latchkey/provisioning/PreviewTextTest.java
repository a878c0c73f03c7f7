package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.Recipe.Ticket;
import io.latchkey.work.Deferred;
import io.latchkey.work.PlannedStep;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewTextTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String OLGA = "00uOlga";
    private static final Map<String, String> GROUPS = Map.of("g1", "Engineering", "g2", "Sales", "a1", "Wiki");
    private static final Set<String> MET = Set.of("dora@example.com");
    private static final List<String> LOCALES = List.of("en", "de");

    /** Read only, or say nothing new on the ticket. */
    private static final Set<String> SILENT = Set.of(
            "okta.list-owned", StepKinds.COMMENT, StepKinds.TRANSITION, "jira.update-comment", "jira.delete-comment");

    /** Anything that a step of any kind is given. */
    private static final String EVERYTHING = """
            {"user":"00uOlga","login":"nora@example.com","firstName":"Nora","lastName":"Newcomer","delivery":"activation",
             "groupIds":["g1"],"removeGroupIds":["g1"],"addGroupIds":["g2"],"ends":{"days":3},"method":"link",
             "notBefore":"2030-01-31T23:00:00Z","until":"2030-01-31T05:00:00Z","name":"Readers","profile":{"department":"Sales"}}""";

    static Stream<String> kinds() {
        return StepShape.kinds().stream().filter(kind -> !SILENT.contains(kind));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindOfStepHasWordsInEveryLanguage(String kind) {
        for (String locale : LOCALES) {
            String other = line(locale, step("some.unknown-kind", EVERYTHING));

            assertThat(line(locale, step(kind, EVERYTHING)))
                    .as("%s in %s", kind, locale)
                    .isNotBlank()
                    .isNotEqualTo(other);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jira.wait-for-person", "jira.raise-request", "jira.wait-for-request"})
    void soHaveStepsOnTheTicketThatTakeTimeOrAskForMore(String kind) {
        LOCALES.forEach(locale ->
                assertThat(line(locale, step(kind, "{}"))).isNotEqualTo(line(locale, step("some.unknown-kind", "{}"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"D'Arcy", "{0} and {1}", "'{'", "100 %s", "<b>*bold*</b>"})
    void showsValuesAsTheyAre(String name) {
        String input = "{\"login\":\"d@example.com\",\"firstName\":\"Ann\",\"delivery\":\"activation\"}";
        PlannedStep step = step("okta.create-user", input);
        ((com.fasterxml.jackson.databind.node.ObjectNode) step.input()).put("lastName", name);

        LOCALES.forEach(locale -> assertThat(line(locale, step)).contains("Ann " + name));
    }

    @Test
    void writesOutWhatCannotBeSeen() {
        assertThat(line("en", step("okta.create-group", "{\"name\":\"A\\u202EB\"}")))
                .doesNotContain("\u202E")
                .contains("[U+202E]");
    }

    @Test
    void namesTheGroupAndWhoOwnsIt() {
        assertThat(line("en", step("okta.create-group", "{\"name\":\"Readers\"}")))
                .isEqualTo("• Creates the group \"Readers\" in Okta");
        assertThat(line("en", step("okta.create-group", "{\"name\":\"Readers\",\"ownerUser\":\"00uOlga\"}")))
                .isEqualTo("• Creates the group \"Readers\" in Okta; olga@example.com owns it");
    }

    @Test
    void saysTheTimeOfDayAndTheZoneWhereTheDayDoesNotBegin() {
        assertThat(line("en", step("work.wait-until", "{\"until\":\"2030-01-31T17:00:00Z\"}")))
                .contains("January 31, 2030, 18:00 (Europe/Berlin), if that is still ahead");
        assertThat(line("de", step("work.wait-until", "{\"until\":\"2030-01-30T23:00:00Z\"}")))
                .contains("bis zum 31. Januar 2030 gewartet");
    }

    @Test
    void saysUntilWhenAndNotTheDayAfter() {
        String until = "{\"user\":\"00uOlga\",\"groupIds\":[\"g2\"],\"ends\":\"2030-01-31T23:00:00Z\"}";

        assertThat(line("en", step("grants.give", until)))
                .isEqualTo("• Gives olga@example.com these groups: Sales – until January 31, 2030");
        assertThat(line("en", step("grants.give", until.replace("\"2030-01-31T23:00:00Z\"", "{\"days\":1}"))))
                .endsWith("until one day after it was given");
        assertThat(line("en", step("grants.extend", until.replace("\"2030-01-31T23:00:00Z\"", "{\"days\":7}"))))
                .endsWith("until 7 days after its present end");
    }

    /** Whoever approves sees each address that a password could reach, and each attribute. */
    @Test
    void saysAllThatANewAccountIsMadeWith() {
        PlannedStep account = new PlannedStep("account", StepKinds.CREATE_USER, tree("""
                {"login":"nora@example.com","email":"n@example.com","secondEmail":"home@example.org","firstName":"Nora",
                 "lastName":"Newcomer","delivery":"activation","profile":{"department":"Sales"},"groupIds":["g1"]}
                """));

        assertThat(text("en", List.of(account)))
                .contains("n@example.com", "home@example.org", "department = Sales", "Engineering");
        assertThat(line("en", newAccount("nora@example.com")).lines()).hasSize(1);
    }

    @Test
    void callsANewAccountByItsLogin() {
        PlannedStep account = new PlannedStep(
                "account", StepKinds.CREATE_USER, newAccount("nora@example.com").input());
        PlannedStep more = step("okta.ensure-groups", "{\"groupIds\":[\"g2\"]}");
        ((com.fasterxml.jackson.databind.node.ObjectNode) more.input())
                .set("user", Deferred.output("account", "userId"));

        assertThat(text("en", List.of(account, more))).contains("• Gives nora@example.com these groups: Sales");
    }

    @Test
    void notesNothingWhereGroupsAreTakenAway() {
        assertThat(text(
                        "en",
                        List.of(step(
                                "okta.remove-from-groups", "{\"user\":\"00uOlga\",\"groupIds\":[\"g1\",\"g2\"]}"))))
                .doesNotContain("Please note");
    }

    /** A step that makes sure of what the account was made with says nothing new. */
    @Test
    void namesEachGroupOfANewAccountOnce() {
        PlannedStep account = step("okta.create-user", EVERYTHING);
        PlannedStep more = step("okta.ensure-groups", "{\"groupIds\":[\"g1\",\"g2\"]}");
        ((com.fasterxml.jackson.databind.node.ObjectNode) more.input())
                .set("user", Deferred.output("account", "userId"));

        assertThat(text("en", List.of(account, more)))
                .contains(
                        "• Gives the new account these groups: Engineering\n• Gives the new account these groups: Sales")
                .doesNotContain("Engineering, Sales");
        assertThat(text("en", List.of(account, step("okta.ensure-groups", "{\"groupIds\":[\"g1\"]}"))))
                .containsOnlyOnce("Engineering");
    }

    @Test
    void notesWhatTheAccountHasAlready() {
        assertThat(text(
                        "en",
                        List.of(step("okta.ensure-groups", "{\"user\":\"00uOlga\",\"groupIds\":[\"g1\",\"g2\"]}"))))
                .contains("Please note:\n• olga@example.com is already in: Engineering");
    }

    /** Once each, and of what is given only. */
    @Test
    void namesTheApplicationsThatComeWithGroups() {
        Map<String, List<String>> apps = Map.of("g1", List.of("Wiki"), "g2", List.of("Billing", "Wiki"));
        PlannedStep both =
                step("grants.give", "{\"user\":\"00uOlga\",\"groupIds\":[\"g2\",\"g1\"],\"ends\":{\"days\":1}}");
        PlannedStep role =
                step("okta.change-role", "{\"user\":\"00uOlga\",\"addGroupIds\":[\"g1\"],\"removeGroupIds\":[\"g2\"]}");

        assertThat(text("en", List.of(both), Optional.of(apps)))
                .contains("\n\nThese applications come with the groups: Billing, Wiki\n\n");
        assertThat(text("de", List.of(role), Optional.of(apps)))
                .contains("\n\nMit den Gruppen kommen diese Anwendungen: Wiki\n\n");
    }

    @Test
    void saysWhenNobodyCanTellWhichApplicationsCome() {
        PlannedStep groups = step("okta.ensure-groups", "{\"user\":\"00uOlga\",\"groupIds\":[\"g2\"]}");

        assertThat(text("en", List.of(groups), Optional.empty()))
                .contains("Okta does not show Latchkey which applications");
        assertThat(text("en", List.of(step("okta.unlock-user", "{\"user\":\"00uOlga\"}")), Optional.empty()))
                .doesNotContain("application");
    }

    @Test
    void namesTheApplicationThatIsAssigned() {
        assertThat(line("en", step("okta.assign-app", "{\"user\":\"00uOlga\",\"app\":\"a1\"}")))
                .isEqualTo("• Gives olga@example.com the application \"Wiki\"");
        assertThat(line("en", step("okta.assign-app-to-group", "{\"groupId\":\"g2\",\"app\":\"a1\"}")))
                .isEqualTo("• Gives the application \"Wiki\" to all members of the group \"Sales\"");
    }

    @Test
    void notesThatANewAccountWouldMeetAnotherAndNotWhich() {
        assertThat(text("en", List.of(newAccount("dora@example.com"))))
                .contains(
                        "Okta has an account already that the new one would meet: with the user name dora@example.com");
        assertThat(text("de", List.of(newAccount("dora@example.com")))).contains("träfe");
        assertThat(text("en", List.of(newAccount("nora@example.com")))).doesNotContain("Please note");
    }

    /** What an application is told can be what somebody may do there. */
    @Test
    void showsWhatAnApplicationIsTold() {
        PlannedStep assign = step(
                "okta.assign-app", "{\"user\":\"00uOlga\",\"app\":\"a1\",\"profile\":{\"role\":\"Administrator\"}}");

        LOCALES.forEach(locale -> assertThat(line(locale, assign)).contains("role = Administrator"));
    }

    @Test
    void showsWhatIsWithinWhatItIsTold() {
        PlannedStep assign = step(
                "okta.assign-app",
                "{\"user\":\"00uOlga\",\"app\":\"a1\",\"profile\":{\"access\":{\"role\":\"Administrator\",\"sites\":[\"a\",\"b\"]}}}");

        assertThat(line("en", assign)).contains("access.role = Administrator, access.sites = a, b");
    }

    @Test
    void staysWithinAComment() {
        PlannedStep one = step("okta.create-group", "{\"name\":\"" + "a".repeat(2_000) + "\"}");

        assertThat(text("en", java.util.Collections.nCopies(40, one)).length()).isLessThan(32_767);
    }

    private static PlannedStep newAccount(String login) {
        return step(
                "okta.create-user",
                "{\"login\":\"%1$s\",\"email\":\"%1$s\",\"firstName\":\"A\",\"lastName\":\"B\",\"delivery\":\"activation\"}"
                        .formatted(login));
    }

    @Test
    void saysWhoIsToldAndWhat() {
        String told = "{\"webhook\":\"security-alerts\",\"data\":{\"who\":\"olga@example.com\",\"group\":\"Sales\"}}";

        assertThat(line("en", step(StepKinds.CALL_WEBHOOK, told)))
                .isEqualTo("• Tells the system \"security-alerts\" that this request is being carried out, with:"
                        + " who = olga@example.com, group = Sales");
        assertThat(line("de", step(StepKinds.CALL_WEBHOOK, "{\"webhook\":\"security-alerts\"}")))
                .isEqualTo("• Dem System „security-alerts“ wird gemeldet, dass diese Anfrage ausgeführt wird");
    }

    @Test
    void countsWhatNobodyWouldRead() {
        PlannedStep one = step("okta.unlock-user", "{\"user\":\"00uOlga\"}");

        assertThat(text("en", java.util.Collections.nCopies(45, one))).contains("… +5");
        assertThat(text("en", java.util.Collections.nCopies(40, one))).doesNotContain("… +");
    }

    private static PlannedStep step(String kind, String input) {
        return new PlannedStep("key", kind, tree(input));
    }

    private static String line(String locale, PlannedStep step) {
        String text = text(locale, List.of(step));
        int begin = text.indexOf("\n\n") + 2;
        return text.substring(begin, text.indexOf("\n\n", begin));
    }

    private static String text(String locale, List<PlannedStep> steps) {
        return text(locale, steps, Optional.of(Map.of()));
    }

    private static String text(String locale, List<PlannedStep> steps, Optional<Map<String, List<String>>> apps) {
        Recipe plain = Requests.version(JsonNodeFactory.instance.objectNode()).recipe();
        Recipe recipe = new Recipe(
                plain.key(),
                plain.title(),
                plain.match(),
                plain.inputs(),
                null,
                "main",
                List.of(),
                plain.delivery(),
                new Ticket(null, null, null, null, locale),
                null,
                List.of(),
                null,
                null,
                "Europe/Berlin");
        var olga = new PreviewText.Known("olga@example.com", Set.of("g1"));
        return new PreviewText(recipe, GROUPS, new PreviewText.Sight(Map.of(OLGA, olga), apps, MET)).of(steps);
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
