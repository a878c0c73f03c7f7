package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.TenantId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads requests back from Jira: what they hold, who approved them, what changed. Every method may throw a {@link
 * JiraFailure} and changes nothing.
 */
@Component
public class JiraRequests {

    /** The most fields of one reading: they all stand in one address. */
    public static final int MOST_FIELDS = 100;

    /** More history entries than this are not judged. */
    static final int MOST_CHANGES = 10_000;

    /** More approvals than this are not judged. */
    static final int MOST_APPROVALS = 1_000;

    private static final List<String> ALWAYS =
            List.of("status", "reporter", "creator", "project", "issuetype", "summary", "created", "updated");

    private final JiraCalls calls;
    private final Known known;

    JiraRequests(JiraCalls calls, Known known) {
        this.calls = calls;
        this.known = known;
    }

    /**
     * The issue and these of its fields, in one call; a request type that comes without its service desk costs one call
     * more.
     *
     * @param issueId numeric id as text
     * @param requestTypeField the id of the site's field that {@linkplain Field#holdsRequestType() holds the type}
     * @param fieldIds ids of fields, at most 100
     */
    public ServiceRequest request(TenantId tenant, String issueId, String requestTypeField, Set<String> fieldIds) {
        if (fieldIds.size() > MOST_FIELDS) {
            throw new IllegalArgumentException(fieldIds.size() + " fields; expected at most " + MOST_FIELDS);
        }
        Set<String> asked = new LinkedHashSet<>(ALWAYS);
        asked.add(Wanted.fieldId(requestTypeField));
        fieldIds.forEach(id -> asked.add(Wanted.fieldId(id)));
        return request(tenant, issueId, requestTypeField, String.join(",", asked), fieldIds);
    }

    /**
     * The issue with all fields that the site made, for those who learn only later which of them matter; calls as above.
     */
    public ServiceRequest requestWithAllFields(TenantId tenant, String issueId, String requestTypeField) {
        Wanted.fieldId(requestTypeField);
        return request(tenant, issueId, requestTypeField, "*all,-comment,-attachment,-worklog,-issuelinks", null);
    }

    private ServiceRequest request(
            TenantId tenant, String issueId, String requestTypeField, String asked, @Nullable Set<String> fieldIds) {
        Answer issue = calls.get(
                tenant,
                Operation.READ_REQUEST,
                "/rest/api/3/issue/{id}?fields={fields}",
                Wanted.number("issue id", issueId),
                asked);
        Answer fields = issue.at("fields");
        RequestTypeRef type = requestType(tenant, issueId, fields.at(requestTypeField));
        return new ServiceRequest(
                issue.id("id"),
                issue.text("key"),
                fields.at("project").id("id"),
                type.serviceDeskId(),
                type.requestTypeId(),
                fields.at("issuetype").id("id"),
                Status.of(fields.at("status")),
                Person.of(fields.at("reporter")),
                Person.of(fields.at("creator")),
                fields.textOrNull("summary"),
                fields.time("created"),
                fields.time("updated"),
                chosen(fields.json(), fieldIds == null ? names(fields.json()) : fieldIds));
    }

