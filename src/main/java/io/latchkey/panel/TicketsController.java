package io.latchkey.panel;

import io.latchkey.grants.Grant;
import io.latchkey.grants.Grants;
import io.latchkey.handover.Handover;
import io.latchkey.intake.ReceivedSignal;
import io.latchkey.jira.DisplayNames;
import io.latchkey.jira.RequestAccess.Ticket;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.http.Problem;
import io.latchkey.provisioning.CancelRequest;
import io.latchkey.provisioning.ExtensionForms;
import io.latchkey.provisioning.ShownDifference;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import io.latchkey.work.Cancel;
import io.latchkey.work.Retry;
import io.latchkey.work.Work;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * A request as an agent sees it on the ticket: what approving it will do, what happened, why it is held; and what an agent may
 * do about it. Jira is asked whether the person sees the issue and is an agent there, or administers Jira. No secret is ever
 * shown.
 */
@RestController
@RequestMapping("/api/tickets/{issueId}")
@CalledByPerson(page = CalledByPerson.Page.TICKET)
class TicketsController {

    private final TicketGate gate;
    private final TicketLook look;
    private final TicketStories stories;
    private final TicketHandovers handovers;
    private final DisplayNames names;
    private final ExtensionForms extensions;
    private final Work work;
    private final CancelRequest cancelRequest;
    private final Grants grants;
    private final TenantTransactions transactions;

    TicketsController(
            TicketGate gate,
            TicketLook look,
            TicketStories stories,
            TicketHandovers handovers,
            DisplayNames names,
            ExtensionForms extensions,
            Work work,
            CancelRequest cancelRequest,
            Grants grants,
            TenantTransactions transactions) {
        this.gate = gate;
        this.look = look;
        this.stories = stories;
        this.handovers = handovers;
        this.names = names;
        this.extensions = extensions;
        this.work = work;
        this.cancelRequest = cancelRequest;
        this.grants = grants;
        this.transactions = transactions;
    }

    /** What the person may do now. */
    record May(boolean retry, boolean cancel, boolean endGrants, boolean withdraw) {}

    /** Why it is not carried out as it is. */
    record Hold(String code, String sentence, @Nullable String remedy, List<ShownDifference> differences) {}

    /** One decision. */
    record DecisionView(Instant at, String outcome, String code, String sentence) {}

    /** A grant with the name of its group, where recipes may give it. */
    record TicketGrant(
            UUID id,
            UUID connection,
            String oktaUserId,
            String groupId,
            @Nullable String groupName,
            String issueId,
            @Nullable String reason,
            Grant.State state,
            boolean existedBefore,
            Instant beginsAt,
            Instant endsAt,
            @Nullable Instant endedAt,
            @Nullable String why) {}

    /** A credential that is handed over, and what Jira calls its recipient. */
    record HandoverView(
            UUID id,
            String kind,
            String state,
            Instant expiresAt,
            @Nullable String recipientName,
            boolean mayWithdraw) {}

    /**
     * The request.
     *
     * @param extendForm where at the site it is asked that what runs lasts longer; null where there is no such form, or Jira does
     *     not tell
     */
    record TicketView(
            String issueId,
            String issueKey,
            String state,
            May may,
            @Nullable RecipeView recipe,
            TicketLook.@Nullable PlanView plan,
            TicketLook.@Nullable PlanProblem planProblem,
            @Nullable Hold hold,
            List<DecisionView> decisions,
            TicketLook.@Nullable RunView run,
            List<ReceivedSignal> signals,
            List<TicketGrant> grants,
            boolean moreGrants,
            @Nullable String extendForm,
            List<HandoverView> handovers) {}

    /** A run that is tried again. */
    record Retried(UUID run) {}

    /** Why, in the agent's words; it goes into the trail, where it can be erased. */
    record Reason(@NotBlank @Size(max = 500) String why) {}

    @GetMapping
    TicketView read(
            Caller caller,
            @PathVariable String issueId,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String language) {
        Ticket ticket = gate.reader(caller, issueId);
        TenantId tenant = caller.tenant();
        TicketLook.Seen seen = look.at(tenant, ticket.issueId());
        TicketStory story = seen.story();
        PanelWords words = PanelWords.of(language);
        List<Handover> handedOver = handovers.ofIssue(tenant, ticket.issueId());
        return new TicketView(
                ticket.issueId(),
                ticket.key(),
                seen.state(),
                new May(
                        story.mayRetry(),
                        story.mayCancel(),
                        story.mayEndGrants(),
                        handedOver.stream().anyMatch(Handover::mayBeTakenBack)),
                seen.recipe(),
                seen.plan(),
                seen.planProblem(),
                hold(tenant, story, words),
                story.decisions().stream()
                        .map(one -> new DecisionView(one.at(), one.outcome(), one.code(), one.sentence()))
                        .toList(),
                story.run().map(run -> TicketLook.RunView.of(run, words)).orElse(null),
                story.signals(),
                story.grants().stream().map(grant -> view(story, grant)).toList(),
                story.grants().size() >= TicketStories.MOST_GRANTS,
                extensions.path(tenant, story.extending()).orElse(null),
                handedOver.stream().map(one -> view(tenant, one)).toList());
    }

