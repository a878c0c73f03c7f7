package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Raises requests in service desks of the site, each with a mark by which it is found again: Jira takes no property
 * together with a request, so a word made of the step's id stands at the end of the summary. Every method may throw a
 * {@link JiraFailure}.
 *
 * <p>The app's account needs "Service Project Agent" and "Browse Projects" in the desk's project: what it may not see it
 * cannot find again.
 */
@Component
class RaisedRequests {

    /** Documented: the search is eventually consistent; how late it may be is not. */
    static final Duration SEARCH_LAG = Duration.ofMinutes(1);

    /** Documented: Jira's limit of a summary, in characters. */
    private static final int LONGEST_SUMMARY = 255;

    private static final String SUMMARY = "summary";
    private static final int MARK_DIGITS = 16;
    private static final int PAGE = 20;
    private static final int MOST_PAGES = 5;

    private final JiraCalls calls;
    private final JiraRequests requests;
    private final Known known;

    RaisedRequests(JiraCalls calls, JiraRequests requests, Known known) {
        this.calls = calls;
        this.requests = requests;
        this.known = known;
    }

    /**
     * What is asked for.
     *
     * @param serviceDeskId numeric id as text
     * @param requestTypeId numeric id as text
     * @param values by field id, as the portal takes them; {@code summary} must be a text
     * @param onBehalfOf the account that counts as the reporter; null for the app's own
     */
    record NewRequest(
            String serviceDeskId,
            String requestTypeId,
            Map<String, JsonNode> values,
            @Nullable String onBehalfOf) {}

    /** A request that was raised. */
    record Raised(String issueId, String issueKey) {}

    /**
     * Raises it. Not idempotent: after {@link JiraFailure.OutcomeUnknown}, which asks for as much patience as the search
     * needs, ask {@link #raisedBy} before repeating. One call.
     */
    Raised raise(TenantId tenant, NewRequest request, UUID stepId) {
        Answer raised;
        try {
            raised = calls.post(
                    tenant, Operation.RAISE_REQUEST, document(request, stepId), "/rest/servicedeskapi/request");
        } catch (JiraFailure.OutcomeUnknown unknown) {
            throw unknown.notBefore(SEARCH_LAG);
        }
        String id = raised.idOrNull("issueId");
        String key = raised.textOrNull("issueKey");
        if (id == null || key == null) {
            throw new JiraFailure.OutcomeUnknown(
                    Operation.RAISE_REQUEST, "the answer names no request", SEARCH_LAG, null);
        }
        return new Raised(id, key);
    }

    private static ObjectNode document(NewRequest request, UUID stepId) {
        ObjectNode document = JiraJson.object()
                .put("serviceDeskId", Wanted.number("service desk id", request.serviceDeskId()))
                .put("requestTypeId", Wanted.number("request type id", request.requestTypeId()));
        ObjectNode values = document.putObject("requestFieldValues");
        request.values().forEach((id, value) -> values.set(Wanted.fieldId(id), value));
        values.put(SUMMARY, marked(values.path(SUMMARY).asText(), stepId));
        if (request.onBehalfOf() != null) {
            document.put("raiseOnBehalfOf", request.onBehalfOf());
        }
        return document;
    }

    private static String marked(String summary, UUID stepId) {
        String end = " (" + mark(stepId) + ")";
        return VisibleText.shortened(VisibleText.of(summary.strip()), LONGEST_SUMMARY - end.length()) + end;
    }

    /** One word, so that Jira's text search takes it as it is. */
    static String mark(UUID stepId) {
        String digits = stepId.toString().replace("-", "").substring(0, MARK_DIGITS);
        return "LK" + digits.toUpperCase(Locale.ROOT);
    }

    /**
     * The requests that this step raised, oldest first: those of our own account with the step's mark. More than one means
     * that a lost answer and its repeat took effect both. One call, and one for each request found.
     */
    List<Raised> raisedBy(TenantId tenant, UUID stepId, Runnable beforeCall) {
        String mark = mark(stepId);
        beforeCall.run();
        Set<String> ourselves = known.ownAccounts(tenant);
        List<Raised> raised = new ArrayList<>();
        String next = null;
        int pages = 0;
        do {
            if (pages++ == MOST_PAGES) {
                if (!raised.isEmpty()) {
                    // What is asked is answered; only later duplicates may stand behind so many others.
                    break;
                }
                throw new JiraFailure.TooMuch(
                        Operation.READ_RAISED, "more that quote its mark", MOST_PAGES + " pages of " + PAGE);
            }
            beforeCall.run();
            SearchPage page = requests.search(tenant, "summary ~ \"" + mark + "\" ORDER BY created ASC", next, PAGE);
            for (String issueId : page.issueIds()) {
                beforeCall.run();
                read(tenant, issueId, ourselves, mark).ifPresent(raised::add);
            }
            next = page.nextPageToken();
        } while (next != null);
        return List.copyOf(raised);
    }

    private Optional<Raised> read(TenantId tenant, String issueId, Set<String> ourselves, String mark) {
        Answer issue;
        try {
            issue = calls.get(tenant, Operation.READ_RAISED, "/rest/api/3/issue/{id}?fields=summary,creator", issueId);
        } catch (JiraFailure.NotSeen gone) {
            return Optional.empty();
        }
        Answer fields = issue.at("fields");
        String summary = fields.textOrNull(SUMMARY);
        boolean ours = Known.isOneOf(ourselves, Person.accountId(fields.at("creator")));
        return ours && summary != null && summary.contains(mark)
                ? Optional.of(new Raised(issue.id("id"), issue.text("key")))
                : Optional.empty();
    }
}
