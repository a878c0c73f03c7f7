package io.latchkey.sandbox.jira;

import static org.springframework.web.servlet.function.RouterFunctions.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The places of a site where an app is shown in a frame: a page among the administrator's, a panel beside an issue, a panel
 * on a request in the portal. The frame and the bridge are Atlassian's own code (npm {@code atlassian-connect-js}), which the
 * build of {@code frontend/} has fetched; what the product defines beside it (context, user, navigator) is in {@code host.html}.
 */
final class FrameRoutes {

    /** Names of the modules that are drawn, with where their address is in the descriptor. */
    private static final Map<String, String> MODULES = Map.of(
            "adminPages", "/url",
            "jiraIssueContexts", "/target/url",
            "serviceDeskPortalRequestViewPanels", "/url");

    private static final Path PACKAGES = Path.of("frontend", "node_modules");

    private static final Map<String, Path> FILES = Map.of(
            "jquery.js", Path.of("jquery", "dist", "jquery.js"),
            "aui.js", Path.of("@atlassian", "aui", "dist", "aui", "aui-prototyping.js"),
            "aui.css", Path.of("@atlassian", "aui", "dist", "aui", "aui-prototyping.css"),
            "connect-host.js", Path.of("atlassian-connect-js", "dist", "connect-host.js"),
            "connect-host.css", Path.of("atlassian-connect-js", "dist", "connect-host.css"),
            "iframe.js", Path.of("atlassian-connect-js", "dist", "iframe.js"));

    private final Site site;
    private final ConnectHost apps;

    private FrameRoutes(Site site, ConnectHost apps) {
        this.site = site;
        this.apps = apps;
    }

    static RouterFunction<ServerResponse> of(Site site, ConnectHost apps) {
        var frames = new FrameRoutes(site, apps);
        return route().GET("/sandbox/host/{file}", FrameRoutes::file)
                .GET("/sandbox/frame", request -> page())
                .GET("/sandbox/frame/extension", frames::extension)
                .build();
    }

    private static ServerResponse page() {
        return ServerResponse.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(new ClassPathResource("sandbox/host.html"));
    }

    private static ServerResponse file(ServerRequest request) throws IOException {
        Path file = FILES.get(request.pathVariable("file"));
        if (file == null || !Files.isRegularFile(PACKAGES.resolve(file))) {
            return ServerResponse.status(404)
                    .contentType(MediaType.TEXT_PLAIN)
                    .body("not there: build frontend/ first (mvn generate-resources)");
        }
        return ServerResponse.ok()
                .contentType(MediaType.parseMediaType(file.toString().endsWith("css") ? "text/css" : "text/javascript"))
                .body(Files.readAllBytes(PACKAGES.resolve(file)));
    }

    /** What Jira gives to the host's script for a module: its address, signed for who looks, and what is known of the place. */
    private ServerResponse extension(ServerRequest request) {
        ConnectApp app = apps.get(request.param("app").orElse("io.latchkey"));
        String kind = request.param("module").orElse("adminPages");
        String account = request.param("as").orElse(Cast.ADA.accountId());
        JsonNode module = app.descriptor().path("modules").path(kind).path(0);
        if (!MODULES.containsKey(kind) || module.isMissingNode() || !app.isEnabled()) {
            return Json.answer(
                    404, Json.object().put("error", "the app has no module " + kind + ", or is not enabled"));
        }
        Optional<Person> who = site.people().find(account);
        if (who.isEmpty()) {
            return Json.answer(404, Json.object().put("error", "nobody here has the account id " + account));
        }
        Optional<Issue> issue = request.param("issue").flatMap(named -> {
            synchronized (site.tracker()) {
                return site.tracker().find(named);
            }
        });
        String path = module.at(MODULES.get(kind))
                .asText()
                .replace("{issue.id}", issue.map(Issue::id).orElse(""))
                .replace("{servicedesk.requestId}", issue.map(Issue::id).orElse(""));
        URI url = URI.create(app.baseUrl() + path + (path.contains("?") ? "&" : "?") + "xdm_e="
                + encoded(site.links().base()) + "&xdm_c=channel-" + app.key() + "&cp=&lic=none&cv=1001.0.0-SNAPSHOT");
        String jwt = ConnectJwt.symmetric(app, Qsh.of("GET", url, app.baseUrl()), account);
        ObjectNode shape = Json.object()
                .put("addon_key", app.key())
                .put("key", module.path("key").asText())
                .put("title", module.path("name").path("value").asText("Latchkey"))
                .put("url", url + "&jwt=" + jwt);
        ObjectNode context = shape.putObject("context");
        if (issue.isPresent() && kind.equals("jiraIssueContexts")) {
            context.putObject("jira")
                    .putObject("issue")
                    .put("id", issue.get().id())
                    .put("key", issue.get().key());
        }
        shape.put("issueKey", issue.map(Issue::key).orElse(""));
        shape.put("person", who.get().displayName());
        shape.put("timeZone", who.get().timeZone());
        return Json.ok(shape);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
