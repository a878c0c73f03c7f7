package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The platform's JSON, v3 and (for webhooks) v2. */
final class Shapes {

    private final Links links;
    private final SiteFields fields;
    private final DeskShapes desk;

    Shapes(Links links, SiteFields fields, DeskShapes desk) {
        this.links = links;
        this.fields = fields;
        this.desk = desk;
    }

    ObjectNode user(Person person, Caller caller) {
        ObjectNode user = Json.object()
                .put("self", links.api("/user?accountId=" + person.accountId()))
                .put("accountId", person.accountId())
                .put("accountType", person.accountType());
        if (caller.seesEmailOf(person)) {
            user.put("emailAddress", person.email());
        }
        user.set("avatarUrls", links.avatars("useravatar", person.accountId()));
        return user.put("displayName", person.displayName())
                .put("active", person.active())
                .put("timeZone", person.timeZone());
    }

    ObjectNode status(Status status) {
        Status.Category category = status.category();
        ObjectNode shape = Json.object()
                .put("self", links.api("/status/" + status.id()))
                .put("description", "")
                .put("iconUrl", links.base() + "/images/icons/statuses/generic.png")
                .put("name", status.label())
                .put("id", status.id());
        shape.putObject("statusCategory")
                .put("self", links.api("/statuscategory/" + category.id()))
                .put("id", category.id())
                .put("key", category.key())
                .put("colorName", category.color())
                .put("name", category.label());
        return shape;
    }

    ObjectNode transition(Transition transition) {
        ObjectNode shape = Json.object().put("id", transition.id()).put("name", transition.label());
        shape.set("to", status(transition.to()));
        return shape.put("hasScreen", false)
                .put("isGlobal", false)
                .put("isInitial", false)
                .put("isAvailable", true)
                .put("isConditional", false)
                .put("looped", false);
    }

    ObjectNode project(Project project) {
        ObjectNode shape = Json.object()
                .put("self", links.api("/project/" + project.id()))
                .put("id", project.id())
                .put("key", project.name())
                .put("name", project.label())
                .put("projectTypeKey", project.typeKey())
                .put("simplified", false);
        shape.set("avatarUrls", links.avatars("projectavatar", project.id()));
        return shape;
    }

    ObjectNode issueType(RequestType type) {
        return Json.object()
                .put("self", links.api("/issuetype/" + type.issueTypeId()))
                .put("id", type.issueTypeId())
                .put("description", "")
                .put("iconUrl", links.base() + "/images/icons/issuetypes/generic.png")
                .put("name", type.issueTypeName())
                .put("subtask", false)
                .put("avatarId", 10_300)
                .put("hierarchyLevel", 0);
    }

    ObjectNode comment(Comment comment, Caller caller, boolean withProperties) {
        ObjectNode shape = commentHead(comment, caller);
        shape.set("body", comment.body());
        if (withProperties) {
            var properties = shape.putArray("properties");
            comment.properties()
                    .forEach((key, value) ->
                            properties.addObject().put("key", key).set("value", value));
        }
        return shape;
    }

    /** As in webhooks: the body as text. */
    ObjectNode commentV2(Comment comment, Caller caller) {
        return commentHead(comment, caller).put("body", Adf.text(comment.body()));
    }

    private ObjectNode commentHead(Comment comment, Caller caller) {
        ObjectNode shape = Json.object()
                .put("self", links.api("/issue/" + comment.issue().id() + "/comment/" + comment.id()))
                .put("id", comment.id());
        shape.set("author", user(comment.author(), caller));
        shape.set("updateAuthor", user(comment.updatedBy(), caller));
        return shape.put("created", Json.time(comment.created()))
                .put("updated", Json.time(comment.updated()))
                .put("jsdPublic", !comment.isInternal());
    }

    ObjectNode history(History history, Caller caller) {
        ObjectNode shape = Json.object().put("id", history.id());
        shape.set("author", user(history.author(), caller));
        shape.put("created", Json.time(history.created()));
        shape.set("items", Json.array(history.items(), ChangeItem::shape));
        return shape;
    }

    /** An issue with the wanted fields, v3. */
    ObjectNode issue(Issue issue, Caller caller, FieldChoice wanted) {
        ObjectNode shape = issueHead(issue);
        if (!wanted.isNothing()) {
            ObjectNode all = fields(issue, caller);
            ObjectNode chosen = shape.putObject("fields");
            all.properties().stream()
                    .filter(entry -> wanted.includes(entry.getKey()))
                    .forEach(entry -> chosen.set(entry.getKey(), entry.getValue()));
        }
        return shape;
    }

    /** An issue as webhooks carry it: v2, rich text as plain text. */
    ObjectNode issueV2(Issue issue, Caller caller) {
        ObjectNode shape = issueHead(issue);
        shape.put("self", links.base() + "/rest/api/2/" + issue.id());
        shape.remove("expand");
        ObjectNode all = fields(issue, caller);
        all.remove("comment");
        issue.fields().forEach((id, value) -> {
            if (all.has(id) && fields.isParagraph(id) && Adf.isDocument(value)) {
                all.put(id, Adf.text(value));
            }
        });
        shape.set("fields", all);
        return shape;
    }

