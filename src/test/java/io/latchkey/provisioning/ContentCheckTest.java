package io.latchkey.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.latchkey.jira.Change;
import java.time.Instant;
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
    void countsAChangeInTheSameSecond() {
        assertThat(changed(change("customfield_1", "Work e-mail", 0))).containsExactly("Work e-mail");
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

    private static List<String> changed(Change... changes) {
        return ContentCheck.changedSince(ASKED, Set.of("customfield_1"), List.of(changes));
    }

    private static Change change(@Nullable String fieldId, @Nullable String field, int secondsLater) {
        Instant at = Instant.parse("2026-11-21T09:00:00.100Z").plusSeconds(secondsLater);
        return new Change("1", "mia", "atlassian", at, fieldId, field, null, null, "old", "new");
    }
}
