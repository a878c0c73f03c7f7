package io.latchkey.sandbox.jira;

import static org.springframework.web.servlet.function.RouterFunctions.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * {@code POST /rest/api/3/search/jql} (documented): the query must be bounded, fields default to the id only, there is a
 * {@code nextPageToken} and no total. The old search is gone: 410.
 */
final class SearchRoutes {

    private static final Pattern TOKEN = Pattern.compile("(\\d+):(-?\\d+)");
    private static final int LARGEST_PAGE = 5_000;
    private static final int LARGEST_PAGE_WITH_FIELDS = 100;

    private final Site site;

    private SearchRoutes(Site site) {
        this.site = site;
    }

    static RouterFunction<ServerResponse> of(Site site) {
        var routes = new SearchRoutes(site);
        return route().POST("/rest/api/3/search/jql", routes::search)
                .GET("/rest/api/3/search", request -> gone())
                .POST("/rest/api/3/search", request -> gone())
                .build();
    }

    private static ServerResponse gone() {
        throw new Refusal(
                410,
                "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration"
                        + " guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046");
    }

    private ServerResponse search(ServerRequest request) throws ServletException, IOException {
        Caller caller = Site.caller(request);
        JsonNode body = Json.body(request);
        String text = body.path("jql").asText("");
        Instant now = site.tracker().now();
        Jql jql = Jql.read(text, caller.person(), now, site.rules());
        if (!jql.bounded()) {
            throw new Refusal(
                    400, "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.");
        }
        var fields = new ArrayList<String>();
        body.path("fields").forEach(one -> fields.add(one.asText()));
        FieldChoice wanted = FieldChoice.of(fields, "id");
        int limit = Math.min(
                wanted.isNothing() ? LARGEST_PAGE : LARGEST_PAGE_WITH_FIELDS,
                Math.max(1, body.path("maxResults").asInt(50)));
        int start = start(body.path("nextPageToken"), text);
        List<Issue> found = site.tracker().all().stream()
                .filter(issue -> site.permissions().mayBrowse(caller.person(), issue))
                .filter(issue -> isIndexed(issue, now, body.path("reconcileIssues")))
                .filter(jql.matches())
                .sorted(jql.order())
                .toList();
        List<Issue> page = found.stream().skip(start).limit(limit).toList();
        Site.costs(request, page.size());
        boolean last = start + page.size() >= found.size();
        ObjectNode shape = Json.object();
        shape.set("issues", Json.array(page, issue -> issue(issue, caller, wanted)));
        if (!last) {
            shape.put("nextPageToken", token(start + limit, text));
        }
        return Json.ok(shape.put("isLast", last));
    }

    private ObjectNode issue(Issue issue, Caller caller, FieldChoice wanted) {
        return wanted.isNothing()
                ? Json.object().put("id", issue.id())
                : site.shapes().issue(issue, caller, wanted);
    }

    private boolean isIndexed(Issue issue, Instant now, JsonNode reconciled) {
        long lag = site.rules().number(JiraRules.SEARCH_LAG_MILLIS);
        for (JsonNode id : reconciled) {
            if (id.asText().equals(issue.id())) {
                return true;
            }
        }
        return lag == 0 || !issue.updated().isAfter(now.minusMillis(lag));
    }

    private static String token(int start, String jql) {
        String plain = start + ":" + jql.hashCode();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static int start(JsonNode token, String jql) {
        if (token.isMissingNode() || token.isNull()) {
            return 0;
        }
        try {
            String plain = new String(Base64.getUrlDecoder().decode(token.asText()), StandardCharsets.UTF_8);
            Matcher matcher = TOKEN.matcher(plain);
            if (matcher.matches() && Integer.parseInt(matcher.group(2)) == jql.hashCode()) {
                return Integer.parseInt(matcher.group(1));
            }
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "The provided next page token is invalid.");
        }
        throw new Refusal(400, "The provided next page token is invalid.");
    }
}
