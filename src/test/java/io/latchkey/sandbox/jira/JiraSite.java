package io.latchkey.sandbox.jira;

import static org.springframework.web.servlet.function.RequestPredicates.all;
import static org.springframework.web.servlet.function.RouterFunctions.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.latchkey.sandbox.http.Control;
import io.latchkey.sandbox.http.Rules;
import io.latchkey.sandbox.http.SandboxClock;
import io.latchkey.sandbox.http.SandboxServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A Jira site that listens. Beside its URLs it has a Java face for tests, which does what a person or the control API does.
 * Issues are named by key or id. Safe for many threads.
 */
public final class JiraSite implements AutoCloseable {

    private final String cloudId = UUID.randomUUID().toString();
    private final Site site;
    private final ConnectHost apps;
    private final Webhooks webhooks;
    private final Automation automation;
    private final ForgeApps forge;
    private final AtomicReference<SandboxServer> server = new AtomicReference<>();

    private JiraSite(SandboxClock clock) {
        var http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        Rules rules = JiraRules.declare();
        var links = new Links();
        var people = new People();
        var fields = new SiteFields(people);
        var workflow = new Workflow();
        var desk = new DeskShapes(links, fields, people);
        var shapes = new Shapes(links, fields, desk);
        var tracker = new Tracker(clock, fields, workflow, rules);
        site = new Site(cloudId, links, people, fields, workflow, tracker, new Permissions(), shapes, desk, rules);
        apps = new ConnectHost(links, cloudId, people, http);
        webhooks = new Webhooks(apps, shapes, rules, clock, http);
        automation = new Automation(http);
        forge = new ForgeApps(people, shapes);
        tracker.listen(webhooks);
        tracker.listen(automation);
        tracker.listen(forge);
    }

    /**
     * Starts a site.
     *
     * @param host the name in its URLs
     * @param port the port, or 0 for a free one
     */
    public static JiraSite start(String host, int port, SandboxClock clock) {
        var jira = new JiraSite(clock);
        SandboxServer server = SandboxServer.start("jira", host, port, jira.routes(clock));
        jira.server.set(server);
        jira.site.links().listenAt(server.uri());
        return jira;
    }

    private RouterFunction<ServerResponse> routes(SandboxClock clock) {
        var gate = new Gate(site, new Callers(site.people(), apps, forge), new Limits(site.rules(), clock));
        RouterFunction<ServerResponse> rest = IssueRoutes.of(site)
                .and(CommentRoutes.of(site))
                .and(SearchRoutes.of(site))
                .and(SiteRoutes.of(site))
                .and(CreateMetaRoutes.of(site))
                .and(FormRoutes.of(site))
                .and(ServiceDeskRoutes.of(site))
                .filter(gate);
        return rest.and(Control.routes(() -> server().traffic(), () -> server().faults(), clock, site.rules()))
                .and(ControlRoutes.of(site, apps, webhooks, automation))
                .and(FrameRoutes.of(site, apps))
                .and(PageRoutes.of(cloudId))
                .and(route(all(), PageRoutes::nothing));
    }

    /** Where it listens, without a trailing slash: the site's base URL. */
    public URI uri() {
        return server().uri();
    }

    /** Atlassian's id of the site; each has its own. */
    public String cloudId() {
        return cloudId;
    }

    /** Gives it domains of its own, where people and customers see it from now on. */
    public void showAt(URI people, URI customers) {
        site.links().showAt(people, customers);
    }

    /** Its server, with recorded traffic and faults. */
    public SandboxServer server() {
        SandboxServer started = server.get();
        if (started == null) {
            throw new IllegalStateException("the site does not listen yet");
        }
        return started;
    }

    /** Its switchable rules, named in {@link JiraRules}. */
    public Rules rules() {
        return site.rules();
    }

    /** What the product's public-key-base-url must be. */
    public URI installKeys() {
        return URI.create(uri() + "/sandbox/install-keys");
    }

    /** Gives the site one text field more. */
    public void addTextField(String id, String name) {
        site.fields().addText(id, name);
    }

    /** Hides a field in the site's field configuration, so that issues do not show it; or shows it again. */
    public void hideField(String id, boolean hidden) {
        site.fields().hide(id, hidden);
    }

    /** Raises "Onboard a new employee" as Mia. Returns the issue's key. */
    public String raise(Onboarding newcomer) {
        return raise(Cast.MIA, newcomer.fieldValues());
    }

    /** Raises "Onboard a new employee" with any field values, checked as the portal checks them. Returns the key. */
    public String raise(Person reporter, Map<String, JsonNode> fieldValues) {
        return raise(reporter, reporter, fieldValues);
    }

    /** As {@link #raise(Person, Map)}, by one person for another, who counts as the reporter. */
    public String raise(Person creator, Person reporter, Map<String, JsonNode> fieldValues) {
        return raise(creator, reporter, RequestType.ONBOARD, fieldValues);
    }

