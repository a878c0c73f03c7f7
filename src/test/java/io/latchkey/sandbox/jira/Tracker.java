package io.latchkey.sandbox.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.latchkey.sandbox.http.Rules;
import io.latchkey.sandbox.http.SandboxClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The issues and what can be done to them. Whoever reads or changes issues holds this object's lock; its own methods
 * take it. Says nothing about who may do what: the callers ask {@link Permissions} before.
 */
final class Tracker {

    private static final String REPORTER = "reporter";

    private final SandboxClock clock;
    private final SiteFields fields;
    private final Workflow workflow;
    private final Rules rules;
    private final Map<String, Issue> issues = new LinkedHashMap<>();
    private final Map<String, Issue> byKey = new LinkedHashMap<>();
    private final Map<Project, Integer> numbers = new LinkedHashMap<>();
    private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
    private List<Person> standardApprovers = List.of(Cast.PAUL);
    private long changes;
    private long nextIssue = 10_101;
    private long nextComment = 10_300;
    private long nextHistory = 10_500;
    private long nextApproval = 1;

    Tracker(SandboxClock clock, SiteFields fields, Workflow workflow, Rules rules) {
        this.clock = clock;
        this.fields = fields;
        this.workflow = workflow;
        this.rules = rules;
    }

    void listen(ChangeListener listener) {
        listeners.add(listener);
    }

    /** Who approves when a request names nobody. */
    synchronized void useStandardApprovers(List<Person> approvers) {
        standardApprovers = List.copyOf(approvers);
    }

    synchronized List<Issue> all() {
        return List.copyOf(issues.values());
    }

    /** By number, key or a key it had before it moved. */
    synchronized Optional<Issue> find(String idOrKey) {
        Issue byId = issues.get(idOrKey);
        return Optional.ofNullable(byId == null ? byKey.get(idOrKey.toUpperCase(java.util.Locale.ROOT)) : byId);
    }

    synchronized Optional<Comment> findComment(String id) {
        return issues.values().stream()
                .flatMap(issue -> issue.comments().stream())
                .filter(comment -> comment.id().equals(id))
                .findFirst();
    }

    synchronized Issue create(Person creator, Person reporter, RequestType type, Map<String, JsonNode> values) {
        Instant at = now();
        var issue = new Issue(String.valueOf(nextIssue++), newKey(Project.ITH), type, creator, reporter, at);
        issue.fields().putAll(values);
        if (type.isApproved()) {
            // Service Management fills an empty approvers field from prePopulatedFieldId (documented); nobody's change.
            issue.fields().putIfAbsent(SiteFields.APPROVERS, pick(standardApprovers));
            issue.fields().putIfAbsent(SiteFields.SECOND_APPROVERS, pick(List.of(Cast.OLGA)));
        }
        issues.put(issue.id(), issue);
        byKey.put(issue.key(), issue);
        askForApproval(issue, at);
        tell(new Change("jira:issue_created", "issue_created", issue, creator, null, null, issue.status()));
        return issue;
    }

    private static JsonNode pick(List<Person> persons) {
        return Json.array(persons, person -> Json.object().put("accountId", person.accountId()));
    }

    private String newKey(Project project) {
        return project.name() + "-" + numbers.merge(project, 1, Integer::sum);
    }

    /** Sets fields that were checked before; one history, and none when nothing is different. */
    synchronized void edit(Issue issue, Person by, Map<String, JsonNode> values) {
        var items = new ArrayList<ChangeItem>();
        values.forEach((id, value) -> {
            JsonNode old = value(issue, id);
            if (!Objects.equals(old, value)) {
                if (id.equals(REPORTER)) {
                    issue.reportedBy(fields.people(Json.array().add(value)).get(0));
                } else {
                    issue.fields().put(id, value);
                }
                items.add(fields.change(id, old, value));
            }
        });
        if (items.isEmpty()) {
            return;
        }
        issue.pendingApproval()
                .filter(approval -> values.containsKey(approval.step().fieldId()))
                .filter(approval -> rules.isOn(JiraRules.APPROVERS_FOLLOW_FIELD))
                .ifPresent(approval -> approval.replaceApprovers(approvers(issue, approval.step())));
        History history = record(issue, by, items);
        tell(new Change("jira:issue_updated", "issue_updated", issue, by, history, null, null));
    }

