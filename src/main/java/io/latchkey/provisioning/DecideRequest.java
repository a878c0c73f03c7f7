package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.time.Ids;
import io.latchkey.provisioning.guard.PlanGuard;
import io.latchkey.provisioning.guard.Verdict;
import io.latchkey.recipe.Recipe.Retention;
import io.latchkey.work.Conclusion;
import io.latchkey.work.NewRun;
import io.latchkey.work.Plan;
import io.latchkey.work.StepResult;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

/**
 * Writes a decision: the row with its sealed input, the entry in the trail, and the run that follows — the plan, or one
 * internal note per request, reason and content.
 */
@Component
class DecideRequest {

    private static final Logger log = LoggerFactory.getLogger(DecideRequest.class);

    static final String REQUEST = "request";
    static final String NOTE = "note";

    private final RequestDecisions decisions;
    private final PlanGuard guard;
    private final Trail trail;
    private final Ids ids;
    private final Clock clock;
    private final SecureRandom random;

    DecideRequest(RequestDecisions decisions, PlanGuard guard, Trail trail, Ids ids, Clock clock, SecureRandom random) {
        this.decisions = decisions;
        this.guard = guard;
        this.trail = trail;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    /** What is written in the transaction that ends the look. */
    Conclusion conclusion(TenantId tenant, Reading reading, Outcome outcome) {
        return () -> conclude(tenant, reading, outcome);
    }

    /** Only the trail is told: of a request that was ours, and for which nothing is to be done as it is now. */
    Conclusion ignored(TenantId tenant, String issueId, String code) {
        return () -> {
            trail.record(Entry.of(tenant, "request.ignored", issueId)
                    .withFacts(StepResult.nothing().put("code", code)));
            return Optional.empty();
        };
    }

    private Optional<NewRun> conclude(TenantId tenant, Reading reading, Outcome outcome) {
        if (outcome instanceof Outcome.Ignored ignored) {
            if (ignored.ours()) {
                record(tenant, reading, "request.ignored", ignored.code(), StepResult.nothing());
            }
            return Optional.empty();
        }
        if (outcome instanceof Outcome.Admitted admitted) {
            return admit(tenant, reading, admitted);
        }
        if (outcome instanceof Outcome.Held held) {
            Optional<JsonNode> back = held.needsApproval() ? Back.of(reading.version()) : Optional.empty();
            String note = Notes.held(held, back.isPresent());
            return tell(tenant, reading, "held", held.code(), held.sentence(), note, back);
        }
        Outcome.Refused refused = (Outcome.Refused) outcome;
        return refuse(tenant, reading, refused);
    }

    private Optional<NewRun> refuse(TenantId tenant, Reading reading, Outcome.Refused refused) {
        return tell(
                tenant,
                reading,
                "refused",
                refused.code(),
                refused.sentence(),
                Notes.refused(refused),
                Optional.empty());
    }

    private Optional<NewRun> barred(TenantId tenant, Reading reading, Verdict.Barred barred) {
        if (!barred.held()) {
            return refuse(tenant, reading, new Outcome.Refused(barred.code(), barred.sentence(), barred.value()));
        }
        Outcome.Held held = new Outcome.Held(barred.code(), barred.sentence());
        return tell(tenant, reading, "held", held.code(), held.sentence(), Notes.held(held, false), Optional.empty());
    }

    private Optional<NewRun> admit(TenantId tenant, Reading reading, Outcome.Admitted admitted) {
        Plan plan = Planner.plan(reading.version(), reading.request(), admitted)
                .salted(random)
                .confirmedAt(reading.began());
        Verdict verdict = guard.judge(
                tenant,
                reading.version(),
                plan,
                reading.groups(),
                reading.people(),
                reading.request().issueId());
        if (verdict instanceof Verdict.Barred barred) {
            return barred(tenant, reading, barred);
        }
        Verdict.Cleared cleared = (Verdict.Cleared) verdict;
        Plan pinned = ApprovedContent.pinned(reading.version(), reading.request(), plan);
        NewRun run = run(REQUEST, reading, pinned);
        if (!store(tenant, reading, "admitted", admitted.code(), "Approved.", run, admitted.approvalIds(), cleared)) {
            return Optional.empty();
        }
        ObjectNode facts = StepResult.nothing()
                .put("run", run.id().toString())
                .put("planHash", run.plan().toJson().sha256Hex())
                .put(
                        ApprovedContent.HASH,
                        pinned.basis().path(ApprovedContent.HASH).asText());
        admitted.approvalIds().forEach(facts.putArray("approvals")::add);
        admitted.approverIds().forEach(facts.putArray("approvers")::add);
        record(tenant, reading, "request.admitted", admitted.code(), facts);
        return Optional.of(run);
    }

    private Optional<NewRun> tell(
            TenantId tenant,
            Reading reading,
            String outcome,
            String code,
            String sentence,
            String note,
            Optional<JsonNode> back) {
        Plan plan = Planner.note(reading.request().issueId(), note, back);
        NewRun run = run(NOTE, reading, plan.salted(random));
        if (!store(tenant, reading, outcome, code, sentence, run, List.of(), null)) {
            return Optional.empty();
        }
        record(
                tenant,
                reading,
                "request." + outcome,
                code,
                StepResult.nothing().put("run", run.id().toString()));
        return Optional.of(run);
    }

    private boolean store(
            TenantId tenant,
            Reading reading,
            String outcome,
            String code,
            String sentence,
            NewRun run,
            List<String> approvalIds,
            Verdict.@Nullable Cleared cleared) {
        RequestDecision decision = new RequestDecision(
                ids.next(),
                reading.request().issueId(),
                reading.request().key(),
                outcome,
                code,
                sentence,
                reading.version().recipeId(),
                reading.version().number(),
                run.id(),
                clock.instant());
        boolean isNew = decisions.add(
                tenant,
                decision,
                reading.asked(),
                reading.canonical(),
                decision.at().plus(Duration.ofDays(keptDays(reading))),
                approvalIds,
                cleared);
        if (!isNew && cleared == null) {
            decisions.standsAgain(tenant, decision, reading.asked());
        }
        return isNew;
    }

    private NewRun run(String kind, Reading reading, Plan plan) {
        String issue = reading.request().issueId();
        return new NewRun(ids.next(), kind, issue, issue, plan, keptDays(reading));
    }

    private static int keptDays(Reading reading) {
        Retention retention = reading.version().recipe().retention();
        return retention == null ? NewRun.KEPT_DAYS : retention.inputDays();
    }

    private void record(TenantId tenant, Reading reading, String kind, String code, ObjectNode facts) {
        // Most signals are about nothing of ours and end like this.
        log.atLevel("request.ignored".equals(kind) ? Level.DEBUG : Level.INFO)
                .log(
                        "{} of tenant {}: request {} (issue {}), {}",
                        kind,
                        tenant,
                        reading.request().key(),
                        reading.request().issueId(),
                        code);
        facts.put("code", code)
                .put("issueKey", reading.request().key())
                .put("recipe", reading.version().recipe().key())
                .put("recipeVersion", reading.version().number());
        trail.record(Entry.of(tenant, kind, reading.request().issueId()).withFacts(facts));
    }
}
