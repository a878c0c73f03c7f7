package io.latchkey.sandbox.jira;

import static org.springframework.web.servlet.function.RouterFunctions.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** {@code /rest/api/3/issue/…}: reading, editing, changelog, transitions, properties. */
final class IssueRoutes {

    private final Site site;

    private IssueRoutes(Site site) {
        this.site = site;
    }

    static RouterFunction<ServerResponse> of(Site site) {
        var routes = new IssueRoutes(site);
        return route().GET("/rest/api/3/issue/{issue}", routes::read)
                .PUT("/rest/api/3/issue/{issue}", routes::edit)
                .GET("/rest/api/3/issue/{issue}/changelog", routes::changelog)
                .GET("/rest/api/3/issue/{issue}/transitions", routes::transitions)
                .POST("/rest/api/3/issue/{issue}/transitions", routes::transition)
                .GET("/rest/api/3/issue/{issue}/properties", routes::properties)
                .GET("/rest/api/3/issue/{issue}/properties/{key}", routes::property)
                .PUT("/rest/api/3/issue/{issue}/properties/{key}", routes::setProperty)
                .build();
    }

    private ServerResponse read(ServerRequest request) {
        Issue issue = site.browsed(request);
        Caller caller = Site.caller(request);
        FieldChoice wanted = FieldChoice.of(request.params().getOrDefault("fields", List.of()), "*all");
        ObjectNode shape = site.shapes().issue(issue, caller, wanted);
        List<String> properties = list(request, "properties");
        if (!properties.isEmpty()) {
            ObjectNode chosen = shape.putObject("properties");
            issue.properties().forEach((key, value) -> {
                if (properties.contains("*all") || properties.contains(key)) {
                    chosen.set(key, value);
                }
            });
        }
        List<String> expand = list(request, "expand");
        if (expand.contains("changelog")) {
            shape.set("changelog", site.shapes().changelogExpanded(issue, caller));
        }
        if (expand.contains("names")) {
            shape.set("names", site.shapes().names());
        }
        if (expand.contains("transitions")) {
            shape.set("transitions", Json.array(available(issue, caller), site.shapes()::transition));
        }
        return Json.ok(shape);
    }

    static List<String> list(ServerRequest request, String name) {
        return request.param(name).map(text -> List.of(text.split(",", -1))).orElse(List.of());
    }

    private ServerResponse edit(ServerRequest request) throws ServletException, IOException {
        Issue issue = site.browsed(request);
        Caller caller = Site.caller(request);
        site.demand(caller, Permissions.EDIT, issue, 403, "You do not have permission to edit issues in this project.");
        JsonNode body = Json.body(request);
        Map<String, JsonNode> values = new LinkedHashMap<>(site.tracker().accept(body.path("fields")));
        // The other documented way to set a field: {"update": {"field": [{"set": value}]}}.
        ObjectNode sets = Json.object();
        body.path("update").properties().forEach(entry -> {
            JsonNode set = entry.getValue().path(0).path("set");
            if (set.isMissingNode()) {
                throw Refusal.field(entry.getKey(), "Only the operation set is known to the sandbox.");
            }
            sets.set(entry.getKey(), set);
        });
        values.putAll(site.tracker().accept(sets));
        if (values.isEmpty()) {
            throw new Refusal(400, "one of 'fields' or 'update' required");
        }
        site.tracker().edit(issue, caller.person(), values);
        return Json.noContent();
    }

    private ServerResponse changelog(ServerRequest request) {
        Issue issue = site.browsed(request);
        int startAt = Json.number(request, "startAt", 0);
        // At most 100 per page, whatever is asked for (documented).
        int maxResults = Math.min(100, Json.number(request, "maxResults", 100));
        ObjectNode page = site.shapes().changelogPage(issue, Site.caller(request), startAt, maxResults);
        Site.costs(request, page.path("values").size());
        return Json.ok(page);
    }

    private List<Transition> available(Issue issue, Caller caller) {
        return site.permissions().may(caller, Permissions.TRANSITION, issue.project())
                ? Transition.outOf(issue.status())
                : List.of();
    }

    private ServerResponse transitions(ServerRequest request) {
        Issue issue = site.browsed(request);
        ObjectNode shape = Json.object().put("expand", "transitions");
        List<Transition> found = available(issue, Site.caller(request)).stream()
                .filter(transition -> request.param("transitionId")
                        .map(id -> id.equals(transition.id()))
                        .orElse(true))
                .toList();
        shape.set("transitions", Json.array(found, site.shapes()::transition));
        return Json.ok(shape);
    }

    private ServerResponse transition(ServerRequest request) throws ServletException, IOException {
        Issue issue = site.browsed(request);
        Caller caller = Site.caller(request);
        JsonNode body = Json.body(request);
        String id = body.path("transition").path("id").asText("");
        if (id.isEmpty()) {
            throw new Refusal(400, "Missing 'transition' identifier");
        }
        if (!id.matches("\\d+")) {
            throw new Refusal(400, "'transition' identifier must be an integer");
        }
        Transition chosen = available(issue, caller).stream()
                .filter(transition -> transition.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Refusal(400, "Transition id '" + id + "' is not valid for this issue."));
        Map<String, JsonNode> values = site.tracker().accept(body.path("fields"));
        JsonNode comment = body.path("update").path("comment").path(0).path("add");
        if (!comment.isMissingNode()) {
            Adf.check(comment.path("body"));
        }
        if (!values.isEmpty()) {
            site.tracker().edit(issue, caller.person(), values);
        }
        site.tracker().transition(issue, caller.person(), chosen);
        if (!comment.isMissingNode()) {
            site.tracker().comment(issue, caller.person(), comment.path("body"), CommentRoutes.properties(comment));
        }
        return Json.noContent();
    }

    private ServerResponse properties(ServerRequest request) {
        Issue issue = site.browsed(request);
        return Json.ok(CommentRoutes.keys(
                issue.properties().keySet(), site.links().api("/issue/" + issue.id() + "/properties/")));
    }

    private ServerResponse property(ServerRequest request) {
        return CommentRoutes.property(site.browsed(request).properties(), request.pathVariable("key"));
    }

    private ServerResponse setProperty(ServerRequest request) throws ServletException, IOException {
        Issue issue = site.browsed(request);
        site.demand(
                Site.caller(request),
                Permissions.EDIT,
                issue,
                403,
                "You do not have permission to edit issues in this project.");
        return CommentRoutes.setProperty(issue.properties(), request);
    }
}
