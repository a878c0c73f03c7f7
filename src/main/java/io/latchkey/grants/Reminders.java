package io.latchkey.grants;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.time.Ids;
import io.latchkey.work.NewRun;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepResult;
import io.latchkey.work.Work;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu 'at' HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

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
                .collect(Collectors.groupingBy(
                        grant -> new Told(grant.issueId(), grant.endsAt().truncatedTo(ChronoUnit.MINUTES))));
        byTicket.forEach((told, grants) -> remind(tenant, told, grants));
        return due.size() == PORTION;
    }

    private record Told(String issueId, Instant end) {}

    private void remind(TenantId tenant, Told told, List<GrantRow> grants) {
        UUID run = ids.next();
        ObjectNode input = StepResult.nothing().put("issueId", told.issueId).put("text", text(told.end, grants.size()));
        Plan plan = new Plan(StepResult.nothing(), List.of(new PlannedStep("remind", COMMENT, input)));
        work.start(tenant, new NewRun(run, KIND, told.issueId, told.issueId, plan));
        trail.record(tenant, "grant.reminded", grants, facts -> facts.put("run", run.toString()));
    }

    private static String text(Instant end, int memberships) {
        return "The access to " + (memberships == 1 ? "a group" : memberships + " groups")
                + " that this request gave ends on " + TIME.format(end) + ".\n\n"
                + "If it is needed for longer, raise a request to extend it before then: there is no gap when it is"
                + " approved in time. Otherwise nothing has to be done.";
    }
}
