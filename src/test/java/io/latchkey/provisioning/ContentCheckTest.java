package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.jira.Change;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContentCheckTest {

    private static final Instant ASKED = Instant.parse("2026-11-21T09:00:00.700Z");

    @Test
    void namesAFieldThatWasChangedAfterTheApprovalWasAskedFor() {
        assertThat(changed(change("customfield_1", "Work e-mail", 5))).containsExactly("Work e-mail");
    }

    @Test
    void countsAChangeInTheSameSecondWhereJiraTellsSecondsOnly() {
        Instant told = ASKED.truncatedTo(ChronoUnit.SECONDS);

        assertThat(ContentCheck.changedSince(
                        told, Set.of("customfield_1"), List.of(change("customfield_1", "Work e-mail", 0))))
                .hasSize(1);
    }

    /** What is sent back within the second of the change is asked for with the new value. */
    @Test
    void leavesAnEarlierChangeInTheSameSecondAlone() {
        assertThat(changed(change("customfield_1", "Work e-mail", 0))).isEmpty();
    }

    /** Fields that were read before their history may not show its last changes. */
    @Test
    void doubtsFieldsThatWereReadBeforeAChangeOfThem() {
        assertThat(mayBeNewer(change("customfield_1", "Work e-mail", 1))).isTrue();
        assertThat(mayBeNewer(change("reporter", "reporter", 1))).isTrue();
        assertThat(mayBeNewer(change("customfield_2", "Colour", 1))).isFalse();
        assertThat(mayBeNewer(change("customfield_1", "Work e-mail", -9))).isFalse();
    }

    /** Whether another node's clock was a little behind. */
    @Test
    void doubtsThemForAChangeAMomentEarlierToo() {
        assertThat(mayBeNewer(change("customfield_1", "Work e-mail", -2))).isTrue();
    }

    /** Then they were read from somewhere that lags behind. */
    @Test
    void knowsThatFieldsAreOldThatWereReadLongBeforeAChange() {
        assertThat(ContentCheck.isNewer(
                        ASKED, Set.of("customfield_1"), List.of(change("customfield_1", "Work e-mail", 9))))
                .isTrue();
        assertThat(ContentCheck.isNewer(
                        ASKED, Set.of("customfield_1"), List.of(change("customfield_1", "Work e-mail", 1))))
                .isFalse();
    }

    private static boolean mayBeNewer(Change change) {
        return ContentCheck.mayBeNewer(ASKED, Set.of("customfield_1"), List.of(change));
    }

    @Test
    void leavesEarlierChangesAlone() {
        assertThat(changed(change("customfield_1", "Work e-mail", -2))).isEmpty();
    }

    @Test
    void leavesFieldsAloneThatThePlanDoesNotDependOn() {
        assertThat(changed(change("customfield_2", "Colour", 5), change("status", "status", 5)))
                .isEmpty();
    }

    @Test
    void countsAMoveAndAChangeOfTheReporter() {
        assertThat(changed(change("project", "project", 5), change("reporter", "reporter", 5)))
                .containsExactly("project", "reporter");
    }

    @Test
    void failsClosedOnAnEntryWithoutAFieldId() {
        assertThat(changed(change(null, "Request Type", 5))).containsExactly("Request Type");
        assertThat(changed(change(null, null, 5))).containsExactly("an unnamed field");
        assertThat(changed(change(null, "Link", 5))).isEmpty();
    }

    @Test
    void tellsTheValueOfThenAndOfNow() {
        assertThat(differences(
                        change("customfield_1", "Work e-mail", 5, "nora@example.com", "mallory@example.com"),
                        change("customfield_1", "Work e-mail", 9, "mallory@example.com", "eve@example.com")))
                .extracting(Difference::line)
                .containsExactly("Work e-mail: “nora@example.com” → “eve@example.com”");
    }

    /** The approver may have seen the value in between. */
    @Test
    void countsAChangeThatWasTakenBack() {
        assertThat(differences(
                        change("customfield_1", "Work e-mail", 5, "nora@example.com", "eve@example.com"),
                        change("customfield_1", "Work e-mail", 9, "eve@example.com", "nora@example.com")))
                .hasSize(1);
    }

    @Test
    void showsEveryCharacterAndNotTooMany() {
        String line = differences(change(
                        "customfield_1",
                        "Work\ne-mail",
                        5,
                        null,
                        "x\n\nReason: request.approved\u202e" + "y".repeat(500)))
                .get(0)
                .line();

        assertThat(line)
                .startsWith("Work[U+000A]e-mail: (empty) → “x[U+000A][U+000A]Reason: request.approved[U+202E]y")
                .hasSizeLessThan(260);
    }

    private static List<String> changed(Change... changes) {
        return differences(changes).stream().map(Difference::name).toList();
    }

    private static List<Difference> differences(Change... changes) {
        return ContentCheck.changedSince(ASKED, Set.of("customfield_1"), List.of(changes));
    }

    private static Change change(@Nullable String fieldId, @Nullable String field, int secondsLater) {
        return change(fieldId, field, secondsLater, "old", "new");
    }

    private static Change change(
            @Nullable String fieldId,
            @Nullable String field,
            int secondsLater,
            @Nullable String from,
            @Nullable String to) {
        Instant at = Instant.parse("2026-11-21T09:00:00.100Z").plusSeconds(secondsLater);
        return new Change("1", "mia", "atlassian", at, fieldId, field, null, null, from, to);
    }
}
