package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.jira.Change;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ApproverHistoryTest {

    private static final String APPROVERS = "customfield_9";
    private static final String GROUPS = "customfield_7";
    private static final String UNKNOWN = "customfield_99";
    private static final GroupFields FIELDS =
            new GroupFields(Set.of(GROUPS), Set.of(APPROVERS, "customfield_1", "customfield_8"));
    private static final Instant ASKED = Requests.NINE.plusSeconds(60);
    private static final Instant BEFORE = ASKED.minusSeconds(10);
    private static final Instant AFTER = ASKED.plusSeconds(10);

    /** The recipe does not say which field names the approvers. */
    @Nested
    class InAnyField {

        @Test
        void refusesWhoPutThemselvesIn() {
            assertThat(code(change("paul", BEFORE, APPROVERS, null, "[olga, paul]")))
                    .isEqualTo("approval.chose-themselves");
        }

        /** Out of the field again once the approval is given. */
        @Test
        void refusesWhoTookThemselvesOutAfterwards() {
            assertThat(code(
                            change("paul", BEFORE, APPROVERS, "[olga]", "[paul]"),
                            change("paul", AFTER, APPROVERS, "[paul]", "[olga]")))
                    .isEqualTo("approval.chose-themselves");
            assertThat(code(
                            change("olga", BEFORE, APPROVERS, "[olga]", "[paul]"),
                            change("paul", AFTER, APPROVERS, "[paul]", "[olga]")))
                    .isEqualTo("approval.chose-themselves");
        }

        @Test
        void refusesWhoPutThemselvesInWhileItWaited() {
            assertThat(code(
                            change("paul", AFTER, APPROVERS, "[olga]", "[olga, paul]"),
                            change("gus", AFTER.plusSeconds(1), APPROVERS, "[olga, paul]", "[paul]")))
                    .isEqualTo("approval.chose-themselves");
        }

        /** Nobody else has said so: the other has changed something about others. */
        @Test
        void refusesWhoPutThemselvesInAndWereLeftIn() {
            assertThat(code(
                            change("paul", BEFORE.minusSeconds(9), APPROVERS, "[olga]", "[paul]"),
                            change("gus", BEFORE, APPROVERS, "[paul]", "[paul, gus]")))
                    .isEqualTo("approval.chose-themselves");
        }

        @Test
        void letsThemApproveWhomSomebodyElseChoseAnew() {
            assertThat(against(
                            change("paul", BEFORE.minusSeconds(9), APPROVERS, "[olga]", "[paul]"),
                            change("gus", BEFORE.minusSeconds(8), APPROVERS, "[paul]", "[olga]"),
                            change("gus", BEFORE, APPROVERS, "[olga]", "[paul]")))
                    .isEmpty();
        }

        @Test
        void letsThoseApproveWhoChangedAnythingElse() {
            assertThat(against(
                            change("paul", BEFORE, APPROVERS, null, "[olga]"),
                            change("paul", AFTER, "customfield_1", null, null),
                            change("paul", AFTER, "assignee", null, "paul")))
                    .isEmpty();
        }

        /** What stands there are groups, of which anybody may be a member. */
        @Test
        void refusesWhoChangedAFieldOfGroups() {
            assertThat(code(change("paul", BEFORE, GROUPS, null, "[leads]"))).isEqualTo("approval.chose-themselves");
            assertThat(code(change("paul", AFTER, GROUPS, "[leads]", null))).isEqualTo("approval.chose-themselves");
            assertThat(against(
                            change("paul", BEFORE.minusSeconds(9), GROUPS, null, "[leads]"),
                            change("gus", BEFORE, GROUPS, "[leads]", "[owners]")))
                    .isEmpty();
        }

        /** It may hold groups, or not: that is found out by saving the recipe. */
        @Test
        void holdsWhatSomebodyChangedOfWhichNothingIsKnown() {
            assertThat(against(change("paul", BEFORE, UNKNOWN, null, "[leads]")))
                    .hasValueSatisfying(outcome -> {
                        assertThat(outcome).isInstanceOf(Outcome.Held.class);
                        assertThat(outcome.code()).isEqualTo("approval.field-unknown");
                    });
            assertThat(code(change("paul", BEFORE, UNKNOWN, null, "[paul]"))).isEqualTo("approval.chose-themselves");
            assertThat(against(change("gus", BEFORE, UNKNOWN, null, "[leads]"))).isEmpty();
        }

        private Optional<Outcome> against(Change... changes) {
            return new ApproverHistory(null, FIELDS, ASKED, List.of(changes)).against(List.of("paul"));
        }

        private String code(Change... changes) {
            return ApproverHistoryTest.code(against(changes));
        }
    }

    @Nested
    class InTheFieldThatTheRecipeNames {

        @Test
        void refusesWhoChangedItAtAll() {
            assertThat(code(change("paul", BEFORE, APPROVERS, null, null))).isEqualTo("approval.chose-themselves");
            assertThat(code(
                            change("gus", BEFORE, APPROVERS, null, null),
                            change("paul", AFTER, APPROVERS, null, null),
                            change("gus", AFTER, APPROVERS, null, null)))
                    .isEqualTo("approval.chose-themselves");
        }

        @Test
        void letsOthersApprove() {
            assertThat(against(
                            change("paul", BEFORE, "customfield_8", null, "[olga]"),
                            change("gus", BEFORE, APPROVERS, null, "[paul]")))
                    .isEmpty();
        }

        /** Another step may have approvers of its own. */
        @Test
        void refusesWhoPutThemselvesIntoAnotherFieldAllTheSame() {
            assertThat(code(change("paul", BEFORE, "customfield_8", null, "[paul]")))
                    .isEqualTo("approval.chose-themselves");
            assertThat(code(change("paul", AFTER, GROUPS, null, "[leads]"))).isEqualTo("approval.chose-themselves");
        }

        private Optional<Outcome> against(Change... changes) {
            return new ApproverHistory(APPROVERS, FIELDS, ASKED, List.of(changes)).against(List.of("paul"));
        }

        private String code(Change... changes) {
            return ApproverHistoryTest.code(against(changes));
        }
    }

    @Nested
    class OfTheReporter {

        @Test
        void refusesWhoWasIt() {
            assertThat(code(against(change("gus", BEFORE, "reporter", "paul", "nora"))))
                    .isEqualTo("approval.changed-reporter");
        }

        @Test
        void refusesWhoMadeAnotherIt() {
            assertThat(code(against(change("paul", BEFORE, "reporter", "mia", "nora"))))
                    .isEqualTo("approval.changed-reporter");
        }

        @Test
        void letsOthersApprove() {
            assertThat(against(change("gus", BEFORE, "reporter", "mia", "nora")))
                    .isEmpty();
        }

        private Optional<Outcome> against(Change change) {
            return new ApproverHistory(null, FIELDS, ASKED, List.of(change)).against(List.of("paul"));
        }
    }

    private static String code(Optional<Outcome> outcome) {
        return outcome.map(Outcome::code).orElse("nothing against it");
    }

    private static Change change(String author, Instant at, String field, @Nullable String from, @Nullable String to) {
        return new Change("1", author, "atlassian", at, field, "Field", from, to, null, null);
    }
}
