package io.latchkey.faults.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Jira site with one service desk and one request type. */
public final class MemoryJira {

    /** The app's own account. */
    public static final String APP = "557058:app-latchkey";
    /** An agent. */
    public static final String AGENT = "557058:gus";
    /** Who approves. */
    public static final String APPROVER = "557058:paul";
    /** Who raises requests. */
    public static final String REPORTER = "557058:mia";

    /** The field that holds the request type. */
    public static final String TYPE_FIELD = "customfield_10010";

    /** The request type whose accounts begin with a password, which a comment tells. */
    public static final String WITH_PASSWORD = "25";
    /** The request type whose accounts begin with Okta's activation mail. */
    public static final String BY_MAIL = "26";
    /** A request type whose recipe is saved while requests are there already; otherwise like the first. */
    public static final String NEW_TYPE = "27";

    /** In which a request waits for its approval. */
    public static final String WAITING = "10001";
    /** In which it is approved and open. */
    public static final String OPEN = "10002";
    /** In which it is closed. */
    public static final String DONE = "10003";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ");
    private static final Pattern BACK = Pattern.compile("updated >= -([0-9]+)m");

    private final Supplier<Instant> clock;
    private final Map<String, Issue> issues = new LinkedHashMap<>();
    private long nextComment = 50_000;
    private long nextChange = 90_000;
    private Instant indexedUntil = Instant.MAX;
    /** What was changed between these times could be found only from the second one on. */
    private final NavigableMap<Instant, Instant> hidden = new TreeMap<>();

    /** A request. */
    public static final class Issue {
        /** Numeric id. */
        public final String id;
        /** Who is to be onboarded. */
        public final String login;
        /** What was asked for: {@link #WITH_PASSWORD} or {@link #BY_MAIL}. */
        public final String requestType;
        /** Its fields. */
        public final Map<String, JsonNode> fields = new LinkedHashMap<>();
        /** Its comments, oldest first. */
        public final List<Comment> comments = new ArrayList<>();
        /** Its moves, oldest first. */
        public final List<Move> moves = new ArrayList<>();
        /** Its status now. */
        public String status = WAITING;
        /** Its approvals, oldest first; only the last one can be pending. */
        public final List<Approval> approvals = new ArrayList<>();
        /** Who gave the last approval, when it was given. */
        public @Nullable String approvedBy;
        /** When that approval was given. */
        public @Nullable Instant approvedAt;
        /** When people said that it is wanted (true), or that it is not any more, or not yet again (false). */
        public final TreeMap<Instant, Boolean> wanted = new TreeMap<>();
        /** Whether a field that the plan depends on changed after the approval was asked for. */
        public boolean changedAfterApproval;

        /** When such a field was changed last, if it was. */
        public @Nullable Instant edited;

        private final Instant created;
        private final ArrayNode history = JsonNodeFactory.instance.arrayNode();
        private Instant updated;

        private Issue(String id, String login, String requestType, Instant created) {
            this.id = id;
            this.login = login;
            this.requestType = requestType;
            this.created = created;
            this.updated = created;
            approvals.add(new Approval("7" + id, created));
        }
    }

    /** Something that is to be approved. */
    public static final class Approval {
        /** Its id. */
        public final String id;
        /** When it was asked for. */
        public final Instant created;
        /** Who gave it, when it is given. */
        public @Nullable String by;
        /** When it was given. */
        public @Nullable Instant given;

        private Approval(String id, Instant created) {
            this.id = id;
            this.created = created;
        }
    }

    /** A comment; deleted ones stay, marked. */
    public static final class Comment {
        /** Its id. */
        public final String id;
        /** Its author's account. */
        public final String author;
        /** The document. */
        public final JsonNode body;
        /** Whether only agents see it. */
        public final boolean internal;
        /** Whether it is gone. */
        public boolean deleted;

        /** When it was written. */
        public final Instant created;

        private final Map<String, JsonNode> properties = new LinkedHashMap<>();

