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

/** Takes back a credential that was handed to the wrong person, before it is taken. For agents; nobody sees it. */
@RestController
@RequestMapping("/api/tickets/{issueId}/handovers/{id}")
@CalledByPerson
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
     * Erases it, and lets nobody have another one made; 409 when that was done before, or it was taken already: then no other
     * one is made, and what was taken works until somebody ends it in Okta.
     */
    @PostMapping("/withdraw")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void withdraw(
            Caller caller, @PathVariable String issueId, @PathVariable UUID id, @RequestBody @Valid Reason reason) {
        Ticket ticket = gate.agent(caller, issueId);
        TakenBack taken = transactions.write(
                caller.tenant(),
                () -> handovers.takeBack(caller.tenant(), ticket.issueId(), id, caller.person(), reason.why()));
        switch (taken) {
            case UNKNOWN ->
                throw new Problem(HttpStatus.NOT_FOUND, "handover.unknown", "This request has no such handover.");
            case ALREADY -> throw new Problem(HttpStatus.CONFLICT, "handover.withdrawn", "It was taken back already.");
            case TOO_LATE ->
                throw new Problem(
                        HttpStatus.CONFLICT,
                        "handover.revealed",
                        "It was shown already, and works. Nobody gets another one. If the wrong person has it, suspend the"
                                + " account in Okta, or have its password reset.");
            case DONE -> {}
        }
    }
}