    private static JsonNode value(Issue issue, String id) {
        return id.equals(REPORTER)
                ? Json.object().put("accountId", issue.reporter().accountId())
                : issue.fields().getOrDefault(id, NullNode.getInstance());
    }

    synchronized void transition(Issue issue, Person by, Transition transition) {
        enter(issue, by, transition.to(), List.of());
    }

    private void enter(Issue issue, Person by, Status to, List<ChangeItem> more) {
        Instant at = now();
        Status from = issue.status();
        var items = new ArrayList<ChangeItem>(more);
        items.addAll(resolution(from, to));
        items.add(ChangeItem.system("status", from.id(), from.label(), to.id(), to.label()));
        issue.enter(to, at);
        History history = record(issue, by, items);
        askForApproval(issue, at);
        tell(new Change("jira:issue_updated", "issue_generic", issue, by, history, null, to));
    }

    /** A transition into or out of the done category sets or clears the resolution in the same history. */
    private static List<ChangeItem> resolution(Status from, Status to) {
        boolean was = from.category() == Status.Category.DONE;
        boolean is = to.category() == Status.Category.DONE;
        if (was == is) {
            return List.of();
        }
        return List.of(
                is
                        ? ChangeItem.system("resolution", null, null, "10000", "Done")
                        : ChangeItem.system("resolution", "10000", "Done", null, null));
    }

    private void askForApproval(Issue issue, Instant at) {
        workflow.askedIn(issue.status())
                .ifPresent(step -> issue.approvals()
                        .add(new Approval(String.valueOf(nextApproval++), step, at, approvers(issue, step))));
    }

    private List<Person> approvers(Issue issue, ApprovalStep step) {
        return fields.people(issue.fields().get(step.fieldId())).stream()
                .filter(person -> !step.excludeReporter()
                        || !person.accountId().equals(issue.reporter().accountId()))
                .toList();
    }

    /** Records an approver's answer, and moves the issue when it completes the approval. */
    synchronized void decide(Issue issue, Approval approval, Person by, Decision decision) {
        approval.decide(by, decision);
        Decision outcome = outcome(approval);
        if (outcome == Decision.PENDING) {
            issue.touch(now());
            changes++;
            return;
        }
        approval.complete(outcome, now());
        ApprovalStep step = approval.step();
        enter(issue, by, outcome == Decision.APPROVED ? step.approved() : step.declined(), answered(approval));
    }

    private List<ChangeItem> answered(Approval approval) {
        if (!rules.isOn(JiraRules.APPROVAL_IN_CHANGELOG)) {
            return List.of();
        }
        return List.of(new ChangeItem(
                "Approvals",
                "custom",
                SiteFields.APPROVALS,
                null,
                Decision.PENDING.word(),
                null,
                approval.finalDecision().word()));
    }

    private Decision outcome(Approval approval) {
        List<Decision> given = List.copyOf(approval.decisions().values());
        int needed = approval.step().needed(given.size());
        long approved = given.stream().filter(Decision.APPROVED::equals).count();
        long declined = given.stream().filter(Decision.DECLINED::equals).count();
        if (approved >= needed) {
            return Decision.APPROVED;
        }
        boolean hopeless = given.size() - declined < needed;
        boolean over = rules.isOn(JiraRules.ONE_DECLINE_DECLINES) ? declined > 0 : hopeless;
        return over ? Decision.DECLINED : Decision.PENDING;
    }

    synchronized Comment comment(Issue issue, Person by, JsonNode body, Map<String, JsonNode> properties) {
        var comment = new Comment(String.valueOf(nextComment++), issue, by, now(), body);
        comment.properties().putAll(properties);
        issue.comments().add(comment);
        issue.touch(comment.created());
        tell(new Change("comment_created", "issue_commented", issue, by, null, comment, null));
        if (rules.isOn(JiraRules.COMMENT_UPDATES_ISSUE)) {
            tell(new Change("jira:issue_updated", "issue_commented", issue, by, null, comment, null));
        }
        return comment;
    }

    /** Writes a comment anew. Properties that are not named stay as they are (documented: optional on update). */
    synchronized void editComment(Comment comment, Person by, JsonNode body, Map<String, JsonNode> properties) {
        Issue issue = comment.issue();
        comment.edit(by, now(), body);
        comment.properties().putAll(properties);
        issue.touch(comment.updated());
        tell(new Change("comment_updated", "issue_comment_edited", issue, by, null, comment, null));
        if (rules.isOn(JiraRules.COMMENT_UPDATES_ISSUE)) {
            tell(new Change("jira:issue_updated", "issue_comment_edited", issue, by, null, comment, null));
        }
    }