        private Comment(String id, String author, JsonNode body, boolean internal, Instant created) {
            this.id = id;
            this.author = author;
            this.body = body;
            this.internal = internal;
            this.created = created;
        }
    }

    /** A change of status. */
    public record Move(String by, String from, String to, Instant at) {}

    /** An empty site. */
    public MemoryJira(Supplier<Instant> clock) {
        this.clock = clock;
    }

    /** All requests. */
    public List<Issue> issues() {
        return List.copyOf(issues.values());
    }

    /** The request of this id. */
    public Issue issue(String id) {
        Issue issue = issues.get(id);
        if (issue == null) {
            throw new IllegalArgumentException("no issue " + id);
        }
        return issue;
    }

    /** Mia raises a request for an account with a password. */
    public Issue raise(String id, String first, String last, String login) {
        return raise(id, WITH_PASSWORD, first, last, login);
    }

    /** Mia raises a request of this type, which waits for its approval. */
    public Issue raise(String id, String requestType, String first, String last, String login) {
        Issue issue = new Issue(id, login, requestType, clock.get());
        text(issue, "customfield_10101", first);
        text(issue, "customfield_10102", last);
        text(issue, "customfield_10103", login);
        issue.fields.put(
                "customfield_10104",
                JsonNodeFactory.instance.objectNode().put("id", "1").put("value", "Sales"));
        issue.fields.put("customfield_10105", JsonNodeFactory.instance.nullNode());
        issues.put(id, issue);
        return issue;
    }

    private static void text(Issue issue, String field, String value) {
        issue.fields.put(field, JsonNodeFactory.instance.textNode(value));
    }

    /** Somebody approves what is pending, which opens the request. */
    public void approve(Issue issue, String by) {
        Approval pending = issue.approvals.get(issue.approvals.size() - 1);
        if (pending.by == null) {
            pending.by = by;
            pending.given = clock.get();
            issue.approvedBy = by;
            issue.approvedAt = clock.get();
            issue.wanted.put(clock.get(), true);
            move(issue, by, OPEN);
        }
    }

    /** Somebody sends it back to be approved once more. */
    public void askAgain(Issue issue, String by) {
        Approval last = issue.approvals.get(issue.approvals.size() - 1);
        if (last.by != null) {
            issue.approvals.add(new Approval(last.id + "0", clock.get()));
            issue.approvedBy = null;
            issue.approvedAt = null;
            issue.changedAfterApproval = false;
            issue.wanted.put(clock.get(), false);
            move(issue, by, WAITING);
        }
    }

    /** Somebody closes it. */
    public void close(Issue issue, String by) {
        issue.wanted.put(clock.get(), false);
        move(issue, by, DONE);
    }

    /** Somebody opens it again as it was. */
    public void reopen(Issue issue, String by) {
        issue.wanted.put(clock.get(), issue.approvedBy != null);
        move(issue, by, issue.approvedBy == null ? WAITING : OPEN);
    }

    /** Somebody writes what we wrote last once more, with its properties. */
    public void copy(Issue issue, String by) {
        issue.comments.stream()
                .filter(comment -> comment.author.equals(APP) && !comment.deleted)
                .reduce((earlier, later) -> later)
                .ifPresent(ours ->
                        comment(issue, by, ours.body, ours.internal).properties.putAll(ours.properties));
    }

    /** Somebody edits the first name, to one that it never was. */
    public void edit(Issue issue, String by) {
        String first = "Changed" + nextChange;
        change(issue, by, "customfield_10101", String.valueOf(issue.fields.get("customfield_10101")), first);
        text(issue, "customfield_10101", first);
        issue.changedAfterApproval = true;
        issue.edited = clock.get();
    }

    /** Somebody moves it. */
    public void move(Issue issue, String by, String to) {
        change(issue, by, "status", issue.status, to);
        issue.moves.add(new Move(by, issue.status, to, clock.get()));
        issue.status = to;
    }

