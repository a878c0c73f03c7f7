package io.latchkey.panel;

import io.latchkey.handover.Handovers;
import io.latchkey.handover.Handovers.TakenBack;
import io.latchkey.jira.RequestAccess.Ticket;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes back a credential that was handed to the wrong person. For agents; nobody sees it. */
@RestController
@RequestMapping("/api/tickets/{issueId}/handovers/{id}")
@CalledByPerson(page = CalledByPerson.Page.TICKET)
class TakeBackController {

    private final TicketGate gate;
    private final Handovers handovers;
    private final TenantTransactions transactions;

    TakeBackController(TicketGate gate, Handovers handovers, TenantTransactions transactions) {
        this.gate = gate;
        this.handovers = handovers;
        this.transactions = transactions;
    }

    /** Why, in the agent's words; it goes into the trail, where it can be erased. */
    record Reason(@NotBlank @Size(max = 500) String why) {}

    /**
     * What came of it.
     *
     * @param outcome {@code taken-back}, or {@code shown-before}: what was shown may work until somebody ends it in Okta
     */
    record Outcome(String outcome) {}

    /** Erases it, and lets nobody have another one made; 409 when that was done before. */
    @PostMapping("/withdraw")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Outcome withdraw(
            Caller caller, @PathVariable String issueId, @PathVariable UUID id, @RequestBody @Valid Reason reason) {
        Ticket ticket = gate.agent(caller, issueId);
        TakenBack taken = transactions.write(
                caller.tenant(),
                () -> handovers.takeBack(caller.tenant(), ticket.issueId(), id, caller.person(), reason.why()));
        return switch (taken) {
            case UNKNOWN ->
                throw new Problem(HttpStatus.NOT_FOUND, "handover.unknown", "This request has no such handover.");
            case ALREADY -> throw new Problem(HttpStatus.CONFLICT, "handover.withdrawn", "It was taken back already.");
            case SHOWN_BEFORE -> new Outcome("shown-before");
            case DONE -> new Outcome("taken-back");
        };
    }
}