    /**
     * Raises a request of any type as Mia, with any field values of its form; none has to be there, and a summary is added
     * where there is none. Returns the key.
     *
     * @param requestType the name in the portal, such as {@code Offboard an employee}
     * @param fieldValues by field id, in {@link SiteFields}; a paragraph may be plain text
     */
    public String raise(String requestType, Map<String, JsonNode> fieldValues) {
        return raise(Cast.MIA, Cast.MIA, requestType, fieldValues);
    }

    /** As {@link #raise(String, Map)}, by one person for another, who counts as the reporter. */
    public String raise(Person creator, Person reporter, String requestType, Map<String, JsonNode> fieldValues) {
        Map<String, JsonNode> values = new LinkedHashMap<>(fieldValues);
        values.putIfAbsent("summary", TextNode.valueOf(requestType));
        return raise(creator, reporter, RequestType.named(requestType), values);
    }

    private String raise(Person creator, Person reporter, RequestType type, Map<String, JsonNode> fieldValues) {
        synchronized (site.tracker()) {
            var values = Json.object();
            values.setAll(fieldValues);
            return site.tracker()
                    .create(creator, reporter, type, site.tracker().acceptFromPortal(values))
                    .key();
        }
    }

    /** The id of a request type, by its name in the portal. */
    public static String requestTypeId(String name) {
        return RequestType.named(name).id();
    }

    /** The field values of an account's user picker, and of other pickers for one person in a list. */
    public static JsonNode people(Person... persons) {
        return Json.array(List.of(persons), person -> Json.object().put("accountId", person.accountId()));
    }

    /** The value of a select field. */
    public static JsonNode option(String word) {
        return Json.object().put("value", word);
    }

    /** Answers the pending approval with yes. @throws IllegalStateException when this person may not */
    public void approve(String issue, Person approver) {
        answer(issue, approver, Decision.APPROVED);
    }

    /** Answers the pending approval with no. @throws IllegalStateException when this person may not */
    public void decline(String issue, Person approver) {
        answer(issue, approver, Decision.DECLINED);
    }

    private void answer(String named, Person approver, Decision decision) {
        synchronized (site.tracker()) {
            Issue issue = issue(named);
            Approval pending = issue.pendingApproval()
                    .orElseThrow(() -> new IllegalStateException(named + " waits for no approval"));
            try {
                ServiceDeskRoutes.answer(site, issue, pending, new Caller(approver, null), decision);
            } catch (Refusal e) {
                throw new IllegalStateException(approver.displayName() + ": " + e.getMessage(), e);
            }
        }
    }

    /** Sets one field, in the form that the REST API takes. */
    public void edit(String issue, Person editor, String fieldId, JsonNode value) {
        synchronized (site.tracker()) {
            site.tracker()
                    .edit(
                            issue(issue),
                            editor,
                            site.tracker().accept(Json.object().set(fieldId, value)));
        }
    }

    /** Sends an issue through a transition. @throws IllegalStateException when its status does not have it */
    public void transition(String named, Person by, String transitionId) {
        synchronized (site.tracker()) {
            Issue issue = issue(named);
            Transition transition = Transition.find(transitionId, issue.status())
                    .orElseThrow(() -> new IllegalStateException("no transition " + transitionId + " leaves "
                            + issue.status().label()));
            site.tracker().transition(issue, by, transition);
        }
    }

    /** The comments, oldest first, in the REST API's v3 shape with their properties. */
    public List<JsonNode> comments(String issue) {
        synchronized (site.tracker()) {
            List<JsonNode> comments = new ArrayList<>();
            issue(issue)
                    .comments()
                    .forEach(comment -> comments.add(site.shapes().comment(comment, administrator(), true)));
            return comments;
        }
    }

    /** When the newest approval was asked for. */
    public Instant approvalAskedAt(String issue) {
        synchronized (site.tracker()) {
            List<Approval> approvals = issue(issue).approvals();
            return approvals.get(approvals.size() - 1).created();
        }
    }

    /** The forms on it, in the Forms API's short shape. */
    public List<JsonNode> formsOf(String issue) {
        synchronized (site.tracker()) {
            return issue(issue).forms().stream().<JsonNode>map(IssueForm::entry).toList();
        }
    }

    /** The time at the site. */
    public Instant now() {
        return site.tracker().now();
    }

    /** The name of the status. */
    public String status(String issue) {
        synchronized (site.tracker()) {
            return issue(issue).status().label();
        }
    }

    /** The issue's number, which stays when its key changes. */
    public String idOf(String issue) {
        synchronized (site.tracker()) {
            return issue(issue).id();
        }
    }

    /** The id and the key of an issue that is there, in this order. */
    public Optional<List<String>> names(String issue) {
        synchronized (site.tracker()) {
            return site.tracker().find(issue).map(found -> List.of(found.id(), found.key()));
        }
    }

