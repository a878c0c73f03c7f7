package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.springframework.web.servlet.function.ServerRequest;

/** The JSON of Service Management's own API. */
final class DeskShapes {

    private final Links links;
    private final SiteFields fields;
    private final People people;

    DeskShapes(Links links, SiteFields fields, People people) {
        this.links = links;
        this.fields = fields;
        this.people = people;
    }

    ObjectNode user(Person person, Caller caller) {
        ObjectNode user = Json.object().put("accountId", person.accountId());
        if (caller.seesEmailOf(person)) {
            user.put("emailAddress", person.email());
        }
        user.put("displayName", person.displayName())
                .put("active", person.active())
                .put("timeZone", person.timeZone());
        ObjectNode more = user.putObject("_links");
        more.put("jiraRest", links.base() + "/rest/api/2/user?accountId=" + person.accountId());
        more.set("avatarUrls", links.avatars("useravatar", person.accountId()));
        more.put("self", links.base() + "/rest/api/2/user?accountId=" + person.accountId());
        return user;
    }

    ObjectNode serviceDesk() {
        ObjectNode desk = Json.object()
                .put("id", Project.SERVICE_DESK)
                .put("projectId", Project.ITH.id())
                .put("projectName", Project.ITH.label())
                .put("projectKey", Project.ITH.name());
        desk.putObject("_links").put("self", links.desk("/servicedesk/" + Project.SERVICE_DESK));
        return desk;
    }

    ObjectNode requestType(RequestType type) {
        ObjectNode shape = Json.object();
        shape.set("_expands", Json.array().add("field"));
        shape.put("id", type.id());
        shape.putObject("_links").put("self", requestTypeLink(type));
        shape.put("name", type.label())
                .put("description", type.description())
                .put("helpText", "")
                .put("issueTypeId", type.issueTypeId())
                .put("serviceDeskId", Project.SERVICE_DESK)
                .put("portalId", Project.PORTAL)
                .set("groupIds", Json.array().add("7").add("8"));
        ObjectNode icon = shape.putObject("icon").put("id", "10500");
        icon.putObject("_links").set("iconUrls", links.avatars("viewavatar", "10500"));
        return shape;
    }

    private String requestTypeLink(RequestType type) {
        return links.desk("/servicedesk/" + Project.SERVICE_DESK + "/requesttype/" + type.id());
    }

    ObjectNode requestTypeFields(RequestType type) {
        ObjectNode shape = Json.object();
        shape.set("requestTypeFields", Json.array(type.fields(), id -> requestTypeField(type, id)));
        return shape.put("canRaiseOnBehalfOf", true).put("canAddRequestParticipants", true);
    }

    private ObjectNode requestTypeField(RequestType type, String id) {
        FieldDefinition field = fields.find(id).orElseThrow();
        ObjectNode shape = Json.object()
                .put("fieldId", id)
                .put("name", field.name())
                .put("description", "")
                .put("required", type.requires(id));
        shape.set("defaultValues", Json.array());
        ArrayNode valid = shape.putArray("validValues");
        field.options().forEach(option -> {
            ObjectNode choice = valid.addObject().put("value", option.id()).put("label", option.value());
            choice.set("children", Json.array());
        });
        shape.set("presetValues", Json.array());
        shape.set("jiraSchema", field.schema());
        return shape.put("visible", true);
    }

    ObjectNode currentStatus(Issue issue) {
        ObjectNode status = Json.object()
                .put("status", issue.status().label())
                .put("statusCategory", issue.status().category().name());
        status.set("statusDate", Json.date(issue.statusSince()));
        return status;
    }

    private ObjectNode requestLinks(Issue issue) {
        return Json.object()
                .put("jiraRest", links.base() + "/rest/api/2/issue/" + issue.id())
                .put("web", links.base() + "/servicedesk/customer/portal/" + Project.PORTAL + "/" + issue.key())
                .put("self", links.desk("/request/" + issue.id()))
                .put("agent", links.base() + "/browse/" + issue.key());
    }

    /** The value of the Request Type field in the platform's API. */
    ObjectNode requestTypeField(Issue issue) {
        ObjectNode value = Json.object();
        value.set("_links", requestLinks(issue));
        value.set("requestType", requestType(issue.type()));
        value.set("currentStatus", currentStatus(issue));
        return value;
    }

