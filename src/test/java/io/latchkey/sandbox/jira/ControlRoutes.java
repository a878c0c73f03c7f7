package io.latchkey.sandbox.jira;

import static org.springframework.web.servlet.function.RouterFunctions.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The site's own part of the control API; what it refuses answers {@code {"error": sentence}}. */
final class ControlRoutes {

    private final Site site;
    private final ConnectHost apps;
    private final Webhooks webhooks;
    private final Automation automation;

    private ControlRoutes(Site site, ConnectHost apps, Webhooks webhooks, Automation automation) {
        this.site = site;
        this.apps = apps;
        this.webhooks = webhooks;
        this.automation = automation;
    }

    static RouterFunction<ServerResponse> of(Site site, ConnectHost apps, Webhooks webhooks, Automation automation) {
        var control = new ControlRoutes(site, apps, webhooks, automation);
        return route().add(control.appRoutes())
                .add(control.webhookRoutes())
                .add(control.siteRoutes())
                .filter(ControlRoutes::refusing)
                .build();
    }

    private static ServerResponse refusing(ServerRequest request, HandlerFunction<ServerResponse> next)
            throws Exception {
        try {
            return next.handle(request);
        } catch (Refusal e) {
            return e.onControl();
        } catch (IllegalArgumentException e) {
            return new Refusal(400, String.valueOf(e.getMessage())).onControl();
        }
    }

    private RouterFunction<ServerResponse> appRoutes() {
        return route().GET("/sandbox/apps", request -> Json.ok(Json.array(apps.all(), ControlRoutes::app)))
                .POST("/sandbox/apps", this::install)
                .DELETE("/sandbox/apps/{app}", request -> done(apps.uninstall(request.pathVariable("app"))))
                .POST("/sandbox/apps/{app}/reinstall", request -> done(apps.reinstall(request.pathVariable("app"))))
                .POST("/sandbox/apps/{app}/disable", request -> done(apps.disable(request.pathVariable("app"))))
                .POST("/sandbox/apps/{app}/enable", request -> done(apps.enable(request.pathVariable("app"))))
                .POST("/sandbox/apps/{app}/jwt", this::token)
                .GET("/sandbox/apps/{app}/context-token", this::contextToken)
                .GET("/sandbox/install-keys/{kid}", this::key)
                .POST(
                        "/sandbox/install-keys/rotate",
                        request -> Json.ok(
                                Json.object().put("kid", apps.keys().rotate().getKeyID())))
                .build();
    }

    private RouterFunction<ServerResponse> webhookRoutes() {
        return route().GET("/sandbox/webhooks", request -> listWebhooks())
                .PUT("/sandbox/webhooks", this::orderWebhooks)
                .DELETE("/sandbox/webhooks", request -> {
                    webhooks.forget();
                    return Json.noContent();
                })
                .POST("/sandbox/webhooks/release", this::release)
                .POST("/sandbox/webhooks/{identifier}/redeliver", this::redeliver)
                .GET("/sandbox/automation/rule", request -> Json.ok(automation.shape()))
                .PUT("/sandbox/automation/rule", this::automate)
                .DELETE("/sandbox/automation/rule", request -> {
                    automation.use(null);
                    return Json.noContent();
                })
                .build();
    }

    private RouterFunction<ServerResponse> siteRoutes() {
        return route().GET("/sandbox/site", request -> Json.ok(describe()))
                .GET(
                        "/sandbox/people",
                        request -> Json.ok(Json.array(site.people().all(), ControlRoutes::person)))
                .POST("/sandbox/people", this::addPerson)
                .PUT("/sandbox/people/{account}", this::changePerson)
                .PUT("/sandbox/people/{account}/groups", this::putIntoGroups)
                .PUT("/sandbox/permissions", this::deny)
                .PUT("/sandbox/workflow/approvals", this::useSteps)
                .PUT("/sandbox/workflow/approvers", this::useApprovers)
                .PUT("/sandbox/issues/{issue}/security", this::hide)
                .PUT("/sandbox/issues/{issue}/participants", this::share)
                .POST("/sandbox/issues/{issue}/move", this::move)
                .POST("/sandbox/issues/{issue}/copy", this::copy)
                .PUT("/sandbox/issues/{issue}/type", this::become)
                .POST("/sandbox/issues/{issue}/forms", this::attach)
                .PUT("/sandbox/issues/{issue}/forms/{form}", this::saveForm)
                .DELETE("/sandbox/issues/{issue}", this::delete)
                .build();
    }

    private static ObjectNode app(ConnectApp app) {
        return Json.object()
                .put("key", app.key())
                .put("descriptorUrl", app.descriptorUrl().toString())
                .put("baseUrl", app.baseUrl())
                .put("clientKey", app.clientKey())
                .put("sharedSecret", app.sharedSecret())
                .put("accountId", app.account().accountId())
                .put("state", app.state().name());
    }

    private static ServerResponse done(ConnectHost.Outcome outcome) {
        return Json.ok(outcome.shape());
    }

