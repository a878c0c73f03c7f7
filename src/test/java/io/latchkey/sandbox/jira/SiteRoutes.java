package io.latchkey.sandbox.jira;

import static org.springframework.web.servlet.function.RouterFunctions.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The platform's answers about the site itself: users, fields, projects, statuses, permissions. */
final class SiteRoutes {

    private static final int MOST_REPORTED = 90;

    /** Atlassian's test id of a closed account; 5be24ad8b1653240376955d2 is that of an active one. */
    private static final String CLOSED = "5be24ba3f91c106033269289";

    private static final Instant BUILT = Instant.parse("2026-11-02T08:00:00Z");

    private final Site site;

    private SiteRoutes(Site site) {
        this.site = site;
    }

    static RouterFunction<ServerResponse> of(Site site) {
        var routes = new SiteRoutes(site);
        return route().GET("/rest/api/3/myself", routes::myself)
                .GET("/rest/api/3/user", routes::user)
                .GET(
                        "/rest/api/3/field",
                        request -> Json.ok(Json.array(site.fields().all(), FieldDefinition::shape)))
                .GET(
                        "/rest/api/3/status",
                        request -> Json.ok(Json.array(Arrays.asList(Status.values()), site.shapes()::status)))
                .GET("/rest/api/3/project/{project}", routes::project)
                .POST("/rest/api/3/permissions/check", routes::check)
                .GET("/rest/api/3/mypermissions", routes::mine)
                .POST("/rest/atlassian-connect/latest/report-accounts", routes::reportAccounts)
                .GET("/rest/api/3/serverInfo", request -> routes.serverInfo())
                .build();
    }

    /**
     * Personal data reporting of Connect apps: at the site, signed by the app; at most 90 accounts, 204 when nothing is to
     * be done, the test ids of Atlassian's user privacy guide.
     */
    private ServerResponse reportAccounts(ServerRequest request) throws ServletException, IOException {
        if (Site.caller(request).app() == null) {
            throw new Refusal(401, "Only apps report accounts.");
        }
        JsonNode accounts = Json.body(request).path("accounts");
        if (!accounts.isArray() || accounts.isEmpty() || accounts.size() > MOST_REPORTED) {
            throw new Refusal(400, "accounts must hold 1 to " + MOST_REPORTED + " accounts.");
        }
        ArrayNode told = Json.array();
        for (JsonNode one : accounts) {
            String id = one.path("accountId").asText();
            if (id.isEmpty() || one.path("updatedAt").asText().isEmpty()) {
                throw new Refusal(400, "Each account needs accountId and updatedAt.");
            }
            if (CLOSED.equals(id) || site.people().isClosed(id)) {
                told.addObject().put("accountId", id).put("status", "closed");
            }
        }
        var answer = told.isEmpty()
                ? ServerResponse.status(204).header("Cycle-Period", "7 Days")
                : ServerResponse.ok().header("Cycle-Period", "7 Days");
        if (told.isEmpty()) {
            return answer.build();
        }
        ObjectNode body = Json.object();
        body.set("accounts", told);
        return answer.contentType(org.springframework.http.MediaType.APPLICATION_JSON)
                .body(body);
    }

    private ServerResponse myself(ServerRequest request) {
        Caller caller = Site.caller(request);
        return Json.ok(site.shapes().user(caller.person(), caller).put("locale", "en_US"));
    }

    private ServerResponse user(ServerRequest request) {
        String id = request.param("accountId").orElse("");
        if (id.isEmpty()) {
            throw new Refusal(400, "The query parameter 'accountId' is required.");
        }
        Site.costs(request, 2);
        Caller caller = Site.caller(request);
        if (!site.permissions().mayGlobally(caller.person(), Permissions.BROWSE_USERS)) {
            // Documented: 403 without the global permission "Browse users and groups".
            throw new Refusal(403, "You are not authorized to perform this operation.");
        }
        return site.people()
                .find(id)
                .map(person -> Json.ok(user(person, caller, IssueRoutes.list(request, "expand"))))
                .orElseThrow(() ->
                        new Refusal(404, "Specified user does not exist or you do not have required permissions"));
    }

