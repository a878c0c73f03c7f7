package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.recipe.Recipe;
import io.latchkey.recipe.RecipeDocument;
import io.latchkey.recipe.RecipeProblem;
import io.latchkey.recipe.RecipeReader;
import io.latchkey.recipe.StepKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndsTest {

    private static final List<StepKind> KINDS = List.of(
            new StepKind(StepKinds.CREATE_USER, Set.of("userId", "login")),
            new StepKind(StepKinds.ENSURE_GROUPS, Set.of()),
            new StepKind(StepKinds.CHANGE_ROLE, Set.of()),
            new StepKind(StepKinds.ASSIGN_APP, Set.of()),
            new StepKind(StepKinds.ASSIGN_APP_TO_GROUP, Set.of()),
            new StepKind(StepKinds.EXTEND, Set.of()));

    private static final String HEAD = """
            key: access
            title: Access
            match: { serviceDesk: "1", requestTypes: ["28"] }
            connection: main
            delivery: { method: activation }
            inputs:
              who: { source: { field: a }, type: account }
              until: { source: { field: b }, type: date }
              maybe: { source: { field: c }, type: date, required: false }
              group: { source: { field: d }, type: option, choices: { one: Engineering, two: Sales } }
              groups: { source: { field: e }, type: list, choices: { one: Engineering, two: Sales } }
            """;

    private static final String GIVE_BOTH = """
            steps:
              - { id: one, uses: okta.ensure-groups, with: { user: "${inputs.who}", groups: [Engineering] } }
              - { id: two, uses: okta.ensure-groups, with: { user: "${inputs.who}", groups: [Sales] } }
            """;

    private static final String OWN_END = """
            duration: { days: 30 }
            grants: [ { group: Sales, duration: { hours: 4 } } ]
            """;

    @Test
    void areTheGroupsOwnOrTheRecipes() {
        Recipe recipe = recipe(GIVE_BOTH + OWN_END);

        assertThat(Ends.of(recipe, List.of("Sales")).orElseThrow().hours()).isEqualTo(4);
        assertThat(Ends.of(recipe, List.of("Engineering")).orElseThrow().days()).isEqualTo(30);
        assertThat(problems(GIVE_BOTH + OWN_END)).isEmpty();
    }

    @Test
    void areNoneForGroupsThatNothingIsSaidOf() {
        Recipe recipe = recipe(GIVE_BOTH + "grants: [ { group: Sales, duration: { input: until } } ]\n");

        assertThat(Ends.of(recipe, List.of("Engineering"))).isEmpty();
        assertThat(Ends.of(recipe, List.of("Sales")).orElseThrow().input()).isEqualTo("until");
    }

    @Test
    void areTheSameForAllGroupsOfAStep() {
        String together =
                "steps: [ { id: a, uses: okta.ensure-groups, with: { user: \"${inputs.who}\", groups: [%s] } } ]\n";

        assertThat(problems(together.formatted("Engineering, Sales") + OWN_END))
                .containsExactly("recipe.ends-differ /steps/0/with/groups");
        assertThat(problems(together.formatted("\"${inputs.groups}\"") + OWN_END))
                .containsExactly("recipe.ends-differ /steps/0/with/groups");
        assertThat(problems(together.formatted("\"${inputs.group}\"") + OWN_END))
                .isEmpty();
        assertThat(problems(together.formatted("\"${inputs.group}\", Engineering") + OWN_END))
                .containsExactly("recipe.ends-differ /steps/0/with/groups");
    }

    @Test
    void areOfSomethingThatIsGivenAndOnlyOnce() {
        assertThat(problems(GIVE_BOTH + """
                        grants:
                          - { group: Sales, duration: { days: 1 } }
                          - { group: Sales, duration: { days: 2 } }
                          - { group: Finance, duration: { days: 3 } }
                        """))
                .containsExactly("recipe.grant-twice /grants/1/group", "recipe.end-of-nothing /grants/2/group");
        assertThat(problems(GIVE_BOTH + "grants: [ { group: Sales } ]\n"))
                .containsExactly("recipe.grant-without-end /grants/0");
        assertThat(problems("steps: [ { id: a, uses: okta.change-role, with: { user: \"${inputs.who}\" } } ]\n"
                        + "duration: { days: 1 }\n"))
                .containsExactly("recipe.end-of-nothing /duration");
    }

    @Test
    void areOnADateThatIsCertainlyThere() {
        assertThat(problems(GIVE_BOTH + "duration: { input: maybe }\n"))
                .containsExactly("recipe.end-not-a-date /duration/input");
        assertThat(problems(GIVE_BOTH + "grants: [ { group: Sales, duration: { input: group } } ]\n"))
                .containsExactly("recipe.end-not-a-date /grants/0/duration/input");
        assertThat(problems(GIVE_BOTH + "duration: { input: until }\n")).isEmpty();
    }

    @Test
    void areTakenAwayAtOnceOnlyWhereTheRecipeSaysSo() {
        assertThat(Ends.revokedWhenWithdrawn(recipe(GIVE_BOTH + "duration: { days: 30, whenWithdrawn: revoke }\n")))
                .isTrue();
        assertThat(Ends.revokedWhenWithdrawn(recipe(GIVE_BOTH + "duration: { days: 30 }\n")))
                .isFalse();
    }

    /** What a step gives for good must not look as if it ended. */
    @Test
    void areNotOfNewAccountsAndRoles() {
        assertThat(problems("""
                                steps:
                                  - { id: one, uses: okta.ensure-groups, with: { user: "${inputs.who}", groups: [Sales] } }
                                  - { id: two, uses: okta.change-role, with: { user: "${inputs.who}", add: [Sales], remove: [] } }
                                  - { id: three, uses: okta.create-user, with: { groups: [Sales] } }
                                grants: [ { group: Sales, duration: { days: 1 } } ]
                                """))
                .containsExactly(
                        "recipe.end-of-role /steps/1/with/add", "recipe.end-of-new-account /steps/2/with/groups");
        assertThat(problems("""
                                steps:
                                  - { id: one, uses: okta.ensure-groups, with: { user: "${inputs.who}", groups: [Sales] } }
                                  - { id: two, uses: okta.create-user, with: { groups: [Engineering] } }
                                grants: [ { group: Sales, duration: { days: 1 } } ]
                                """)).isEmpty();
    }

    /** It would look as if the application ended with the membership. */
    @Test
    void areNotOfApplications() {
        String give = """
                steps:
                  - { id: one, uses: okta.ensure-groups, with: { user: "${inputs.who}", groups: [Sales] } }
                  - { id: two, uses: %s }
                """;
        String toPerson = give.formatted("okta.assign-app, with: { user: \"${inputs.who}\", app: Wiki }");
        String toGroup = give.formatted("okta.assign-app-to-group, with: { app: Wiki, group: Sales }");

        assertThat(problems(toPerson + "duration: { hours: 8 }\n")).containsExactly("recipe.end-of-app /steps/1/uses");
        assertThat(problems(toGroup + "duration: { hours: 8 }\n")).containsExactly("recipe.end-of-app /steps/1/uses");
        assertThat(problems(toGroup + "grants: [ { group: Sales, duration: { hours: 8 } } ]\n"))
                .containsExactly("recipe.end-of-app /steps/1/uses");
        assertThat(problems(toGroup)).isEmpty();
    }

    @Test
    void areTakenAwayTogetherWhenTheRequestIsWithdrawn() {
        assertThat(problems(GIVE_BOTH + """
                        duration: { days: 30, whenWithdrawn: keep }
                        grants: [ { group: Sales, duration: { hours: 4, whenWithdrawn: revoke } } ]
                        """)).containsExactly("recipe.withdrawal-differs /grants");
    }

    @Test
    void areNeededWhereAccessIsExtended() {
        assertThat(
                        problems(
                                "steps: [ { id: a, uses: grants.extend, with: { user: \"${inputs.who}\", groups: [Sales] } } ]\n"))
                .containsExactly("recipe.extension-without-end /duration");
    }

    private static List<String> problems(String rest) {
        List<RecipeProblem> problems = new ArrayList<>();
        Ends.check(recipe(rest), problems);
        return problems.stream()
                .map(problem -> problem.code() + " " + problem.pointer())
                .toList();
    }

    private static Recipe recipe(String rest) {
        byte[] yaml = (HEAD + rest).getBytes(StandardCharsets.UTF_8);
        return ((RecipeDocument) new RecipeReader().readYaml(yaml, KINDS)).recipe();
    }
}
