package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.jira.Change;
import io.latchkey.provisioning.ApproverFacts.InOkta;
import io.latchkey.recipe.Recipe.Approval;
import io.latchkey.recipe.Recipe.Approver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ApproverCheckTest {

    private static final Approval RULE_FOR_ALL = rule();
    private static final List<String> PAUL = List.of("paul");

    @Nested
    class ByTheRequest {

        @Test
        void countsDifferentPeople() {
            Approval two = new Approval(List.of(), 2, List.of(), null, null, null, null);

            assertThat(code(ApproverCheck.byRequest(two, PAUL, List.of(), Map.of())))
                    .isEqualTo("approval.quorum-not-met");
            assertThat(ApproverCheck.byRequest(two, List.of("olga", "paul"), List.of(), Map.of()))
                    .isEmpty();
        }

        @Test
        void refusesWhoGetsTheAccess() {
            Approval rule = new Approval(List.of(), null, List.of(), null, "whom", null, null);

            assertThat(code(ApproverCheck.byRequest(rule, PAUL, List.of(), Map.of("whom", people("paul", "nora")))))
                    .isEqualTo("approval.own-access");
            assertThat(ApproverCheck.byRequest(rule, PAUL, List.of(), Map.of("whom", people("nora"))))
                    .isEmpty();
        }

        @Test
        void refusesWhoPutThemselvesIntoAFieldOfPeople() {
            assertThat(code(byHistory(null, change("paul", "customfield_9", "[olga, paul]"))))
                    .isEqualTo("approval.chose-themselves");
        }

        @Test
        void letsThoseApproveWhoChangedAnythingElse() {
            assertThat(byHistory(
                            null,
                            change("paul", "customfield_9", "[olga]"),
                            change("paul", "customfield_1", null),
                            change("paul", "assignee", "paul")))
                    .isEmpty();
        }

        /** As long as somebody else had the last word. */
        @Test
        void looksAtTheLastChangeOnly() {
            assertThat(byHistory(
                            null,
                            change("paul", "customfield_9", "[paul]"),
                            change("gus", "customfield_9", "[olga, paul]")))
                    .isEmpty();
        }

        @Test
        void takesEveryLastChangeOfTheFieldThatTheRecipeNames() {
            assertThat(code(byHistory("customfield_9", change("paul", "customfield_9", null))))
                    .isEqualTo("approval.chose-themselves");
            assertThat(byHistory("customfield_9", change("paul", "customfield_8", "[paul]")))
                    .isEmpty();
        }

        @Test
        void refusesWhomTheRecipeDoesNotName() {
            Approval rule = rule(new Approver("olga", null, null), new Approver(null, null, "lead"));

            assertThat(code(ApproverCheck.byRequest(rule, PAUL, List.of(), Map.of())))
                    .isEqualTo("approval.approver-not-allowed");
            assertThat(code(ApproverCheck.byRequest(rule, List.of("olga", "paul"), List.of(), Map.of())))
                    .isEqualTo("approval.approver-not-allowed");
            assertThat(ApproverCheck.byRequest(rule, PAUL, List.of(), Map.of("lead", people("paul"))))
                    .isEmpty();
        }

        private Optional<Outcome> byHistory(@Nullable String field, Change... changes) {
            Approval rule = new Approval(List.of(), null, List.of(), field, null, null, null);
            return ApproverCheck.byRequest(rule, PAUL, List.of(changes), Map.of());
        }
    }

    @Nested
    class ByTheirAccounts {

        @Test
        void takesActivePeopleOfTheSite() {
            assertThat(byAccount(RULE_FOR_ALL, fact("atlassian", true))).isEmpty();
            assertThat(code(byAccount(RULE_FOR_ALL, fact("app", true)))).isEqualTo("approval.approver-not-a-person");
            assertThat(code(byAccount(RULE_FOR_ALL, fact("atlassian", false))))
                    .isEqualTo("approval.approver-not-a-person");
            assertThat(code(byAccount(RULE_FOR_ALL, fact("customer", true))))
                    .isEqualTo("approval.approver-is-customer");
        }

        @Test
        void takesCustomersWhereTheRecipeAllowsIt() {
            Approval rule = new Approval(List.of(), null, List.of(), null, null, true, null);

            assertThat(byAccount(rule, fact("customer", true))).isEmpty();
        }

        @Test
        void holdsForWhomNobodyShows() {
            assertThat(code(byAccount(RULE_FOR_ALL, ApproverFacts.notShown("paul"))))
                    .isEqualTo("approval.approver-not-shown");
            assertThat(code(ApproverCheck.byAccounts(RULE_FOR_ALL, PAUL, Map.of(), List.of())))
                    .isEqualTo("approval.approver-not-shown");
        }

        @Test
        void asksTheGroupsOfThoseWhoAreNotNamed() {
            Approval rule = rule(new Approver("olga", null, null), new Approver(null, "g1", null));

            assertThat(byAccount(rule, inGroups("g0", "g1"))).isEmpty();
            assertThat(code(byAccount(rule, inGroups("g0")))).isEqualTo("approval.approver-not-allowed");
            assertThat(code(byAccount(rule, fact("atlassian", true)))).isEqualTo("approval.groups-not-shown");
            assertThat(ApproverCheck.groupsDecide(rule, "olga", Map.of())).isFalse();
            assertThat(ApproverCheck.groupsDecide(rule, "paul", Map.of())).isTrue();
        }

        @Test
        void wantsAnActiveAccountInOktaWhereTheRecipeAsks() {
            assertThat(byAccount(RULE_FOR_ALL, fact("atlassian", true).inOkta(InOkta.ACTIVE)))
                    .isEmpty();
            assertThat(code(byAccount(RULE_FOR_ALL, fact("atlassian", true).inOkta(InOkta.NOT_MAPPED))))
                    .isEqualTo("approval.approver-not-mapped");
            assertThat(code(byAccount(RULE_FOR_ALL, fact("atlassian", true).inOkta(InOkta.NOT_ACTIVE))))
                    .isEqualTo("approval.approver-not-active-in-okta");
        }

        /** A hold invites people to mend what would then be refused anyway. */
        @Test
        void refusesRatherThanHolds() {
            List<ApproverFacts> facts = List.of(
                    ApproverFacts.notShown("olga"),
                    new ApproverFacts("paul", Optional.of("app"), true, Optional.empty(), InOkta.NOT_ASKED));

            assertThat(code(ApproverCheck.byAccounts(RULE_FOR_ALL, List.of("olga", "paul"), Map.of(), facts)))
                    .isEqualTo("approval.approver-not-a-person");
        }

        private Optional<Outcome> byAccount(Approval rule, ApproverFacts fact) {
            return ApproverCheck.byAccounts(rule, PAUL, Map.of(), List.of(fact));
        }

        private ApproverFacts fact(String type, boolean active) {
            return new ApproverFacts("paul", Optional.of(type), active, Optional.empty(), InOkta.NOT_ASKED);
        }

        private ApproverFacts inGroups(String... groups) {
            return new ApproverFacts(
                    "paul", Optional.of("atlassian"), true, Optional.of(Set.of(groups)), InOkta.NOT_ASKED);
        }
    }

    private static Approval rule(Approver... approvers) {
        return new Approval(List.of(), null, List.of(approvers), null, null, null, null);
    }

    private static String code(Optional<Outcome> outcome) {
        return outcome.map(Outcome::code).orElse("nothing against it");
    }

    private static Change change(String author, String field, @Nullable String to) {
        return new Change("1", author, "atlassian", Requests.NINE, field, "Field", null, to, null, null);
    }

    private static JsonNode people(String... accounts) {
        var list = JsonNodeFactory.instance.arrayNode();
        for (String account : accounts) {
            list.add(account);
        }
        return list;
    }
}