    /** Documented: {@code expand=groups} lists all groups of a user, nested ones too, with their number. */
    private ObjectNode user(Person person, Caller caller, List<String> expand) {
        ObjectNode shape = site.shapes().user(person, caller);
        if (expand.contains("groups")) {
            List<People.Group> in = site.people().groupsOf(person);
            ObjectNode groups = shape.putObject("groups").put("size", in.size());
            groups.set(
                    "items",
                    Json.array(
                            in,
                            group -> Json.object()
                                    .put("name", group.name())
                                    .put("groupId", group.groupId())
                                    .put("self", site.links().api("/group?groupId=" + group.groupId()))));
        }
        return shape.put("expand", "groups,applicationRoles");
    }

    /** As the OpenAPI document's example has it; anonymous callers may ask too, which {@link Gate} does not let them. */
    private ServerResponse serverInfo() {
        ObjectNode info = Json.object()
                .put("baseUrl", site.links().base())
                .put("displayUrl", site.links().display())
                .put("displayUrlServicedeskHelpCenter", site.links().helpCenter())
                .put("displayUrlConfluence", site.links().display())
                .put("version", "1001.0.0-SNAPSHOT")
                .put("deploymentType", "Cloud")
                .put("buildNumber", 100_285)
                .put("buildDate", Json.time(BUILT))
                .put("serverTime", Json.time(site.tracker().now()))
                .put("serverTimeZone", "Etc/UTC")
                .put("scmInfo", "1f51473f5c7b75c1a69a0090f4832cdc5053702a")
                .put("serverTitle", "Jira");
        info.set("versionNumbers", Json.array().add(1001).add(0).add(0));
        return Json.ok(info);
    }

    private ServerResponse project(ServerRequest request) {
        Caller caller = Site.caller(request);
        String named = request.pathVariable("project");
        Project project = visible(named, caller, () -> "No project could be found with key '" + named + "'.");
        ObjectNode shape = site.shapes().project(project);
        shape.put("expand", "description,lead,issueTypes,url,projectKeys,permissions,insight")
                .put("description", "")
                .put("assigneeType", "UNASSIGNED")
                .put("isPrivate", false)
                .put("style", "classic")
                .set("lead", site.shapes().user(Cast.ADA, caller));
        shape.set("issueTypes", Json.array(Arrays.asList(RequestType.values()), site.shapes()::issueType));
        shape.set("components", Json.array());
        shape.set("versions", Json.array());
        shape.set("roles", Json.object());
        shape.set("properties", Json.object());
        return Json.ok(shape);
    }

    private Project visible(String named, Caller caller, Supplier<String> sentence) {
        return Project.find(named)
                .filter(project -> site.permissions().may(caller, Permissions.BROWSE, project))
                .orElseThrow(() -> new Refusal(404, sentence.get()));
    }

    private ServerResponse check(ServerRequest request) throws ServletException, IOException {
        Caller caller = Site.caller(request);
        JsonNode body = Json.body(request);
        Person asked = asked(caller, body.path("accountId"));
        Site.costs(request, 2);
        ObjectNode shape = Json.object();
        ArrayNode global = shape.putArray("globalPermissions");
        for (JsonNode one : body.path("globalPermissions")) {
            recognise(Permissions.isGlobal(one.asText()), one.asText());
            if (site.permissions().mayGlobally(asked, one.asText())) {
                global.add(one.asText());
            }
        }
        ArrayNode granted = shape.putArray("projectPermissions");
        for (JsonNode wish : body.path("projectPermissions")) {
            for (JsonNode permission : wish.path("permissions")) {
                recognise(Permissions.isProject(permission.asText()), permission.asText());
                grants(asked, permission.asText(), wish, granted);
            }
        }
        return Json.ok(shape);
    }

