package io.latchkey.sandbox.jira;

import static org.springframework.web.servlet.function.RouterFunctions.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** {@code /rest/servicedeskapi}: the portal's and the approvers' side of an issue. */
final class ServiceDeskRoutes {

    private static final String ROOT = "/rest/servicedeskapi";

    private final Site site;

    private ServiceDeskRoutes(Site site) {
        this.site = site;
    }

    static RouterFunction<ServerResponse> of(Site site) {
        var routes = new ServiceDeskRoutes(site);
        return route().GET(ROOT + "/servicedesk", routes::serviceDesks)
                .GET(ROOT + "/servicedesk/{desk}", routes::serviceDesk)
                .GET(ROOT + "/servicedesk/{desk}/requesttype", routes::requestTypes)
                .GET(ROOT + "/servicedesk/{desk}/requesttype/{type}", routes::requestType)
                .GET(ROOT + "/servicedesk/{desk}/requesttype/{type}/field", routes::requestTypeFields)
                .POST(ROOT + "/request", routes::raise)
                .GET(ROOT + "/request", routes::own)
                .GET(ROOT + "/request/{issue}", routes::request)
                .GET(ROOT + "/request/{issue}/approval", routes::approvals)
                .GET(ROOT + "/request/{issue}/approval/{approval}", routes::approval)
                .POST(ROOT + "/request/{issue}/approval/{approval}", routes::answer)
                .GET(ROOT + "/request/{issue}/comment", routes::comments)
                .GET(ROOT + "/request/{issue}/participant", routes::participants)
                .GET(ROOT + "/request/{issue}/transition", routes::transitions)
                .build();
    }

    private boolean seesDesk(Caller caller) {
        return !caller.isApp() || site.permissions().may(caller, Permissions.BROWSE, Project.ITH);
    }

    private void demandDesk(ServerRequest request) {
        if (!request.pathVariable("desk").equals(Project.SERVICE_DESK) || !seesDesk(Site.caller(request))) {
            throw new Refusal(404, "The service desk does not exist.");
        }
    }

    private ServerResponse serviceDesks(ServerRequest request) {
        List<ObjectNode> all =
                seesDesk(Site.caller(request)) ? List.of(site.desk().serviceDesk()) : List.of();
        return Json.ok(site.desk().page(request, all));
    }

    private ServerResponse serviceDesk(ServerRequest request) {
        demandDesk(request);
        return Json.ok(site.desk().serviceDesk());
    }

    private ServerResponse requestTypes(ServerRequest request) {
        demandDesk(request);
        List<ObjectNode> all = Arrays.stream(RequestType.values())
                .map(site.desk()::requestType)
                .toList();
        return Json.ok(site.desk().page(request, all));
    }

    private RequestType typeOf(ServerRequest request) {
        demandDesk(request);
        return RequestType.find(request.pathVariable("type"))
                .orElseThrow(() -> new Refusal(404, "The request type does not exist."));
    }

    private ServerResponse requestType(ServerRequest request) {
        return Json.ok(site.desk().requestType(typeOf(request)));
    }

    private ServerResponse requestTypeFields(ServerRequest request) {
        return Json.ok(site.desk().requestTypeFields(typeOf(request)));
    }

    private ServerResponse raise(ServerRequest request) throws ServletException, IOException {
        Caller caller = Site.caller(request);
        JsonNode body = Json.body(request);
        if (!body.path("serviceDeskId").asText().equals(Project.SERVICE_DESK)) {
            throw new Refusal(404, "The service desk does not exist.");
        }
        RequestType type = RequestType.find(body.path("requestTypeId").asText())
                .orElseThrow(() -> new Refusal(400, "The request type is not valid for this service desk."));
        JsonNode values = body.path("requestFieldValues");
        values.fieldNames().forEachRemaining(id -> {
            if (!type.fields().contains(id)) {
                throw new Refusal(400, "The field '" + id + "' is not valid for this request type.");
            }
        });
        type.fields().stream().filter(type::requires).forEach(id -> {
            if (isEmpty(values.path(id))) {
                throw new Refusal(
                        400,
                        "Your request could not be created. Please check the fields have been filled in correctly.");
            }
        });
        Map<String, JsonNode> accepted = site.tracker().acceptFromPortal(values);
        Person reporter = reporter(caller, body.path("raiseOnBehalfOf"));
        Issue issue = site.tracker().create(caller.person(), reporter, type, accepted);
        return Json.answer(201, site.desk().request(issue, caller, List.of()));
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isContainerNode() ? value.isEmpty() : value.asText("").isBlank() || value.isNull();
    }

    private Person reporter(Caller caller, JsonNode onBehalfOf) {
        if (!onBehalfOf.isTextual()) {
            return caller.person();
        }
        if (!site.permissions().may(caller, Permissions.AGENT, Project.ITH)) {
            throw new Refusal(403, "You do not have permission to raise requests on behalf of other people.");
        }
        return site.people()
                .find(onBehalfOf.textValue())
                .orElseThrow(() -> new Refusal(400, "The person to raise the request for does not exist."));
    }