    /** Somebody writes a comment that has nothing to do with us. */
    public void say(Issue issue, String by) {
        comment(issue, by, JsonNodeFactory.instance.objectNode().put("type", "doc"), false);
    }

    /** The index shows nothing that is newer than this moment, until it is told otherwise. */
    public void freezeIndex(boolean frozen) {
        if (!frozen && indexedUntil.isBefore(Instant.MAX)) {
            hidden.put(indexedUntil, clock.get());
        }
        indexedUntil = frozen ? earlier(indexedUntil, clock.get()) : Instant.MAX;
    }

    /** From when on a search can find what was changed at that time. */
    public Instant findableFrom(Instant changed) {
        var frozen = hidden.floorEntry(changed);
        return frozen != null && changed.isBefore(frozen.getValue()) ? frozen.getValue() : changed;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void change(Issue issue, String by, String field, String from, String to) {
        ObjectNode entry = issue.history.addObject();
        entry.put("id", String.valueOf(nextChange++))
                .put("created", TIME.format(clock.get().atOffset(ZoneOffset.UTC)));
        entry.set("author", person(by));
        entry.putArray("items")
                .addObject()
                .put("field", field)
                .put("fieldId", field)
                .put("from", field.equals("status") ? from : null)
                .put("to", field.equals("status") ? to : null)
                .put("fromString", from)
                .put("toString", to);
        issue.updated = clock.get();
    }

    private Comment comment(Issue issue, String by, JsonNode body, boolean internal) {
        Comment comment = new Comment(String.valueOf(nextComment++), by, body, internal, clock.get());
        issue.comments.add(comment);
        issue.updated = clock.get();
        return comment;
    }

    /** Answers what the app asks. */
    public Reply answer(Ask ask) {
        String path = ask.path();
        if (path.equals("/rest/api/3/field")) {
            return Reply.ok(fields());
        }
        if (path.equals("/rest/api/3/myself")) {
            return Reply.ok(person(APP));
        }
        if (path.equals("/rest/api/3/search/jql")) {
            return search(ask.body().path("jql").asText());
        }
        Matcher property =
                Pattern.compile("/rest/api/3/comment/([0-9]+)/properties/(.+)").matcher(path);
        if (property.matches()) {
            return property(property.group(1), property.group(2));
        }
        Matcher approvals = Pattern.compile("/rest/servicedeskapi/request/([0-9]+)/approval")
                .matcher(path);
        if (approvals.matches()) {
            Issue issue = issues.get(approvals.group(1));
            return issue == null ? gone() : Reply.ok(approvals(issue));
        }
        Matcher one = Pattern.compile("/rest/api/3/issue/([0-9]+)(/.*)?").matcher(path);
        if (one.matches()) {
            Issue issue = issues.get(one.group(1));
            return issue == null ? gone() : ofIssue(ask, issue, one.group(2) == null ? "" : one.group(2));
        }
        throw new IllegalArgumentException("the simulated Jira knows no " + ask.label());
    }

    private static Reply gone() {
        return Reply.jiraError(404, "Issue does not exist or you do not have permission to see it.");
    }

    private Reply ofIssue(Ask ask, Issue issue, String rest) {
        boolean read = ask.method().equals("GET");
        if (rest.isEmpty()) {
            return Reply.ok(shape(issue));
        }
        if (rest.equals("/changelog")) {
            return Reply.ok(page("values", issue.history, "isLast"));
        }
        if (rest.equals("/transitions")) {
            return read ? Reply.ok(transitions(issue)) : transition(issue, ask.body());
        }
        if (rest.equals("/comment")) {
            return read ? Reply.ok(comments(issue, ask)) : write(issue, ask.body());
        }
        Matcher comment = Pattern.compile("/comment/([0-9]+)").matcher(rest);
        if (comment.matches()) {
            return ofComment(ask, issue, comment.group(1));
        }
        throw new IllegalArgumentException("the simulated Jira knows no " + ask.label());
    }

    private Reply ofComment(Ask ask, Issue issue, String id) {
        for (Comment comment : issue.comments) {
            if (comment.id.equals(id) && !comment.deleted) {
                if (ask.method().equals("DELETE")) {
                    comment.deleted = true;
                    issue.updated = clock.get();
                    return Reply.nothing();
                }
                return Reply.ok(shape(comment, false));
            }
        }
        return Reply.jiraError(404, "Can not find a comment for the id: " + id + ".");
    }

    private Reply property(String commentId, String key) {
        for (Issue issue : issues.values()) {
            for (Comment comment : issue.comments) {
                JsonNode value = comment.properties.get(key);
                if (comment.id.equals(commentId) && !comment.deleted && value != null) {
                    ObjectNode shape = JsonNodeFactory.instance.objectNode().put("key", key);
                    shape.set("value", value);
                    return Reply.ok(shape);
                }
            }
        }
        return Reply.jiraError(404, "The property was not found.");
    }

    private Reply write(Issue issue, JsonNode body) {
        boolean internal = false;
        for (JsonNode property : body.path("properties")) {
            internal |= property.path("key").asText().equals("sd.public.comment")
                    && property.path("value").path("internal").asBoolean();
        }
        Comment comment = comment(issue, APP, body.path("body"), internal);
        body.path("properties")
                .forEach(property -> comment.properties.put(property.path("key").asText(), property.path("value")));
        return Reply.created(shape(comment, false));
    }

    private Reply transition(Issue issue, JsonNode body) {
        if (!body.path("transition").path("id").asText().equals("31") || !issue.status.equals(OPEN)) {
            return Reply.jiraError(400, "It seems that you have tried to perform an illegal workflow operation.");
        }
        move(issue, APP, DONE);
        return Reply.nothing();
    }

    private static ObjectNode transitions(Issue issue) {
        ObjectNode shape = JsonNodeFactory.instance.objectNode();
        ArrayNode list = shape.putArray("transitions");
        if (issue.status.equals(OPEN)) {
            ObjectNode complete = list.addObject()
                    .put("id", "31")
                    .put("name", "Complete")
                    .put("isAvailable", true)
                    .put("hasScreen", false);
            complete.set("to", status(DONE));
        }
        return shape;
    }

    private static ArrayNode fields() {
        ArrayNode fields = JsonNodeFactory.instance.arrayNode();
        ObjectNode type = fields.addObject()
                .put("id", TYPE_FIELD)
                .put("key", TYPE_FIELD)
                .put("name", "Request Type")
                .put("custom", true);
        type.putObject("schema")
                .put("type", "sd-customerrequesttype")
                .put("custom", "com.atlassian.servicedesk:vp-origin")
                .put("customId", 10010);
        return fields;
    }

    private static ObjectNode page(String values, ArrayNode all, String last) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.put("startAt", 0)
                .put("start", 0)
                .put("maxResults", 100)
                .put("limit", 100)
                .put("size", all.size())
                .put("total", all.size())
                .put(last, true);
        page.set(values, all.deepCopy());
        return page;
    }