    private ServerResponse install(ServerRequest request) throws ServletException, IOException {
        JsonNode body = Json.body(request);
        ConnectHost.Outcome outcome =
                apps.install(URI.create(body.path("descriptorUrl").asText()));
        return Json.answer(outcome.succeeded() ? 201 : 502, outcome.shape());
    }

    private ServerResponse token(ServerRequest request) throws ServletException, IOException {
        ConnectApp app = apps.get(request.pathVariable("app"));
        JsonNode body = Json.body(request);
        JsonNode account = body.path("accountId");
        String url = body.path("url").asText("/");
        URI whole = URI.create(url.startsWith("http") ? url : app.baseUrl() + url);
        String qsh = body.path("context").asBoolean()
                ? Qsh.CONTEXT
                : Qsh.of(body.path("method").asText("GET"), whole, app.baseUrl());
        String jwt = ConnectJwt.symmetric(app, qsh, account.isTextual() ? account.textValue() : null);
        return Json.ok(Json.object().put("jwt", jwt));
    }

    private ServerResponse contextToken(ServerRequest request) {
        ConnectApp app = apps.get(request.pathVariable("app"));
        String account = request.param("accountId").orElse(Cast.ADA.accountId());
        return Json.ok(Json.object().put("jwt", ConnectJwt.symmetric(app, Qsh.CONTEXT, account)));
    }

    private ServerResponse key(ServerRequest request) {
        return apps.keys()
                .pem(request.pathVariable("kid"))
                .map(pem ->
                        ServerResponse.ok().contentType(MediaType.TEXT_PLAIN).body(pem))
                .orElseGet(() -> ServerResponse.notFound().build());
    }

    private ServerResponse listWebhooks() {
        ObjectNode shape = webhooks.orders();
        shape.set("deliveries", Json.array(webhooks.shapes(), one -> one));
        return Json.ok(shape);
    }

    private ServerResponse orderWebhooks(ServerRequest request) throws ServletException, IOException {
        JsonNode body = Json.body(request);
        webhooks.order(
                Webhooks.Mode.valueOf(body.path("mode").asText("DELIVER").toUpperCase(Locale.ROOT)),
                Math.max(1, body.path("copies").asInt(1)),
                body.path("delayMillis").asLong(0));
        return Json.ok(webhooks.orders());
    }

    private ServerResponse release(ServerRequest request) throws ServletException, IOException {
        boolean reversed = Json.body(request).path("order").asText("same").equals("reverse");
        return Json.ok(Json.object().put("released", webhooks.release(reversed)));
    }

    private ServerResponse redeliver(ServerRequest request) {
        if (!webhooks.redeliver(request.pathVariable("identifier"))) {
            throw new Refusal(404, "no webhook has this identifier");
        }
        return Json.noContent();
    }

    private ServerResponse automate(ServerRequest request) throws ServletException, IOException {
        automation.use(Automation.Rule.read(Json.body(request)));
        return Json.ok(automation.shape());
    }

    private ObjectNode describe() {
        ObjectNode shape = Json.object()
                .put("baseUrl", site.links().base())
                .put("cloudId", site.cloudId())
                .put("changes", site.tracker().changes())
                .put("projectKey", Project.ITH.name())
                .put("projectId", Project.ITH.id())
                .put("serviceDeskId", Project.SERVICE_DESK)
                .put("publicKeyBaseUrl", site.links().base() + "/sandbox/install-keys");
        synchronized (site.tracker()) {
            shape.set("approvalSteps", Json.array(site.workflow().steps(), ApprovalStep::shape));
        }
        return shape;
    }

    private static ObjectNode person(Person person) {
        return Json.object()
                .put("accountId", person.accountId())
                .put("displayName", person.displayName())
                .put("email", person.email())
                .put("accountType", person.accountType())
                .put("active", person.active())
                .put("timeZone", person.timeZone())
                .put("role", person.role().name());
    }

    private ServerResponse addPerson(ServerRequest request) throws ServletException, IOException {
        JsonNode body = Json.body(request);
        Role role = Role.valueOf(body.path("role").asText("EMPLOYEE").toUpperCase(Locale.ROOT));
        var person = new Person(
                body.path("accountId").asText("557058:" + UUID.randomUUID()),
                body.path("displayName").asText("Somebody"),
                body.path("email").asText("somebody@example.com"),
                role == Role.CUSTOMER ? "customer" : role == Role.APP ? "app" : "atlassian",
                true,
                body.path("timeZone").asText("Europe/Berlin"),
                role);
        site.people().put(person);
        return Json.answer(201, person(person));
    }

    private ServerResponse changePerson(ServerRequest request) throws ServletException, IOException {
        Person person = site.people().get(request.pathVariable("account"));
        JsonNode body = Json.body(request);
        var changed = new Person(
                person.accountId(),
                body.path("displayName").asText(person.displayName()),
                body.path("email").asText(person.email()),
                person.accountType(),
                body.path("active").asBoolean(person.active()),
                body.path("timeZone").asText(person.timeZone()),
                body.hasNonNull("role")
                        ? Role.valueOf(body.path("role").asText().toUpperCase(Locale.ROOT))
                        : person.role());
        site.people().put(changed);
        return Json.ok(person(changed));
    }