    ObjectNode request(Issue issue, Caller caller, List<String> expand) {
        ObjectNode shape = Json.object();
        shape.set(
                "_expands",
                Json.strings(List.of(
                        "participant",
                        "status",
                        "sla",
                        "requestType",
                        "serviceDesk",
                        "attachment",
                        "action",
                        "comment")));
        shape.put("issueId", issue.id())
                .put("issueKey", issue.key())
                .put("summary", issue.summary())
                .put("requestTypeId", issue.type().id())
                .put("serviceDeskId", Project.SERVICE_DESK);
        shape.set("createdDate", Json.date(issue.created()));
        shape.set("reporter", user(issue.reporter(), caller));
        ArrayNode values = shape.putArray("requestFieldValues");
        issue.type().fields().forEach(id -> value(issue, id, caller, values));
        shape.set("currentStatus", currentStatus(issue));
        shape.set("_links", requestLinks(issue));
        if (expand.contains("requestType")) {
            shape.set("requestType", requestType(issue.type()));
        }
        if (expand.contains("serviceDesk")) {
            shape.set("serviceDesk", serviceDesk());
        }
        return shape;
    }

    private void value(Issue issue, String id, Caller caller, ArrayNode values) {
        JsonNode value = issue.fields().get(id);
        if (value == null || value.isNull()) {
            return;
        }
        FieldDefinition field = fields.find(id).orElseThrow();
        JsonNode shown = switch (field.type()) {
            case "array" ->
                "user".equals(field.items()) ? Json.array(fields.people(value), person -> user(person, caller)) : value;
            case "user" -> user(people.get(value.path("accountId").asText()), caller);
            case "string" -> value.isObject() ? TextNode.valueOf(Adf.text(value)) : value;
            default -> value;
        };
        values.addObject().put("fieldId", id).put("label", field.name()).set("value", shown);
    }

    ObjectNode approval(Issue issue, Approval approval, Caller caller) {
        ObjectNode shape = Json.object()
                .put("id", approval.id())
                .put("name", approval.step().name())
                .put("finalDecision", approval.finalDecision().word())
                .put("canAnswerApproval", canAnswer(issue, approval, caller));
        ArrayNode approvers = shape.putArray("approvers");
        approval.decisions().forEach((accountId, decision) -> {
            ObjectNode one = approvers.addObject();
            one.set("approver", user(people.get(accountId), caller));
            one.put("approverDecision", decision.word());
        });
        shape.set("createdDate", Json.date(approval.created()));
        approval.completed().ifPresent(at -> shape.set("completedDate", Json.date(at)));
        shape.putObject("_links").put("self", links.desk("/request/" + issue.id() + "/approval/" + approval.id()));
        return shape;
    }

    static boolean canAnswer(Issue issue, Approval approval, Caller caller) {
        return approval.awaits(caller.person())
                && issue.status() == approval.step().status();
    }

    ObjectNode comment(Comment comment, Caller caller) {
        ObjectNode shape = Json.object();
        shape.set("_expands", Json.strings(List.of("attachment", "renderedBody")));
        shape.put("id", comment.id()).put("body", Adf.text(comment.body())).put("public", !comment.isInternal());
        shape.set("author", user(comment.author(), caller));
        shape.set("created", Json.date(comment.created()));
        shape.putObject("_links")
                .put("self", links.desk("/request/" + comment.issue().id() + "/comment/" + comment.id()));
        return shape;
    }

    /** A page as Service Management writes it: {@code start} and {@code limit}, at most 50 unless asked (documented). */
    ObjectNode page(ServerRequest request, List<ObjectNode> all) {
        int start = Json.number(request, "start", 0);
        int limit = Math.min(100, Json.number(request, "limit", 50));
        List<ObjectNode> values = all.stream().skip(start).limit(limit).toList();
        boolean last = start + values.size() >= all.size();
        ObjectNode page = Json.object();
        page.set("_expands", Json.array());
        page.put("size", values.size()).put("start", start).put("limit", limit).put("isLastPage", last);
        String self = links.base() + request.path();
        ObjectNode more = page.putObject("_links")
                .put("self", self + "?start=" + start + "&limit=" + limit)
                .put("base", links.desk(""))
                .put("context", "");
        if (!last) {
            more.put("next", self + "?start=" + (start + limit) + "&limit=" + limit);
        }
        if (start > 0) {
            more.put("prev", self + "?start=" + Math.max(0, start - limit) + "&limit=" + limit);
        }
        page.set("values", Json.array(values, value -> value));
        return page;
    }
}