    /** The whole issue in the REST API's v3 shape, as an administrator sees it. */
    public JsonNode issueAsJson(String issue) {
        synchronized (site.tracker()) {
            return site.shapes().issue(issue(issue), administrator(), FieldChoice.of(List.of(), "*all"));
        }
    }

    private static Caller administrator() {
        return new Caller(Cast.ADA, null);
    }

    private Issue issue(String named) {
        return site.tracker().find(named).orElseThrow(() -> new IllegalArgumentException("there is no issue " + named));
    }

    /** From now on two people approve one after the other: the field's approver, then Olga. */
    public void useTwoApprovals() {
        synchronized (site.tracker()) {
            site.workflow().use(Workflow.TWO_STEPS);
        }
    }

    /** Hides an issue from every app, as a security level does; or shows it again. */
    public void hideFromApps(String issue, boolean hidden) {
        synchronized (site.tracker()) {
            issue(issue).hiddenFrom().clear();
            if (hidden) {
                issue(issue).hiddenFrom().add("apps");
            }
        }
    }

    /**
     * Takes permissions from an installed app's account in the project ITH, and gives back those taken before.
     *
     * @param permissions Jira's permission keys, such as {@code ADD_COMMENTS}, or global ones, such as {@code
     *     USER_PICKER}
     */
    public void denyApp(String appKey, String... permissions) {
        deny(apps.get(appKey).account().accountId(), permissions);
    }

    /** As {@link #denyApp}, of any account. */
    public void deny(String accountId, String... permissions) {
        site.permissions().deny(accountId, Project.ITH, java.util.Set.of(permissions));
    }

    /**
     * Fetches the descriptor and installs the app.
     *
     * @throws IllegalStateException with the app's status codes when it did not accept
     */
    public Installation installApp(URI descriptorUrl) {
        ConnectHost.Outcome outcome = apps.install(descriptorUrl);
        if (!outcome.succeeded()) {
            throw new IllegalStateException("the app answered " + outcome.statuses());
        }
        return installation(outcome.app());
    }

    /** What is known of an app that is or was installed. */
    public Installation installation(String appKey) {
        return installation(apps.get(appKey));
    }

    private static Installation installation(ConnectApp app) {
        return new Installation(
                app.key(), app.clientKey(), app.sharedSecret(), app.account().accountId());
    }

    /** Lets a Forge app in: it gets an account of its own. */
    public ForgeFace forgeApp(String key) {
        return new ForgeFace(forge, forge.app(key, ForgeFace.scopes()));
    }

    /** Closes a person's Atlassian account: personal data reporting answers so from now on. */
    public void closeAccount(String accountId) {
        site.people().close(accountId);
    }

    /** Uninstalls an app. Returns its status codes, by callback. */
    public Map<String, Integer> uninstallApp(String appKey) {
        return new LinkedHashMap<>(apps.uninstall(appKey).statuses());
    }

    /** What {@code AP.context.getToken} would give this person in the app's frame. */
    public String contextToken(String appKey, String accountId) {
        return ConnectJwt.symmetric(apps.get(appKey), Qsh.CONTEXT, accountId);
    }

    /** A token for any request to the app, as Jira signs it; the URL may be relative to the app's base URL. */
    public String jwt(String appKey, String method, String url) {
        ConnectApp app = apps.get(appKey);
        URI whole = URI.create(url.startsWith("http") ? url : app.baseUrl() + url);
        return ConnectJwt.symmetric(app, Qsh.of(method, whole, app.baseUrl()), null);
    }

    /** From now on no webhook is sent; or they are again. */
    public void dropWebhooks(boolean drop) {
        webhooks.order(drop ? Webhooks.Mode.DROP : Webhooks.Mode.DELIVER, 1, 0);
    }

    /** From now on each webhook is sent so often, with one identifier. */
    public void repeatWebhooks(int copies) {
        webhooks.order(Webhooks.Mode.DELIVER, copies, 0);
    }

    /** From now on webhooks are kept until they are released. */
    public void holdWebhooks() {
        webhooks.order(Webhooks.Mode.HOLD, 1, 0);
    }

    /** Sends the held ones, and from now on all. Returns how many were held. */
    public int releaseWebhooks(boolean reversed) {
        webhooks.order(Webhooks.Mode.DELIVER, 1, 0);
        return webhooks.release(reversed);
    }

    /** The webhooks so far, as the control API shows them. */
    public List<JsonNode> webhooks() {
        return List.copyOf(webhooks.shapes());
    }

    /** Whether a webhook waits to be sent or is on its way. */
    public boolean isAnnouncing() {
        return webhooks.isAnnouncing();
    }

    /** Forgets the webhooks so far, those on their way apart. */
    public void forgetWebhooks() {
        webhooks.forget();
    }

    /** Sets the Automation rule that runs when an issue enters Approved; the body may hold smart values. */
    public void automate(URI url, Map<String, String> headers, String body) {
        automation.use(new Automation.Rule(url, Map.copyOf(headers), body));
    }

    @Override
    public void close() {
        webhooks.close();
        automation.close();
        server().close();
    }
}
