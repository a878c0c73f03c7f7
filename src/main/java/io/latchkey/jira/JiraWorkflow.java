package io.latchkey.jira;

import io.latchkey.platform.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Moves requests through their workflow. Every method may throw a {@link JiraFailure}. */
@Component
public class JiraWorkflow {

    private static final int EXAMPLES = 100;
    private static final int MOST_SEARCHES = 20;

    private static final String NEWEST = " ORDER BY updated DESC";

    private final JiraCalls calls;
    private final JiraRequests requests;

    JiraWorkflow(JiraCalls calls, JiraRequests requests) {
        this.calls = calls;
        this.requests = requests;
    }

    /**
     * What the app may do with this request now, one call. Documented: without "Transition Issues" Jira answers an empty
     * list instead of a refusal.
     */
    public List<Transition> available(TenantId tenant, String issueId) {
        return transitions(tenant, issueId, false).stream()
                .filter(Transition::available)
                .toList();
    }

    private List<Transition> transitions(TenantId tenant, String issueId, boolean alsoUnavailable) {
        return calls.get(
                        tenant,
                        Operation.READ_TRANSITIONS,
                        "/rest/api/3/issue/{id}/transitions?includeUnavailableTransitions={all}",
                        Wanted.number("issue id", issueId),
                        alsoUnavailable)
                .list("transitions", Transition::of);
    }

    /**
     * Moves the request, without filling any form.
     *
     * <p>Not idempotent: after {@link JiraFailure.OutcomeUnknown} read the status before repeating.
     *
     * @param transitionId numeric id as text
     * @throws JiraFailure.TransitionRejected when it does not lead out of the present status, wants input, or is forbidden
     */
    public void transition(TenantId tenant, String issueId, String transitionId) {
        Wanted.number("issue id", issueId);
        Wanted.number("transition id", transitionId);
        var body = JiraJson.object();
        body.putObject("transition").put("id", transitionId);
        try {
            calls.post(tenant, Operation.TRANSITION, body, "/rest/api/3/issue/{id}/transitions", issueId);
        } catch (JiraFailure.Rejected refused) {
            throw refused.status() == 400 ? refused.asTransition(transitionId) : refused;
        }
    }

    /**
     * The transitions that lead out of the statuses in which requests of this kind are, with unavailable ones marked; one
     * call per status, one search, and one more for each hundred newest requests that are all in statuses seen before.
     *
     * <p>Settings learn transition ids from this because it is the only way that an app without the scope ADMIN
     * has: in Jira's documentation the workflows' own endpoints need the scope ADMIN or are closed to Connect apps, the
     * list of a project's statuses names no transitions, and a request lists only those that leave its present status. A
     * status in which no request is does not appear, nor one behind twenty others, so an administrator may also give an id
     * by hand.
     *
     * @param projectId numeric id as text
     * @param issueTypeId numeric id as text
     */
    public List<StatusExits> exits(TenantId tenant, String projectId, String issueTypeId) {
        String kind = "project = " + Wanted.number("project id", projectId) + " AND issuetype = "
                + Wanted.number("issue type id", issueTypeId);
        Map<Status, String> examples = new LinkedHashMap<>();
        String others = "";
        for (int searches = 0; searches < MOST_SEARCHES; searches++) {
            SearchPage newest = requests.search(tenant, kind + others + NEWEST, null, EXAMPLES);
            newest.found().forEach(found -> examples.putIfAbsent(found.status(), found.issueId()));
            if (newest.nextPageToken() == null) {
                break;
            }
            others = examples.keySet().stream()
                    .map(status -> Wanted.number("status id", status.id()))
                    .collect(Collectors.joining(", ", " AND status NOT IN (", ")"));
        }
        List<StatusExits> exits = new ArrayList<>();
        examples.forEach(
                (status, issueId) -> exits.add(new StatusExits(status, issueId, transitions(tenant, issueId, true))));
        return List.copyOf(exits);
    }

    /**
     * The ways out of one status.
     *
     * @param from the status, as the search's index knew it
     * @param exampleIssueId the request that was asked
     * @param transitions the ways out
     */
    public record StatusExits(Status from, String exampleIssueId, List<Transition> transitions) {}
}
