package io.latchkey.sandbox.jira;

import static org.springframework.web.servlet.function.RouterFunctions.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Comments on an issue and their properties. */
final class CommentRoutes {

    /** Jira's documented limit of a property's value. */
    private static final int LONGEST_PROPERTY = 32_768;

    private final Site site;

    private CommentRoutes(Site site) {
        this.site = site;
    }

    static RouterFunction<ServerResponse> of(Site site) {
        var routes = new CommentRoutes(site);
        return route().GET("/rest/api/3/issue/{issue}/comment", routes::list)
                .POST("/rest/api/3/issue/{issue}/comment", routes::add)
                .GET("/rest/api/3/issue/{issue}/comment/{comment}", routes::read)
                .PUT("/rest/api/3/issue/{issue}/comment/{comment}", routes::edit)
                .DELETE("/rest/api/3/issue/{issue}/comment/{comment}", routes::delete)
                .GET("/rest/api/3/comment/{comment}/properties", routes::propertyKeys)
                .GET("/rest/api/3/comment/{comment}/properties/{key}", routes::readProperty)
                .PUT("/rest/api/3/comment/{comment}/properties/{key}", routes::writeProperty)
                .build();
    }

    private ServerResponse list(ServerRequest request) {
        Issue issue = site.browsed(request);
        int startAt = Json.number(request, "startAt", 0);
        int maxResults = Math.min(5_000, Json.number(request, "maxResults", 5_000));
        List<Comment> all = new ArrayList<>(issue.comments());
        if (request.param("orderBy").filter("-created"::equals).isPresent()) {
            Collections.reverse(all);
        }
        boolean withProperties = IssueRoutes.list(request, "expand").contains("properties");
        Caller caller = Site.caller(request);
        List<Comment> page = all.stream().skip(startAt).limit(maxResults).toList();
        Site.costs(request, page.size());
        ObjectNode shape = Json.object()
                .put("startAt", startAt)
                .put("maxResults", maxResults)
                .put("total", all.size());
        shape.set("comments", Json.array(page, comment -> site.shapes().comment(comment, caller, withProperties)));
        return Json.ok(shape);
    }

    private ServerResponse add(ServerRequest request) throws ServletException, IOException {
        Issue issue = site.browsed(request);
        Caller caller = Site.caller(request);
        // Jira names the missing permission in a 400, not in a 403 (seen in its answers).
        site.demand(
                caller,
                Permissions.COMMENT,
                issue,
                400,
                caller.person().displayName() + ", you do not have the permission to comment on this issue.");
        JsonNode body = Json.body(request);
        Adf.check(body.path("body"));
        Map<String, JsonNode> properties = properties(body);
        demandAgentForInternal(caller, issue, properties);
        Comment comment = site.tracker().comment(issue, caller.person(), body.path("body"), properties);
        boolean withProperties = IssueRoutes.list(request, "expand").contains("properties");
        return Json.answer(201, site.shapes().comment(comment, caller, withProperties));
    }

    private void demandAgentForInternal(Caller caller, Issue issue, Map<String, JsonNode> properties) {
        boolean internal = properties
                .getOrDefault(Comment.VISIBILITY, Json.object())
                .path("internal")
                .asBoolean();
        if (internal) {
            site.demand(caller, Permissions.AGENT, issue, 403, "Only agents can add internal comments to a request.");
        }
    }

    /** Documented: 400 without the permission to edit it, or when the body is no document; 404 when it is not there. */
    private ServerResponse edit(ServerRequest request) throws ServletException, IOException {
        Comment comment = onIssue(request);
        Caller caller = Site.caller(request);
        boolean own = comment.author().accountId().equals(caller.person().accountId());
        site.demand(
                caller,
                own ? Permissions.EDIT_OWN : Permissions.EDIT_ALL,
                comment.issue(),
                400,
                "You do not have permission to edit comment with id: " + comment.id());
        JsonNode body = Json.body(request);
        Adf.check(body.path("body"));
        Map<String, JsonNode> properties = properties(body);
        demandAgentForInternal(caller, comment.issue(), properties);
        site.tracker().editComment(comment, caller.person(), body.path("body"), properties);
        return Json.ok(site.shapes().comment(comment, caller, false));
    }