    /** Only what the caller reported, or is asked to approve when it says so: an app sees almost nothing (documented). */
    private ServerResponse own(ServerRequest request) {
        Caller caller = Site.caller(request);
        String id = caller.person().accountId();
        boolean approver =
                request.param("requestOwnership").filter("APPROVER"::equals).isPresent();
        Stream<Issue> mine = site.tracker().all().stream()
                .filter(issue -> issue.project() == Project.ITH)
                .filter(issue -> approver
                        ? issue.approvals().stream()
                                .anyMatch(one -> one.decisions().containsKey(id))
                        : issue.reporter().accountId().equals(id));
        String status = request.param("requestStatus").orElse("ALL_REQUESTS");
        List<ObjectNode> found = mine.filter(issue -> isIn(issue, status))
                .map(issue -> site.desk().request(issue, caller, IssueRoutes.list(request, "expand")))
                .toList();
        Site.costs(request, found.size());
        return Json.ok(site.desk().page(request, found));
    }

    private static boolean isIn(Issue issue, String status) {
        boolean open = issue.resolved().isEmpty();
        return switch (status) {
            case "OPEN_REQUESTS" -> open;
            case "CLOSED_REQUESTS" -> !open;
            default -> true;
        };
    }

    private ServerResponse request(ServerRequest request) {
        Issue issue = site.requested(request);
        return Json.ok(site.desk().request(issue, Site.caller(request), IssueRoutes.list(request, "expand")));
    }

    private ServerResponse approvals(ServerRequest request) {
        Issue issue = site.requested(request);
        Caller caller = Site.caller(request);
        Site.costs(request, issue.approvals().size());
        List<ObjectNode> all = issue.approvals().stream()
                .map(approval -> site.desk().approval(issue, approval, caller))
                .toList();
        return Json.ok(site.desk().page(request, all));
    }

    private static Approval named(ServerRequest request, Issue issue) {
        String id = request.pathVariable("approval");
        return issue.approvals().stream()
                .filter(approval -> approval.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Refusal(404, "The approval does not exist."));
    }

    private ServerResponse approval(ServerRequest request) {
        Issue issue = site.requested(request);
        return Json.ok(site.desk().approval(issue, named(request, issue), Site.caller(request)));
    }

    private ServerResponse answer(ServerRequest request) throws ServletException, IOException {
        Issue issue = site.requested(request);
        Approval approval = named(request, issue);
        Decision decision = switch (Json.body(request).path("decision").asText()) {
            case "approve" -> Decision.APPROVED;
            case "decline" -> Decision.DECLINED;
            default -> throw new Refusal(400, "The decision must be approve or decline.");
        };
        Caller caller = Site.caller(request);
        answer(site, issue, approval, caller, decision);
        return Json.ok(site.desk().approval(issue, approval, caller));
    }

    /** Answers an approval: 403 unless assigned to it, 409 when it was answered or is over (documented). */
    static void answer(Site site, Issue issue, Approval approval, Caller caller, Decision decision) {
        if (!approval.decisions().containsKey(caller.person().accountId())) {
            throw new Refusal(403, "You do not have permission to answer this approval.");
        }
        if (!DeskShapes.canAnswer(issue, approval, caller)) {
            throw new Refusal(409, "The approval has already been answered or completed.");
        }
        site.tracker().decide(issue, approval, caller.person(), decision);
    }

    /** Documented: whoever may view the request sees with whom it is shared. */
    private ServerResponse participants(ServerRequest request) {
        Issue issue = site.requested(request);
        Caller caller = Site.caller(request);
        List<ObjectNode> all = issue.participants().stream()
                .map(account -> site.desk().user(site.people().get(account), caller))
                .toList();
        Site.costs(request, 2 * all.size());
        return Json.ok(site.desk().page(request, all));
    }

    private ServerResponse comments(ServerRequest request) {
        Issue issue = site.requested(request);
        Caller caller = Site.caller(request);
        boolean agent = site.permissions().may(caller, Permissions.AGENT, issue.project());
        List<ObjectNode> all = issue.comments().stream()
                .filter(comment -> agent || !comment.isInternal())
                .map(comment -> site.desk().comment(comment, caller))
                .toList();
        Site.costs(request, all.size());
        return Json.ok(site.desk().page(request, all));
    }

    private ServerResponse transitions(ServerRequest request) {
        Issue issue = site.requested(request);
        boolean may = site.permissions().may(Site.caller(request), Permissions.TRANSITION, issue.project());
        List<ObjectNode> all = (may ? Transition.outOf(issue.status()) : List.<Transition>of())
                .stream()
                        .map(transition ->
                                Json.object().put("id", transition.id()).put("name", transition.label()))
                        .toList();
        return Json.ok(site.desk().page(request, all));
    }
}