    /** An account id, or the key of an app for its account. */
    private String account(String named) {
        return apps.find(named).map(app -> app.account().accountId()).orElse(named);
    }

    private ServerResponse deny(ServerRequest request) throws ServletException, IOException {
        JsonNode body = Json.body(request);
        Set<String> denied = new HashSet<>();
        body.path("denied").forEach(one -> denied.add(one.asText()));
        Project project = Project.find(body.path("project").asText(Project.ITH.name()))
                .orElseThrow(() -> new Refusal(400, "there is no such project"));
        String account = account(body.path("account").asText());
        site.permissions().deny(site.people().get(account).accountId(), project, denied);
        return Json.noContent();
    }

    private ServerResponse useSteps(ServerRequest request) throws ServletException, IOException {
        List<ApprovalStep> steps = Workflow.read(Json.body(request));
        synchronized (site.tracker()) {
            site.workflow().use(steps);
        }
        return Json.ok(Json.array(steps, ApprovalStep::shape));
    }

    private ServerResponse useApprovers(ServerRequest request) throws ServletException, IOException {
        List<Person> approvers = new ArrayList<>();
        Json.body(request)
                .path("accountIds")
                .forEach(id -> approvers.add(site.people().get(id.asText())));
        site.tracker().useStandardApprovers(approvers);
        return Json.noContent();
    }

    private Issue issue(ServerRequest request) {
        return site.tracker()
                .find(request.pathVariable("issue"))
                .orElseThrow(() -> new Refusal(404, "there is no such issue"));
    }

    private ServerResponse hide(ServerRequest request) throws ServletException, IOException {
        JsonNode body = Json.body(request);
        Set<String> from = new HashSet<>();
        body.path("hiddenFrom").forEach(one -> from.add(account(one.asText())));
        synchronized (site.tracker()) {
            Issue issue = issue(request);
            issue.hiddenFrom().clear();
            issue.hiddenFrom().addAll(from);
        }
        return Json.noContent();
    }

    private ServerResponse share(ServerRequest request) throws ServletException, IOException {
        JsonNode body = Json.body(request);
        Set<String> with = new HashSet<>();
        body.path("participants")
                .forEach(one -> with.add(site.people().get(one.asText()).accountId()));
        synchronized (site.tracker()) {
            Issue issue = issue(request);
            issue.participants().clear();
            issue.participants().addAll(with);
        }
        return Json.noContent();
    }

    private ServerResponse move(ServerRequest request) throws ServletException, IOException {
        Project to = Project.find(Json.body(request).path("project").asText(Project.OPS.name()))
                .orElseThrow(() -> new Refusal(400, "there is no such project"));
        Issue issue = issue(request);
        site.tracker().move(issue, Cast.GUS, to);
        return Json.ok(Json.object().put("id", issue.id()).put("key", issue.key()));
    }

    private ServerResponse putIntoGroups(ServerRequest request) throws ServletException, IOException {
        Person person = site.people().get(request.pathVariable("account"));
        List<People.Group> groups = new ArrayList<>();
        Json.body(request)
                .path("groups")
                .forEach(group -> groups.add(new People.Group(
                        group.path("groupId").asText(), group.path("name").asText("A group"))));
        site.people().putInto(person.accountId(), groups);
        return Json.noContent();
    }

    private ServerResponse copy(ServerRequest request) {
        Issue copy = site.tracker().copy(issue(request), Cast.GUS);
        return Json.answer(201, Json.object().put("id", copy.id()).put("key", copy.key()));
    }

    private ServerResponse become(ServerRequest request) throws ServletException, IOException {
        RequestType type = RequestType.find(
                        Json.body(request).path("requestType").asText())
                .orElseThrow(() -> new Refusal(400, "there is no such request type"));
        site.tracker().become(issue(request), Cast.GUS, type);
        return Json.noContent();
    }

    private ServerResponse attach(ServerRequest request) throws ServletException, IOException {
        JsonNode body = Json.body(request);
        IssueForm form = site.tracker().attach(issue(request));
        site.tracker().save(form, body.path("answers"), body.path("submitted").asBoolean(true));
        return Json.answer(201, form.entry());
    }

    private ServerResponse saveForm(ServerRequest request) throws ServletException, IOException {
        JsonNode body = Json.body(request);
        IssueForm form = issue(request).forms().stream()
                .filter(one -> one.id().equals(request.pathVariable("form")))
                .findFirst()
                .orElseThrow(() -> new Refusal(404, "there is no such form"));
        site.tracker().save(form, body.path("answers"), body.path("submitted").asBoolean(true));
        return Json.ok(form.entry());
    }

    private ServerResponse delete(ServerRequest request) {
        site.tracker().delete(issue(request), Cast.GUS);
        return Json.noContent();
    }
}
