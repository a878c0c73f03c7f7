package io.latchkey.panel;

import io.latchkey.intake.ReceivedSignal;
import io.latchkey.intake.ReceivedSignals;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.http.Problem;
import io.latchkey.provisioning.RequestDecision;
import io.latchkey.provisioning.RequestDecisions;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import io.latchkey.work.Retry;
import io.latchkey.work.RunState;
import io.latchkey.work.Work;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What happened to a request: its signals, its decisions, and the steps that followed. */
@RestController
@RequestMapping("/api/requests")
@CalledByPerson(administrator = true)
class RequestsController {

    private static final Pattern NUMERIC = Pattern.compile("[1-9][0-9]{0,17}");

    private final ReceivedSignals signals;
    private final RequestDecisions decisions;
    private final Work work;
    private final TenantTransactions transactions;

    RequestsController(
            ReceivedSignals signals, RequestDecisions decisions, Work work, TenantTransactions transactions) {
        this.signals = signals;
        this.decisions = decisions;
        this.work = work;
        this.transactions = transactions;
    }

    /** The whole story of one issue. */
    record Story(String issueId, List<ReceivedSignal> signals, List<RequestDecision> decisions, List<RunState> runs) {}

    /**
     * A run that is tried again.
     *
     * @param run which
     */
    record Retried(UUID run) {}

    /**
     * Tries the request's parked run again, from the step where it stopped. 409 says in which state it is when it is not
     * parked; of two clicks one is taken.
     */
    @PostMapping("/{issueId}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Retried retry(Caller caller, @PathVariable String issueId) {
        checkNumeric(issueId);
        TenantId tenant = caller.tenant();
        String by = caller.person();
        return transactions.write(tenant, () -> {
            UUID run = runOf(tenant, issueId);
            Retry retry = work.retry(tenant, run, by);
            if (retry instanceof Retry.NotParked not) {
                throw new Problem(
                        HttpStatus.CONFLICT,
                        "request.not-parked",
                        "The run of this request is not parked but " + not.state() + ".");
            }
            if (retry instanceof Retry.NoSuchRun) {
                throw unknown();
            }
            return new Retried(run);
        });
    }

    /** The run of the newest decision: of the plan, or of the note when the request was held or refused. */
    private UUID runOf(TenantId tenant, String issueId) {
        return decisions.ofIssue(tenant, issueId).stream()
                .reduce((earlier, later) -> later)
                .map(RequestDecision::workId)
                .orElseThrow(RequestsController::unknown);
    }

    private static Problem unknown() {
        return new Problem(HttpStatus.NOT_FOUND, "request.unknown", "No run of this request is known.");
    }

    private static void checkNumeric(String issueId) {
        if (!NUMERIC.matcher(issueId).matches()) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST, "request.issue-id", "A request is named by Jira's numeric issue id.");
        }
    }

    /** The story, by Jira's numeric issue id; an issue nobody told us about has an empty one. */
    @GetMapping("/{issueId}")
    Story read(Caller caller, @PathVariable String issueId) {
        checkNumeric(issueId);
        TenantId tenant = caller.tenant();
        return transactions.read(tenant, () -> {
            List<RequestDecision> decided = decisions.ofIssue(tenant, issueId);
            List<RunState> runs = decided.stream()
                    .map(decision -> work.run(tenant, decision.workId()))
                    .flatMap(Optional::stream)
                    .toList();
            return new Story(issueId, signals.ofIssue(tenant, issueId), decided, runs);
        });
    }
}