    private ObjectNode issueHead(Issue issue) {
        return Json.object()
                .put("expand", "renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations")
                .put("id", issue.id())
                .put("self", links.api("/issue/" + issue.id()))
                .put("key", issue.key());
    }

    private ObjectNode fields(Issue issue, Caller caller) {
        ObjectNode all = Json.object();
        all.put("statuscategorychangedate", Json.time(issue.statusSince()));
        all.set("issuetype", issueType(issue.type()));
        all.set("project", project(issue.project()));
        all.set("status", status(issue.status()));
        all.put("summary", issue.summary());
        all.set("reporter", user(issue.reporter(), caller));
        all.set("creator", user(issue.creator(), caller));
        all.putNull("assignee");
        all.put("created", Json.time(issue.created()));
        all.put("updated", Json.time(issue.updated()));
        resolution(issue, all);
        all.putNull("description");
        fields.all().stream().filter(FieldDefinition::isCustom).forEach(field -> all.putNull(field.id()));
        issue.fields().forEach((id, value) -> all.set(id, value(id, value, caller)));
        if (issue.project() == Project.ITH) {
            all.set(SiteFields.REQUEST_TYPE, desk.requestTypeField(issue));
            all.set(
                    SiteFields.APPROVALS,
                    Json.array(issue.approvals(), approval -> desk.approval(issue, approval, caller)));
        }
        ObjectNode comments = all.putObject("comment");
        comments.set("comments", Json.array(issue.comments(), comment -> comment(comment, caller, false)));
        comments.put("self", links.api("/issue/" + issue.id() + "/comment"))
                .put("maxResults", issue.comments().size())
                .put("total", issue.comments().size())
                .put("startAt", 0);
        all.remove(fields.hidden());
        return all;
    }

    private void resolution(Issue issue, ObjectNode all) {
        if (issue.resolved().isEmpty()) {
            all.putNull("resolution").putNull("resolutiondate");
            return;
        }
        all.putObject("resolution")
                .put("self", links.api("/resolution/10000"))
                .put("id", "10000")
                .put("description", "Work has been completed on this issue.")
                .put("name", "Done");
        all.put("resolutiondate", Json.time(issue.resolved().get()));
    }

    private JsonNode value(String id, JsonNode value, Caller caller) {
        FieldDefinition field = fields.find(id).orElseThrow();
        if (value.isNull()) {
            return value;
        }
        return switch (field.type()) {
            case "array" ->
                switch (String.valueOf(field.items())) {
                    case "user" -> Json.array(fields.people(value), person -> user(person, caller));
                    case "option" -> {
                        var options = Json.array();
                        value.forEach(one -> options.add(option(one)));
                        yield options;
                    }
                    default -> value;
                };
            case "user" -> user(fields.people(Json.array().add(value)).get(0), caller);
            case "option" -> option(value);
            default -> value;
        };
    }

    private ObjectNode option(JsonNode value) {
        return option(new FieldDefinition.Option(
                value.path("id").asText(), value.path("value").asText()));
    }

    ObjectNode option(FieldDefinition.Option option) {
        return Json.object()
                .put("self", links.api("/customFieldOption/" + option.id()))
                .put("value", option.value())
                .put("id", option.id());
    }

    ObjectNode names() {
        ObjectNode names = Json.object();
        fields.all().forEach(field -> names.put(field.id(), field.name()));
        return names;
    }

    /** A page of {@code /changelog}. */
    ObjectNode changelogPage(Issue issue, Caller caller, int startAt, int maxResults) {
        List<History> all = issue.histories();
        List<History> page = all.stream().skip(startAt).limit(maxResults).toList();
        boolean last = startAt + page.size() >= all.size();
        String self = links.api("/issue/" + issue.id() + "/changelog");
        ObjectNode shape = Json.object()
                .put("self", self + "?startAt=" + startAt + "&maxResults=" + maxResults)
                .put("maxResults", maxResults)
                .put("startAt", startAt)
                .put("total", all.size())
                .put("isLast", last);
        if (!last) {
            shape.put("nextPage", self + "?startAt=" + (startAt + maxResults) + "&maxResults=" + maxResults);
        }
        shape.set("values", Json.array(page, history -> history(history, caller)));
        return shape;
    }

    /** {@code expand=changelog} of an issue shows the newest 40 only (seen in newer answers). */
    ObjectNode changelogExpanded(Issue issue, Caller caller) {
        int total = issue.histories().size();
        List<History> newest =
                issue.histories().stream().skip(Math.max(0, total - 40)).toList();
        ObjectNode shape =
                Json.object().put("startAt", 0).put("maxResults", newest.size()).put("total", total);
        shape.set("histories", Json.array(newest, history -> history(history, caller)));
        return shape;
    }
}
