package io.latchkey.handover;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.okta.PendingCredential;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.time.Ids;
import io.latchkey.work.Deferred;
import io.latchkey.work.NewRun;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepResult;
import io.latchkey.work.Work;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Makes another credential when the answer that held one was lost, or it was not taken in time: for its recipient alone, only
 * while Okta shows that nobody has used the one before, and so often at most as {@link HandoverRow#MOST_RENEWALS} says. The
 * one before is void then.
 */
@Component
public class RenewHandover {

    /** Okta's System Log answers few questions a minute, for all of an org. */
    private static final Duration ASKED_EVERY = Duration.ofMinutes(1);

    /** What it says beyond the trail nobody needs. */
    private static final int KEPT_DAYS = 7;

    static final String CREDENTIAL = "credential";

    private final TenantTransactions transactions;
    private final HandoverRows rows;
    private final Uses uses;
    private final Work work;
    private final Trail trail;
    private final Ids ids;
    private final SecureRandom random;
    private final Clock clock;

    RenewHandover(
            TenantTransactions transactions,
            HandoverRows rows,
            Uses uses,
            Work work,
            Trail trail,
            Ids ids,
            SecureRandom random,
            Clock clock) {
        this.transactions = transactions;
        this.rows = rows;
        this.uses = uses;
        this.work = work;
        this.trail = trail;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
    }

    /** What came of it. */
    public sealed interface Renewed {

        /** Another one is being made; it is ready under the same id soon. */
        record Begun() implements Renewed {}

        /** The tenant has no such handover on this request. */
        record Unknown() implements Renewed {}

        /** It is for somebody else. */
        record NotTheirs() implements Renewed {}

        /** It can still be taken. */
        record StillReady() implements Renewed {}

        /** Its request was withdrawn. */
        record Withdrawn() implements Renewed {}

        /** Okta shows that it was used, or that somebody has changed how the account is signed in to. */
        record Used() implements Renewed {}

        /** It was made anew as often as it may be. */
        record TooOften() implements Renewed {}

        /** It was asked for less than a minute ago. */
        record TooSoon() implements Renewed {}

        /** It was offered too long ago. */
        record TooLate() implements Renewed {}
    }

    /**
     * Begins to make another one. Asked again while one is being made, it changes nothing. Reads Okta twice.
     *
     * @param person the Atlassian account that asks, as a verified token says
     * @throws io.latchkey.platform.failure.FailureException when Okta does not tell whether the one before was used
     */
    public Renewed renew(TenantId tenant, String issueId, UUID id, String person) {
        Optional<HandoverRow> found = transactions.read(tenant, () -> rows.find(tenant, issueId, id));
        Optional<Renewed> early = found.map(row -> standing(row, person)).orElse(Optional.of(new Renewed.Unknown()));
        if (early.isPresent()) {
            return early.get();
        }
        HandoverRow row = found.orElseThrow();
        if (!transactions.write(tenant, () -> rows.mayAsk(tenant, id, ASKED_EVERY))) {
            return new Renewed.TooSoon();
        }
        if (!uses.isUntouched(tenant, row)) {
            return new Renewed.Used();
        }
        return transactions.write(tenant, () -> {
            UUID run = ids.next();
            if (!rows.beginRenewal(tenant, id, run)) {
                return rows.find(tenant, issueId, id)
                        .flatMap(now -> standing(now, person))
                        .orElseGet(Renewed.Begun::new);
            }
            trail.record(Entry.of(tenant, "handover.renewed", issueId)
                    .withFacts(StepResult.nothing()
                            .put("handover", id.toString())
                            .put("run", run.toString())
                            .put("times", row.renewals() + 1)
                            .put("by", person)));
            work.start(tenant, new NewRun(run, RenewalRuns.KIND, issueId, issueId, plan(row), KEPT_DAYS));
            return new Renewed.Begun();
        });
    }

    /** What is told without asking Okta; empty when another one may be made. */
    private Optional<Renewed> standing(HandoverRow row, String person) {
        if (!row.isFor(person)) {
            return Optional.of(new Renewed.NotTheirs());
        }
        if (row.withdrawn() || row.state() == Handover.State.WITHDRAWN) {
            return Optional.of(new Renewed.Withdrawn());
        }
        if (row.renewingRun().isPresent()) {
            return Optional.of(new Renewed.Begun());
        }
        if (row.state() == Handover.State.READY && !row.isOver(clock.instant())) {
            return Optional.of(new Renewed.StillReady());
        }
        if (row.isTooLate(clock.instant())) {
            return Optional.of(new Renewed.TooLate());
        }
        return row.mayBeRenewed(clock.instant()) ? Optional.empty() : Optional.of(new Renewed.TooOften());
    }

    private Plan plan(HandoverRow row) {
        ObjectNode offer = account(row)
                .put("handover", row.id().toString())
                .put("issueId", row.issueId())
                .put("kind", row.kind().label())
                .put("renewal", row.renewal().name())
                .put(CREDENTIAL, CREDENTIAL)
                .put("recipient", row.recipient())
                .put("validFor", row.validFor().toString());
        offer.set("login", Deferred.output(CREDENTIAL, "login"));
        if (row.renewal() != PendingCredential.TEMPORARY_PASSWORD) {
            offer.set("madeAt", Deferred.output(CREDENTIAL, "madeAt"));
        }
        ObjectNode basis = StepResult.nothing().put("issueId", row.issueId());
        return new Plan(basis, List.of(credential(row), new PlannedStep("offer", OfferStep.KIND, offer)))
                .salted(random)
                // Nothing confirms it beforehand: the consent is asked before anything is done.
                .confirmedAt(Instant.EPOCH);
    }

    private static PlannedStep credential(HandoverRow row) {
        ObjectNode input = account(row);
        ArrayNode runs = input.putObject("unused")
                .put("credential", row.renewal().name())
                .put("since", row.madeAt().toString())
                .putArray("runs");
        row.runs().stream().map(UUID::toString).sorted().forEach(runs::add);
        return switch (row.renewal()) {
            case ACTIVATION -> new PlannedStep(CREDENTIAL, "okta.reactivate-user", input.put("link", true));
            case RESET ->
                new PlannedStep(
                        CREDENTIAL,
                        "okta.reset-password",
                        input.put("method", "link").put("link", true));
            case TEMPORARY_PASSWORD ->
                new PlannedStep(CREDENTIAL, "okta.reset-password", input.put("method", "temporary"));
        };
    }

    private static ObjectNode account(HandoverRow row) {
        return StepResult.nothing().put("connection", row.connection()).put("user", row.oktaUserId());
    }
}