    private Person asked(Caller caller, JsonNode accountId) {
        if (!accountId.isTextual()
                || accountId.textValue().equals(caller.person().accountId())) {
            return caller.person();
        }
        boolean allowed = caller.isApp()
                ? site.rules().isOn(JiraRules.CHECK_OTHERS)
                : site.permissions().mayGlobally(caller.person(), Permissions.ADMINISTER);
        if (!allowed) {
            throw new Refusal(403, "Only Jira administrators can perform this operation.");
        }
        return site.people()
                .find(accountId.textValue())
                .orElseThrow(() -> new Refusal(400, "The user does not exist."));
    }

    private static void recognise(boolean known, String permission) {
        if (!known) {
            throw Refusal.field(permission, "Unrecognized permission");
        }
    }

    /** What is granted, by project or by issue; what is not granted or not there is left out (documented). */
    private void grants(Person asked, String permission, JsonNode wish, ArrayNode granted) {
        ArrayNode projects = Json.array();
        for (JsonNode id : wish.path("projects")) {
            Project.find(id.asText())
                    .filter(project -> site.permissions().may(asked, permission, project))
                    .ifPresent(project -> projects.add(Long.parseLong(project.id())));
        }
        ArrayNode issues = Json.array();
        for (JsonNode id : wish.path("issues")) {
            site.tracker()
                    .find(id.asText())
                    .filter(issue -> site.permissions().mayBrowse(asked, issue))
                    .filter(issue -> site.permissions().may(asked, permission, issue.project()))
                    .ifPresent(issue -> issues.add(Long.parseLong(issue.id())));
        }
        if (!projects.isEmpty() || !issues.isEmpty()) {
            ObjectNode grant = granted.addObject().put("permission", permission);
            grant.set("issues", issues);
            grant.set("projects", projects);
        }
    }

    private ServerResponse mine(ServerRequest request) {
        Caller caller = Site.caller(request);
        List<String> wanted = IssueRoutes.list(request, "permissions");
        if (wanted.isEmpty()) {
            throw new Refusal(400, "The 'permissions' query parameter is required.");
        }
        Map<String, Boolean> answers = new LinkedHashMap<>();
        var where = new Where(request, caller);
        for (String permission : wanted) {
            if (!Permissions.isGlobal(permission) && !Permissions.isProject(permission)) {
                throw new Refusal(400, "Unrecognized permission(s): " + permission);
            }
            answers.put(
                    permission,
                    Permissions.isGlobal(permission)
                            ? site.permissions().mayGlobally(caller.person(), permission)
                            : where.has(permission));
        }
        ObjectNode shape = Json.object();
        ObjectNode all = shape.putObject("permissions");
        answers.forEach((permission, has) -> all.putObject(permission)
                .put("id", String.valueOf(Permissions.idOf(permission)))
                .put("key", permission)
                .put("name", words(permission))
                .put("type", Permissions.isGlobal(permission) ? "GLOBAL" : "PROJECT")
                .put("description", "")
                .put("havePermission", has));
        return Json.ok(shape);
    }

    private static String words(String permission) {
        String words = permission.replace('_', ' ').toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    /** The context of mypermissions: a project, an issue, or any project. */
    private final class Where {

        private final List<Project> projects;
        private final Caller caller;

        Where(ServerRequest request, Caller caller) {
            this.caller = caller;
            var project = request.param("projectId").or(() -> request.param("projectKey"));
            var issue = request.param("issueId").or(() -> request.param("issueKey"));
            if (project.isPresent()) {
                projects = List.of(visible(
                        project.get(), caller, () -> "No project could be found with id '" + project.get() + "'."));
            } else if (issue.isPresent()) {
                projects = List.of(site.tracker()
                        .find(issue.get())
                        .filter(found -> site.permissions().mayBrowse(caller.person(), found))
                        .orElseThrow(Refusal::noIssue)
                        .project());
            } else {
                projects = List.of(Project.values());
            }
        }

        boolean has(String permission) {
            return projects.stream().anyMatch(project -> site.permissions().may(caller, permission, project));
        }
    }
}