    synchronized void deleteComment(Comment comment, Person by) {
        Issue issue = comment.issue();
        issue.comments().remove(comment);
        issue.touch(now());
        tell(new Change("comment_deleted", "issue_comment_deleted", issue, by, null, comment, null));
        if (rules.isOn(JiraRules.COMMENT_UPDATES_ISSUE)) {
            tell(new Change("jira:issue_updated", "issue_comment_deleted", issue, by, null, comment, null));
        }
    }

    /** Moves an issue to another project: its key changes, the old key still leads to it (documented). */
    synchronized void move(Issue issue, Person by, Project to) {
        String oldKey = issue.key();
        Project from = issue.project();
        issue.moveTo(to, newKey(to));
        byKey.put(issue.key(), issue);
        History history = record(
                issue,
                by,
                List.of(
                        ChangeItem.system("project", from.id(), from.label(), to.id(), to.label()),
                        new ChangeItem("Key", "jira", "issuekey", null, oldKey, null, issue.key())));
        tell(new Change("jira:issue_updated", "issue_moved", issue, by, history, null, null));
    }

    /**
     * A copy as "Clone" makes it: fields and forms come along, whoever copies raises it, and neither approvals nor history
     * do.
     */
    synchronized Issue copy(Issue issue, Person by) {
        return create(by, by, issue.type(), issue.fields());
    }

    /** Makes it a request of another type, as an agent may. */
    synchronized void become(Issue issue, Person by, RequestType type) {
        RequestType was = issue.type();
        issue.become(type);
        var items = new ArrayList<ChangeItem>();
        if (!was.issueTypeId().equals(type.issueTypeId())) {
            items.add(ChangeItem.system(
                    "issuetype", was.issueTypeId(), was.issueTypeName(), type.issueTypeId(), type.issueTypeName()));
        }
        items.add(new ChangeItem(
                "Request Type", "custom", SiteFields.REQUEST_TYPE, null, was.label(), null, type.label()));
        History history = record(issue, by, items);
        tell(new Change("jira:issue_updated", "issue_updated", issue, by, history, null, null));
    }

    /** Puts the site's form on an issue. Linked fields are left alone, so that both can be made to disagree. */
    synchronized IssueForm attach(Issue issue) {
        var form = new IssueForm(now());
        issue.forms().add(form);
        return form;
    }

    /** Saves a form; Jira writes no history for it, and sends no webhook (facts/atlassian.md 10). */
    synchronized void save(IssueForm form, JsonNode answers, boolean submit) {
        form.save(answers, submit, now());
    }

    synchronized void delete(Issue issue, Person by) {
        issues.remove(issue.id());
        byKey.values().removeIf(issue::equals);
        tell(new Change("jira:issue_deleted", "issue_deleted", issue, by, null, null, null));
    }

    private History record(Issue issue, Person by, List<ChangeItem> items) {
        Instant at = now();
        var history = new History(String.valueOf(nextHistory++), by, at, List.copyOf(items));
        issue.histories().add(history);
        issue.touch(at);
        return history;
    }

    /** How often anything changed, for those who wait for it. */
    synchronized long changes() {
        return changes;
    }

    private void tell(Change change) {
        changes++;
        listeners.forEach(listener -> listener.changed(change));
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The stored form of what somebody wrote into the portal. */
    Map<String, JsonNode> acceptFromPortal(JsonNode values) {
        var stored = Json.object();
        values.properties()
                .forEach(entry -> stored.set(entry.getKey(), fields.fromPortal(entry.getKey(), entry.getValue())));
        return accept(stored);
    }

    /** The stored form of what somebody wants to set. */
    Map<String, JsonNode> accept(@Nullable JsonNode values) {
        var accepted = new LinkedHashMap<String, JsonNode>();
        var errors = new LinkedHashMap<String, String>();
        if (values != null) {
            values.properties().forEach(entry -> {
                try {
                    accepted.put(entry.getKey(), fields.accept(entry.getKey(), entry.getValue()));
                } catch (Refusal e) {
                    errors.putAll(e.errors());
                }
            });
        }
        if (!errors.isEmpty()) {
            throw Refusal.fields(errors);
        }
        return accepted;
    }
}
