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
    private static final ApproverHistory UNTOUCHED =
            new ApproverHistory(null, new GroupFields(Set.of(), Set.of()), Requests.NINE, List.of());

    @Nested
    class ByTheRequest {

        @Test
        void countsDifferentPeople() {
            Approval two = new Approval(List.of(), 2, List.of(), null, null, null, null);

            assertThat(code(ApproverCheck.byRequest(two, PAUL, UNTOUCHED, Map.of())))
                    .isEqualTo("approval.quorum-not-met");
            assertThat(ApproverCheck.byRequest(two, List.of("olga", "paul"), UNTOUCHED, Map.of()))
                    .isEmpty();
        }

        @Test
        void refusesWhoGetsTheAccess() {
            Approval rule = new Approval(List.of(), null, List.of(), null, "whom", null, null);

            assertThat(code(ApproverCheck.byRequest(rule, PAUL, UNTOUCHED, Map.of("whom", people("paul", "nora")))))
                    .isEqualTo("approval.own-access");
            assertThat(ApproverCheck.byRequest(rule, PAUL, UNTOUCHED, Map.of("whom", people("nora"))))
                    .isEmpty();
        }

        /** An empty field would let anybody approve their own. */
        @Test
        void holdsWhatIsForNobody() {
            Approval rule = new Approval(List.of(), null, List.of(), null, "whom", null, null);

            assertThat(code(ApproverCheck.byRequest(rule, PAUL, UNTOUCHED, Map.of())))
                    .isEqualTo("approval.beneficiary-unknown");
            assertThat(code(ApproverCheck.byRequest(rule, PAUL, UNTOUCHED, Map.of("whom", people()))))
                    .isEqualTo("approval.beneficiary-unknown");
        }

        @Test
        void refusesWhomTheHistorySpeaksAgainst() {
            Change own = new Change(
                    "1", "paul", "atlassian", Requests.NINE, "customfield_9", "Approvers", null, "[paul]", null, null);
            var history = new ApproverHistory(null, new GroupFields(Set.of(), Set.of()), Requests.NINE, List.of(own));

            assertThat(code(ApproverCheck.byRequest(RULE_FOR_ALL, PAUL, history, Map.of())))
                    .isEqualTo("approval.chose-themselves");
        }

        @Test
        void refusesWhomTheRecipeDoesNotName() {
            Approval rule = rule(new Approver("olga", null, null), new Approver(null, null, "lead"));

            assertThat(code(ApproverCheck.byRequest(rule, PAUL, UNTOUCHED, Map.of())))
                    .isEqualTo("approval.approver-not-allowed");
            assertThat(code(ApproverCheck.byRequest(rule, List.of("olga", "paul"), UNTOUCHED, Map.of())))
                    .isEqualTo("approval.approver-not-allowed");
            assertThat(ApproverCheck.byRequest(rule, PAUL, UNTOUCHED, Map.of("lead", people("paul"))))
                    .isEmpty();
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
            assertThat(byAccount(RULE_FOR_ALL, fact("atlassian", true).inOkta("00u1", InOkta.ACTIVE)))
                    .isEmpty();
            assertThat(code(byAccount(RULE_FOR_ALL, fact("atlassian", true).notMapped())))
                    .isEqualTo("approval.approver-not-mapped");
            assertThat(code(byAccount(RULE_FOR_ALL, fact("atlassian", true).inOkta("00u1", InOkta.NOT_ACTIVE))))
                    .isEqualTo("approval.approver-not-active-in-okta");
        }

        /** A hold invites people to mend what would then be refused anyway. */
        @Test
        void refusesRatherThanHolds() {
            List<ApproverFacts> facts = List.of(
                    ApproverFacts.notShown("olga"),
                    new ApproverFacts("paul", Optional.of("app"), true, Optional.empty()));

            assertThat(code(ApproverCheck.byAccounts(RULE_FOR_ALL, List.of("olga", "paul"), Map.of(), facts)))
                    .isEqualTo("approval.approver-not-a-person");
        }

        @Test
        void refusesTheRequestersOtherAccount() {
            assertThat(code(byAccount(RULE_FOR_ALL, fact("atlassian", true).inOkta("00u1", InOkta.REQUESTERS))))
                    .isEqualTo("approval.own-request");
        }

        /** Two accounts in Jira, one person in Okta. */
        @Test
        void countsPeopleByTheirAccountsInOkta() {
            List<String> both = List.of("olga", "paul");
            List<ApproverFacts> one = List.of(active("olga", "00u1"), active("paul", "00u1"));
            List<ApproverFacts> two = List.of(active("olga", "00u1"), active("paul", "00u2"));

            assertThat(code(ApproverCheck.byAccounts(mapped(2), both, Map.of(), one)))
                    .isEqualTo("approval.quorum-not-met");
            assertThat(code(ApproverCheck.byAccounts(mapped(null), both, Map.of(), one)))
                    .isEqualTo("approval.quorum-not-met");
            assertThat(ApproverCheck.byAccounts(mapped(2), both, Map.of(), two)).isEmpty();
            assertThat(ApproverCheck.byAccounts(mapped(null), both, Map.of(), two))
                    .isEmpty();
        }

        private Approval mapped(@Nullable Integer quorum) {
            return new Approval(List.of(), quorum, List.of(), null, null, null, true);
        }

        private ApproverFacts active(String account, String user) {
            return new ApproverFacts(account, Optional.of("atlassian"), true, Optional.empty())
                    .inOkta(user, InOkta.ACTIVE);
        }

        private Optional<Outcome> byAccount(Approval rule, ApproverFacts fact) {
            return ApproverCheck.byAccounts(rule, PAUL, Map.of(), List.of(fact));
        }

        private ApproverFacts fact(String type, boolean active) {
            return new ApproverFacts("paul", Optional.of(type), active, Optional.empty());
        }

        private ApproverFacts inGroups(String... groups) {
            return new ApproverFacts("paul", Optional.of("atlassian"), true, Optional.of(Set.of(groups)));
        }
    }

    private static Approval rule(Approver... approvers) {
        return new Approval(List.of(), null, List.of(approvers), null, null, null, null);
    }

    private static String code(Optional<Outcome> outcome) {
        return outcome.map(Outcome::code).orElse("nothing against it");
    }

    private static JsonNode people(String... accounts) {
        var list = JsonNodeFactory.instance.arrayNode();
        for (String account : accounts) {
            list.add(account);
        }
        return list;
    }
}