    private ObjectNode comments(Issue issue, Ask ask) {
        List<Comment> ordered = new ArrayList<>(issue.comments);
        if (ask.query().getOrDefault("orderBy", "created").startsWith("-")) {
            Collections.reverse(ordered);
        }
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        ordered.stream().filter(comment -> !comment.deleted).forEach(comment -> list.add(shape(comment, true)));
        return page("comments", list, "isLast");
    }

    private static ObjectNode shape(Comment comment, boolean withProperties) {
        ObjectNode shape =
                JsonNodeFactory.instance.objectNode().put("id", comment.id).put("jsdPublic", !comment.internal);
        shape.set("author", person(comment.author));
        shape.set("body", comment.body);
        shape.put("created", TIME.format(comment.created.atOffset(ZoneOffset.UTC)));
        if (withProperties) {
            ArrayNode properties = shape.putArray("properties");
            comment.properties.forEach(
                    (key, value) -> properties.addObject().put("key", key).set("value", value));
        }
        return shape;
    }

    private ObjectNode approvals(Issue issue) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        issue.approvals.forEach(approval -> list.add(shape(approval)));
        ObjectNode page = page("values", list, "isLastPage");
        page.remove("total");
        return page;
    }

    private static ObjectNode shape(Approval approval) {
        ObjectNode shape =
                JsonNodeFactory.instance.objectNode().put("id", approval.id).put("name", "Waiting for approval");
        String by = approval.by;
        boolean approved = by != null;
        shape.put("finalDecision", approved ? "approved" : "pending").put("canAnswerApproval", false);
        ObjectNode approver = shape.putArray("approvers").addObject();
        approver.set("approver", person(by != null ? by : APPROVER));
        approver.put("approverDecision", approved ? "approved" : "pending");
        shape.set("createdDate", desk(approval.created));
        if (approval.given != null) {
            shape.set("completedDate", desk(approval.given));
        }
        return shape;
    }

    private static ObjectNode desk(Instant at) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("epochMillis", at.toEpochMilli())
                .put("iso8601", TIME.format(at.atOffset(ZoneOffset.UTC)));
    }

    private ObjectNode shape(Issue issue) {
        ObjectNode shape =
                JsonNodeFactory.instance.objectNode().put("id", issue.id).put("key", "ITH-" + issue.id);
        ObjectNode fields = shape.putObject("fields");
        fields.set("status", status(issue.status));
        fields.set("reporter", person(REPORTER));
        fields.set("creator", person(REPORTER));
        fields.putObject("project").put("id", "10000").put("key", "ITH");
        fields.putObject("issuetype").put("id", "10100").put("name", "Onboarding");
        fields.put("summary", "Onboard somebody");
        fields.put("created", TIME.format(issue.created.atOffset(ZoneOffset.UTC)));
        fields.put("updated", TIME.format(issue.updated.atOffset(ZoneOffset.UTC)));
        fields.putObject(TYPE_FIELD)
                .putObject("requestType")
                .put("id", issue.requestType)
                .put("serviceDeskId", "1");
        issue.fields.forEach(fields::set);
        return shape;
    }

    private static ObjectNode status(String id) {
        ObjectNode status = JsonNodeFactory.instance.objectNode().put("id", id);
        String key = id.equals(DONE) ? "done" : id.equals(OPEN) ? "indeterminate" : "new";
        status.put("name", id.equals(DONE) ? "Done" : id.equals(OPEN) ? "In progress" : "Waiting for approval");
        status.putObject("statusCategory").put("key", key);
        return status;
    }

    private static ObjectNode person(String account) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("accountId", account)
                .put("accountType", account.equals(APP) ? "app" : "atlassian")
                .put("active", true)
                .put("displayName", "Somebody");
    }

    private Reply search(String jql) {
        Matcher back = BACK.matcher(jql);
        Instant since = back.find() ? clock.get().minusSeconds(60 * Long.parseLong(back.group(1))) : Instant.MIN;
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        ArrayNode list = found.putArray("issues");
        issues.values().stream()
                .filter(issue -> !jql.contains("approvals = approved()") || isApprovedAtIndex(issue))
                .filter(issue -> !jql.contains("statusCategory != Done") || !issue.status.equals(DONE))
                .filter(issue -> !issue.updated.isBefore(since) && !issue.updated.isAfter(indexedUntil))
                .forEach(issue -> {
                    ObjectNode one = list.addObject().put("id", issue.id).put("key", "ITH-" + issue.id);
                    ObjectNode fields = one.putObject("fields");
                    fields.put("updated", TIME.format(issue.updated.atOffset(ZoneOffset.UTC)));
                    fields.set("status", status(issue.status));
                });
        return Reply.ok(found.put("isLast", true));
    }

    private boolean isApprovedAtIndex(Issue issue) {
        return issue.approvedAt != null && !issue.approvedAt.isAfter(indexedUntil);
    }
}
