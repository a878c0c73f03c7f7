package io.latchkey.sandbox.jira;

import static org.springframework.web.servlet.function.RouterFunctions.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** {@code /rest/api/3/issue/createmeta/…}: what an issue of each type can be made with (documented). */
final class CreateMetaRoutes {

    private static final String ROOT = "/rest/api/3/issue/createmeta/{project}/issuetypes";

    private final Site site;

    private CreateMetaRoutes(Site site) {
        this.site = site;
    }

    static RouterFunction<ServerResponse> of(Site site) {
        var routes = new CreateMetaRoutes(site);
        return route().GET(ROOT, routes::issueTypes)
                .GET(ROOT + "/{issuetype}", routes::fields)
                .build();
    }

    /** One request type for each issue type of the project; only the first project has any. */
    private Map<String, RequestType> types(ServerRequest request) {
        Project project = Project.find(request.pathVariable("project"))
                .filter(found -> site.permissions().may(Site.caller(request), "CREATE_ISSUES", found))
                .orElseThrow(() -> new Refusal(404, "No project could be found with that key or id."));
        var types = new LinkedHashMap<String, RequestType>();
        if (project == Project.ITH) {
            Arrays.stream(RequestType.values()).forEach(type -> types.putIfAbsent(type.issueTypeId(), type));
        }
        return types;
    }

    private ServerResponse issueTypes(ServerRequest request) {
        return page(request, "issueTypes", List.copyOf(types(request).values()), site.shapes()::issueType);
    }

    private ServerResponse fields(ServerRequest request) {
        String id = request.pathVariable("issuetype");
        if (!types(request).containsKey(id)) {
            throw new Refusal(404, "No issue type could be found with id '" + id + "'.");
        }
        Set<String> ids = new LinkedHashSet<>();
        Arrays.stream(RequestType.values())
                .filter(type -> type.issueTypeId().equals(id))
                .forEach(type -> ids.addAll(type.fields()));
        List<FieldDefinition> fields = ids.stream()
                .map(field -> site.fields().find(field).orElseThrow())
                .toList();
        return page(request, "fields", fields, this::field);
    }

    private ObjectNode field(FieldDefinition field) {
        ObjectNode shape = Json.object().put("required", field.id().equals("summary"));
        shape.set("schema", field.schema());
        shape.put("name", field.name()).put("key", field.id()).put("fieldId", field.id());
        shape.put("hasDefaultValue", false).putArray("operations").add("set");
        if (!field.options().isEmpty()) {
            shape.set("allowedValues", Json.array(field.options(), site.shapes()::option));
        }
        return shape;
    }

    private static <T> ServerResponse page(
            ServerRequest request, String member, List<T> all, Function<T, ObjectNode> shape) {
        int startAt = Json.number(request, "startAt", 0);
        int maxResults = Math.min(200, Json.number(request, "maxResults", 50));
        List<T> page = all.stream().skip(startAt).limit(maxResults).toList();
        Site.costs(request, page.size());
        ObjectNode body = Json.object()
                .put("maxResults", maxResults)
                .put("startAt", startAt)
                .put("total", all.size());
        body.set(member, Json.array(page, shape));
        return Json.ok(body);
    }
}