    private static Set<String> names(JsonNode fields) {
        Set<String> names = new LinkedHashSet<>();
        fields.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Map<String, JsonNode> chosen(JsonNode fields, Set<String> fieldIds) {
        Map<String, JsonNode> chosen = new LinkedHashMap<>();
        for (String id : fieldIds) {
            JsonNode value = fields.get(id);
            if (value != null) {
                chosen.put(id, value);
            }
        }
        return Collections.unmodifiableMap(chosen);
    }

    private RequestTypeRef requestType(TenantId tenant, String issueId, Answer value) {
        Answer type = value.at("requestType");
        String typeId = type.idOrNull("id");
        if (typeId == null) {
            return RequestTypeRef.NONE;
        }
        String desk = type.idOrNull("serviceDeskId");
        return new RequestTypeRef(desk == null ? serviceDeskOf(tenant, issueId) : desk, typeId);
    }

    private String serviceDeskOf(TenantId tenant, String issueId) {
        return calls.get(tenant, Operation.READ_REQUEST_TYPE, "/rest/servicedeskapi/request/{id}", issueId)
                .id("serviceDeskId");
    }

    private record RequestTypeRef(
            @Nullable String serviceDeskId, @Nullable String requestTypeId) {

        static final RequestTypeRef NONE = new RequestTypeRef(null, null);
    }

    /** Where the request stands, in one call. */
    public Status status(TenantId tenant, String issueId) {
        Answer issue = calls.get(
                tenant,
                Operation.READ_STATUS,
                "/rest/api/3/issue/{id}?fields=status",
                Wanted.number("issue id", issueId));
        return Status.of(issue.at("fields").at("status"));
    }

    /**
     * Every approval that was ever asked for on this request, all rounds, as Service Management orders them; one call per
     * 50.
     */
    public List<Approval> approvals(TenantId tenant, String issueId) {
        Wanted.number("issue id", issueId);
        return Pages.ofDesk(Operation.READ_APPROVALS, MOST_APPROVALS)
                .all(
                        start -> calls.get(
                                tenant,
                                Operation.READ_APPROVALS,
                                "/rest/servicedeskapi/request/{id}/approval?start={start}&limit=50",
                                issueId,
                                start),
                        Approval::of);
    }

    /**
     * The whole history, oldest first; one call per 100 entries. More than 10,000 entries are a {@link
     * JiraFailure.TooMuch}: a part would prove nothing. (The history that comes inside an issue is cut by Jira, so it is
     * never used.)
     */
    public List<Change> changelog(TenantId tenant, String issueId) {
        Wanted.number("issue id", issueId);
        return Pages.ofPlatform(Operation.READ_CHANGELOG, "values", MOST_CHANGES)
                .all(
                        start -> calls.get(
                                tenant,
                                Operation.READ_CHANGELOG,
                                "/rest/api/3/issue/{id}/changelog?startAt={start}&maxResults=100",
                                issueId,
                                start),
                        Change::of)
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    /**
     * What kind of account it is, as in {@link Person}; empty when Jira does not show it. Documented: 404 when there is no
     * such person, 403 without the global permission "Browse users and groups". One call.
     */
    public Optional<String> accountType(TenantId tenant, String accountId) {
        try {
            return Optional.ofNullable(
                            calls.get(tenant, Operation.READ_PERSON, "/rest/api/3/user?accountId={account}", accountId)
                                    .textOrNull("accountType"))
                    .filter(Person::isKnown);
        } catch (JiraFailure.NotSeen | JiraFailure.Forbidden hidden) {
            return Optional.empty();
        }
    }

    /**
     * An account with its groups, in one call; empty when Jira does not show it, as for {@link #accountType}. Documented:
     * {@code expand=groups} lists all groups, nested ones too, so that nobody has to be an administrator to ask whether
     * somebody is in one; listing the members of a group asks for the scope ADMIN.
     */
    public Optional<Account> account(TenantId tenant, String accountId) {
        try {
            Answer user = calls.get(
                    tenant, Operation.READ_ACCOUNT, "/rest/api/3/user?accountId={account}&expand=groups", accountId);
            return Optional.of(Account.of(accountId, user));
        } catch (JiraFailure.NotSeen | JiraFailure.Forbidden hidden) {
            return Optional.empty();
        }
    }

    /**
     * The changes of status that our own accounts have made since then, oldest first; calls as for the history, and one per
     * hour for the account.
     */
    public List<Change> ownMoves(TenantId tenant, String issueId, Instant since) {
        Set<String> ourselves = known.ownAccounts(tenant);
        return changelog(tenant, issueId).stream()
                .filter(change -> "status".equals(change.fieldId()))
                .filter(change -> Known.isOneOf(ourselves, change.authorAccountId()))
                .filter(change -> !change.at().isBefore(since))
                .toList();
    }

    /**
     * One page of what a query finds. Jira's index lags a little behind its issues, and it knows no total.
     * Jira reads dates in a query in the time zone of the asking account, so relative ones ({@code -10m}) are safer.
     *
     * @param jql a bounded query: Jira refuses one without a restriction as {@link JiraFailure.Rejected}
     * @param pageToken of the page before; null for the first
     * @param maxResults 1 to 5,000; Jira may give fewer
     */
    public SearchPage search(TenantId tenant, String jql, @Nullable String pageToken, int maxResults) {
        var query = JiraJson.object().put("jql", jql).put("maxResults", maxResults);
        query.putArray("fields").add("updated").add("status");
        if (pageToken != null) {
            query.put("nextPageToken", pageToken);
        }
        Answer page = calls.post(tenant, Operation.SEARCH, query, "/rest/api/3/search/jql");
        String next = page.textOrNull("nextPageToken");
        if (next == null && page.hasBoolean("isLast") && !page.isTrue("isLast")) {
            throw page.missing("nextPageToken", "text");
        }
        return new SearchPage(page.list("issues", SearchPage.Found::of), next);
    }
}
