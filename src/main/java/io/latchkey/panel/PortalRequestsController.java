package io.latchkey.panel;

import io.latchkey.handover.Handover;
import io.latchkey.platform.TenantId;
import io.latchkey.provisioning.RequestStanding;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import io.latchkey.work.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A request as customers and approvers see it in the portal: where it stands in plain words, and what approving it will do.
 * Jira is asked who is on the request.
 */
@RestController
@RequestMapping("/api/portal/requests")
@CalledByPerson(page = CalledByPerson.Page.PORTAL)
class PortalRequestsController {

    private final TicketGate gate;
    private final TicketLook look;
    private final TicketHandovers handovers;

    PortalRequestsController(TicketGate gate, TicketLook look, TicketHandovers handovers) {
        this.gate = gate;
        this.look = look;
        this.handovers = handovers;
    }

    /** What the person is to the request. */
    record You(boolean reporter, boolean approver, boolean recipient) {}

    /** How many of its steps are done. */
    record Progress(int done, int of) {}

    /** What approving it will do; left out where its recipe says that it is not told. */
    record Plan(List<String> lines, List<String> warnings) {}

    /** A credential that is handed over to the person. */
    record HandoverView(UUID id, String kind, String state, Instant expiresAt, boolean mayAskAgain) {}

    /**
     * The request.
     *
     * @param waitingUntil when it goes on, where that was agreed
     */
    record PortalView(
            String issueId,
            String issueKey,
            String state,
            You you,
            @Nullable Plan plan,
            Progress progress,
            String sentence,
            @Nullable Instant waitingUntil,
            List<HandoverView> handovers) {}

    @GetMapping("/{issueId}")
    PortalView read(
            Caller caller,
            @PathVariable String issueId,
            @RequestHeader(name = HttpHeaders.ACCEPT_LANGUAGE, required = false) @Nullable String language) {
        TicketGate.Visitor visitor = gate.visitor(caller, issueId);
        TenantId tenant = caller.tenant();
        String id = visitor.ticket().issueId();
        TicketLook.Seen seen = look.at(tenant, id);
        TicketLook.PlanView plan = seen.plan();
        return new PortalView(
                id,
                visitor.ticket().key(),
                seen.state(),
                new You(visitor.reporter(), visitor.approver(), visitor.recipient()),
                plan == null || !plan.previewed() ? null : new Plan(plan.lines(), plan.warnings()),
                progress(seen.story()),
                sentence(seen, PanelWords.of(language)),
                waitingUntil(seen),
                handovers.ofIssue(tenant, id).stream()
                        // Others learn nothing of it: not what it is, nor how it stands.
                        .filter(one -> one.recipient().equals(Optional.of(caller.person())))
                        .map(PortalRequestsController::yours)
                        .toList());
    }

    private static HandoverView yours(Handover handover) {
        return new HandoverView(
                handover.id(),
                handover.kind().label(),
                handover.state().label(),
                handover.expiresAt(),
                handover.mayAskAgain());
    }

    private static Progress progress(TicketStory story) {
        List<RunState.Step> steps = story.run()
                .filter(run -> story.mayCancel() || !story.mayWaitForApproval())
                .map(RunState::steps)
                .orElse(List.of());
        long done = steps.stream().filter(step -> step.state().equals("done")).count();
        return new Progress((int) done, steps.size());
    }

    private static @Nullable Instant waitingUntil(TicketLook.Seen seen) {
        return seen.state().equals("waiting")
                ? seen.story().run().map(RunState::waitingUntil).orElse(null)
                : null;
    }

    private static String sentence(TicketLook.Seen seen, PanelWords words) {
        if (waitingUntil(seen) != null) {
            return words.sentence("waiting", "until");
        }
        String code = seen.story().standing().map(RequestStanding::code).orElse("none");
        return words.sentence(seen.state(), seen.state().equals("pending") ? "none" : code);
    }
}
