package io.latchkey.grants;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.text.Words;
import io.latchkey.platform.time.Ids;
import io.latchkey.work.NewRun;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepResult;
import io.latchkey.work.Work;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Reminds tickets of the end of what they gave, by one public comment each; inside the tenant's open transaction. */
@Component
class Reminders {

    private static final String KIND = "grants.reminder";
    private static final String COMMENT = "jira.comment";
    private static final int PORTION = 100;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final GrantRows rows;
    private final GrantTrail trail;
    private final Work work;
    private final Ids ids;

    Reminders(GrantRows rows, GrantTrail trail, Work work, Ids ids) {
        this.rows = rows;
        this.trail = trail;
        this.work = work;
        this.ids = ids;
    }

    /** When the ticket is to be reminded; access that lasts no longer than that is not reminded of. */
    static Optional<Instant> at(GrantsProperties properties, Instant begin, Instant end) {
        return Optional.of(end.minus(properties.remindBefore()))
                .filter(at -> !properties.remindBefore().isZero() && at.isAfter(begin));
    }

    /**
     * Reminds of what is due, a portion at a time; where the app is not installed any more, nobody is told.
     *
     * @return whether more may be due
     */
    boolean due(TenantId tenant, boolean installed) {
        List<GrantRow> due = rows.toRemind(tenant, PORTION);
        rows.reminded(tenant, due.stream().map(GrantRow::id).toList());
        List<GrantRow> ending = due.stream()
                .filter(grant -> installed && grant.state() == Grant.State.ACTIVE && !grant.outlasted())
                .filter(grant -> grant.provenance() == GrantRow.Provenance.OURS)
                .toList();
        Map<Told, List<GrantRow>> byTicket = ending.stream()
                .collect(Collectors.groupingBy(grant -> new Told(
                        grant.issueId(),
                        grant.endsAt().truncatedTo(ChronoUnit.MINUTES),
                        grant.toldIn(),
                        grant.toldZone())));
        byTicket.forEach((told, grants) -> remind(tenant, told, grants));
        return due.size() == PORTION;
    }

    private record Told(String issueId, Instant end, String language, String zone) {}

    private void remind(TenantId tenant, Told told, List<GrantRow> grants) {
        UUID run = ids.next();
        ObjectNode input = StepResult.nothing().put("issueId", told.issueId).put("text", text(told, grants.size()));
        Plan plan = new Plan(StepResult.nothing(), List.of(new PlannedStep("remind", COMMENT, input)));
        work.start(tenant, new NewRun(run, KIND, told.issueId, told.issueId, plan));
        trail.record(tenant, "grant.reminded", grants, facts -> facts.put("run", run.toString()));
    }

    private static String text(Told told, int memberships) {
        Words words = Words.of(Reminders.class, "reminder", told.language);
        ZonedDateTime end = told.end.atZone(ZoneId.of(told.zone));
        String day = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(words.locale())
                .format(end);
        return words.text("ends", memberships, day, TIME.format(end), told.zone) + "\n\n" + words.text("longer");
    }
}