    /** The {@code properties} of a comment that is to be added. */
    static Map<String, JsonNode> properties(JsonNode body) {
        var properties = new LinkedHashMap<String, JsonNode>();
        for (JsonNode one : body.path("properties")) {
            properties.put(key(one.path("key").asText()), value(one.path("value")));
        }
        return properties;
    }

    private static String key(String key) {
        if (key.isEmpty() || key.length() > 255) {
            throw new Refusal(400, "A property's key must have 1 to 255 characters.");
        }
        return key;
    }

    private static JsonNode value(JsonNode value) {
        if (value.isMissingNode() || value.toString().length() > LONGEST_PROPERTY) {
            throw new Refusal(400, "A property's value must be JSON of at most 32768 characters.");
        }
        return value;
    }

    private Comment onIssue(ServerRequest request) {
        String id = request.pathVariable("comment");
        return site.browsed(request).comments().stream()
                .filter(comment -> comment.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Refusal(404, "Can not find a comment for the id: " + id + "."));
    }

    private Comment alone(ServerRequest request) {
        String id = request.pathVariable("comment");
        return site.tracker()
                .findComment(id)
                .filter(comment ->
                        site.permissions().mayBrowse(Site.caller(request).person(), comment.issue()))
                .orElseThrow(() -> new Refusal(404, "Can not find a comment for the id: " + id + "."));
    }

    private ServerResponse read(ServerRequest request) {
        boolean withProperties = IssueRoutes.list(request, "expand").contains("properties");
        return Json.ok(site.shapes().comment(onIssue(request), Site.caller(request), withProperties));
    }

    private ServerResponse delete(ServerRequest request) {
        Comment comment = onIssue(request);
        Caller caller = Site.caller(request);
        boolean own = comment.author().accountId().equals(caller.person().accountId());
        site.demand(
                caller,
                own ? Permissions.DELETE_OWN : Permissions.DELETE_ALL,
                comment.issue(),
                400,
                "You do not have permission to delete comment with id: " + comment.id());
        site.tracker().deleteComment(comment, caller.person());
        return Json.noContent();
    }

    private ServerResponse propertyKeys(ServerRequest request) {
        Comment comment = alone(request);
        return Json.ok(
                keys(comment.properties().keySet(), site.links().api("/comment/" + comment.id() + "/properties/")));
    }

    private ServerResponse readProperty(ServerRequest request) {
        return property(alone(request).properties(), request.pathVariable("key"));
    }

    private ServerResponse writeProperty(ServerRequest request) throws ServletException, IOException {
        Comment comment = alone(request);
        site.demand(
                Site.caller(request),
                Permissions.COMMENT,
                comment.issue(),
                403,
                "You do not have permission to edit the comment with id: " + comment.id());
        return setProperty(comment.properties(), request);
    }

    static ObjectNode keys(Collection<String> keys, String base) {
        ObjectNode shape = Json.object();
        shape.set(
                "keys",
                Json.array(keys, key -> Json.object().put("self", base + key).put("key", key)));
        return shape;
    }

    static ServerResponse property(Map<String, JsonNode> properties, String key) {
        JsonNode value = properties.get(key);
        if (value == null) {
            throw new Refusal(404, "The property with key '" + key + "' does not exist.");
        }
        ObjectNode shape = Json.object().put("key", key);
        shape.set("value", value);
        return Json.ok(shape);
    }

    static ServerResponse setProperty(Map<String, JsonNode> properties, ServerRequest request)
            throws ServletException, IOException {
        boolean isNew = properties.put(key(request.pathVariable("key")), value(Json.body(request))) == null;
        return Json.answer(isNew ? 201 : 200, Json.object());
    }
}
