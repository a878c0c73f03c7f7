package io.latchkey.panel;

import io.latchkey.intake.ReceivedSignal;
import io.latchkey.intake.ReceivedSignals;
import io.latchkey.jira.RequestAccess;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.db.TenantTransactions;
import io.latchkey.platform.http.Problem;
import io.latchkey.provisioning.RequestDecision;
import io.latchkey.provisioning.RequestDecisions;
import io.latchkey.provisioning.RequestStanding;
import io.latchkey.provisioning.RequestStandings;
import io.latchkey.provisioning.StandingFilter;
import io.latchkey.provisioning.StandingPage;
import io.latchkey.recipe.RecipeTitle;
import io.latchkey.recipe.RecipeTitles;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import io.latchkey.work.Retry;
import io.latchkey.work.RunState;
import io.latchkey.work.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What happened to a request: its signals, its decisions, and the steps that followed. */
@RestController
@RequestMapping("/api/requests")
@CalledByPerson(administrator = true)
class RequestsController {

    private static final int MOST = 200;
    private static final int LONGEST_SEARCH = 100;

    /** The bounds of what a time is; the column holds no later one. */
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final ReceivedSignals signals;
    private final RequestDecisions decisions;
    private final RequestStandings standings;
    private final RecipeTitles titles;
    private final RequestAccess access;
    private final Work work;
    private final TenantTransactions transactions;

    RequestsController(
            ReceivedSignals signals,
            RequestDecisions decisions,
            RequestStandings standings,
            RecipeTitles titles,
            RequestAccess access,
            Work work,
            TenantTransactions transactions) {
        this.signals = signals;
        this.decisions = decisions;
        this.standings = standings;
        this.titles = titles;
        this.access = access;
        this.work = work;
        this.transactions = transactions;
    }

    /** The whole story of one issue. */
    record Story(String issueId, List<ReceivedSignal> signals, List<RequestDecision> decisions, List<RunState> runs) {}

    /** A request of a list. */
    record Listed(
            String issueId,
            String issueKey,
            String state,
            String code,
            String sentence,
            @Nullable RecipeView recipe,
            UUID run,
            Instant changedAt) {}

    /**
     * A page of a list.
     *
     * @param next what {@code after} of the next page is; null on the last one
     * @param total how many there are in all
     * @param totalIsExact whether they were all counted: more than 10,000 are not
     */
    record Page(List<Listed> items, @Nullable String next, int total, boolean totalIsExact) {}

    /**
     * Requests that were decided on.
     *
     * @param state only those that stand so
     * @param since only those that have stood so since this time or a later one; ISO 8601, UTC
     * @param search only those whose key, or the number in it, begins so, or whose reason's code holds it
     * @param sort {@code newest}, {@code oldest} or {@code key}
     * @param after {@code next} of the page before
     * @param limit 1 to 200
     */
    @GetMapping
    Page list(
            Caller caller,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable Instant since,
            @RequestParam(required = false) @Nullable String search,
            @RequestParam(defaultValue = "newest") String sort,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "50") int limit) {
        if (limit < 1 || limit > MOST) {
            throw bad("requests.limit", "A page has 1 to " + MOST + " requests.");
        }
        Optional<String> wanted = Optional.ofNullable(state).filter(text -> !text.isEmpty());
        if (wanted.isPresent() && !StandingFilter.STATES.contains(wanted.get())) {
            throw bad("requests.state", "A state is one of " + new TreeSet<>(StandingFilter.STATES) + ".");
        }
        if (since != null && (since.isBefore(Instant.EPOCH) || since.isAfter(LAST))) {
            throw bad("requests.since", "A time is between 1970 and 9999.");
        }
        StandingFilter.Sort order = StandingFilter.Sort.of(sort)
                .orElseThrow(() -> bad("requests.sort", "The order is newest, oldest or key."));
        Optional<String> text = Optional.ofNullable(search).map(String::strip).filter(one -> !one.isEmpty());
        if (text.isPresent() && text.get().length() > LONGEST_SEARCH) {
            throw bad("requests.search", "What is searched for has at most " + LONGEST_SEARCH + " characters.");
        }
        var filter = new StandingFilter(wanted, Optional.ofNullable(since), text, order);
        String cursor = after == null || after.isEmpty() ? null : after;
        TenantId tenant = caller.tenant();
        return transactions.read(tenant, () -> page(tenant, standings.page(tenant, filter, cursor, limit)));
    }

    private Page page(TenantId tenant, StandingPage found) {
        List<RecipeTitle.Of> versions = new ArrayList<>();
        for (RequestStanding one : found.items()) {
            UUID recipe = one.recipeId();
            Integer version = one.recipeVersion();
            if (recipe != null && version != null) {
                versions.add(new RecipeTitle.Of(recipe, version));
            }
        }
        Map<RecipeTitle.Of, RecipeTitle> known = titles.of(tenant, versions);
        return new Page(
                found.items().stream()
                        .map(one -> new Listed(
                                one.issueId(),
                                one.issueKey(),
                                one.state(),
                                one.code(),
                                one.sentence(),
                                RecipeView.of(known, one.recipeId(), one.recipeVersion()),
                                one.run(),
                                one.changedAt()))
                        .toList(),
                found.next().orElse(null),
                found.total(),
                found.totalIsExact());
    }

    private static Problem bad(String code, String sentence) {
        return new Problem(HttpStatus.BAD_REQUEST, code, sentence);
    }

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
    Retried retry(Caller caller, @PathVariable("issueId") String named) {
        TenantId tenant = caller.tenant();
        String issueId = idOf(tenant, named);
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

    /**
     * The numeric id of an issue that is named by its key: what was decided on is known here, of others Jira is asked, which
     * knows old keys too.
     */
    private String idOf(TenantId tenant, String named) {
        if (IssueName.isId(IssueName.checked(named))) {
            return named;
        }
        Optional<String> known = transactions.read(tenant, () -> standings.issueOfKey(tenant, named));
        return known.or(() -> access.ticket(tenant, named).map(RequestAccess.Ticket::issueId))
                .orElseThrow(RequestsController::unknown);
    }

    /** The story, by Jira's numeric issue id or by the key; an issue nobody told us about has an empty one. */
    @GetMapping("/{issueId}")
    Story read(Caller caller, @PathVariable("issueId") String named) {
        TenantId tenant = caller.tenant();
        String issueId = idOf(tenant, named);
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