    private HandoverView view(TenantId tenant, Handover handover) {
        return new HandoverView(
                handover.id(),
                handover.kind().label(),
                handover.state().label(),
                handover.expiresAt(),
                handover.recipient()
                        .flatMap(account -> names.of(tenant, account))
                        .orElse(null),
                handover.mayBeTakenBack());
    }

    private @Nullable Hold hold(TenantId tenant, TicketStory story, PanelWords words) {
        return story.standing()
                .filter(one -> story.mayWaitForApproval())
                .map(one -> new Hold(
                        one.code(),
                        one.sentence(),
                        words.remedy(one.code()).orElse(null),
                        look.differences(tenant, one)))
                .orElse(null);
    }

    private static TicketGrant view(TicketStory story, Grant grant) {
        return new TicketGrant(
                grant.id(),
                grant.connection().value(),
                grant.userId(),
                grant.groupId(),
                story.groups().get(grant.groupId()),
                grant.issueId(),
                grant.reason().orElse(null),
                grant.state(),
                grant.existedBefore(),
                grant.beginsAt(),
                grant.endsAt(),
                grant.endedAt().orElse(null),
                grant.why().orElse(null));
    }

    /** Tries the request's parked run again, from the step where it stopped; 409 when it is not parked. */
    @PostMapping("/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Retried retry(Caller caller, @PathVariable String issueId) {
        Ticket ticket = gate.agent(caller, issueId);
        TenantId tenant = caller.tenant();
        Retried retried = transactions.write(tenant, () -> {
            UUID run = stories.of(tenant, ticket.issueId()).runId().orElseThrow(TicketsController::noRun);
            Retry retry = work.retry(tenant, run, caller.person());
            if (retry instanceof Retry.NotParked not) {
                throw new Problem(
                        HttpStatus.CONFLICT,
                        "request.not-parked",
                        "The run of this request is not parked but " + not.state() + ".");
            }
            if (retry instanceof Retry.NoSuchRun) {
                throw noRun();
            }
            return new Retried(run);
        });
        look.acted(tenant, ticket.issueId());
        return retried;
    }

    /**
     * Stops what is being done for the request before its next effect; 409 when nothing is. What was approved is used up:
     * only another approval lets it begin again.
     */
    @PostMapping("/cancel")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void cancel(Caller caller, @PathVariable String issueId, @RequestBody @Valid Reason reason) {
        Ticket ticket = gate.agent(caller, issueId);
        TenantId tenant = caller.tenant();
        Cancel cancelled = transactions.write(
                tenant, () -> cancelRequest.cancel(tenant, ticket.issueId(), caller.person(), reason.why()));
        if (cancelled instanceof Cancel.Over over) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "request.not-running",
                    "Nothing is being done for this request that could be stopped; it is " + over.state() + ".");
        }
        if (cancelled instanceof Cancel.NoSuchRun) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "request.not-running",
                    "Nothing is being done for this request that could be stopped.");
        }
        look.acted(tenant, ticket.issueId());
    }

    /** Ends access that the request gave, before its time; 409 when it is over already. */
    @PostMapping("/grants/{id}/end")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void end(Caller caller, @PathVariable String issueId, @PathVariable UUID id, @RequestBody @Valid Reason reason) {
        Ticket ticket = gate.agent(caller, issueId);
        TenantId tenant = caller.tenant();
        transactions.write(tenant, () -> {
            if (grants.find(tenant, id)
                    .filter(grant -> grant.issueId().equals(ticket.issueId()))
                    .isEmpty()) {
                throw new Problem(HttpStatus.NOT_FOUND, "grants.unknown", "This request has no grant with this id.");
            }
            if (!grants.endNow(tenant, id, caller.person(), reason.why())) {
                throw new Problem(
                        HttpStatus.CONFLICT, "grants.over", "This grant is over, or is being ended, already.");
            }
            return id;
        });
    }

    private static Problem noRun() {
        return new Problem(HttpStatus.NOT_FOUND, "request.no-run", "No run of this request is known.");
    }
}
