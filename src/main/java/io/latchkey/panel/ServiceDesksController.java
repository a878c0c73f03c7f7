package io.latchkey.panel;

import io.latchkey.jira.Field;
import io.latchkey.jira.JiraComments;
import io.latchkey.jira.JiraComments.NoteTrial;
import io.latchkey.jira.JiraSite;
import io.latchkey.jira.JiraSite.Proof;
import io.latchkey.jira.Permission;
import io.latchkey.jira.RequestAccess;
import io.latchkey.jira.RequestType;
import io.latchkey.jira.ServiceDesk;
import io.latchkey.platform.http.Problem;
import io.latchkey.platform.time.Ids;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The service desks of the site, and whether the app may do in them what recipes need. */
@RestController
@RequestMapping("/api/service-desks")
@CalledByPerson(administrator = true)
class ServiceDesksController {

    private static final String NOTHING_OPEN = ": the project has no open request to try it on.";

    private static final String BROWSE_USERS = "Browse users and groups";

    private static final String ROLE = "atlassian-addons-project-access";

    private final JiraSite site;
    private final JiraComments comments;
    private final RequestAccess access;
    private final Ids ids;

    ServiceDesksController(JiraSite site, JiraComments comments, RequestAccess access, Ids ids) {
        this.site = site;
        this.comments = comments;
        this.access = access;
        this.ids = ids;
    }

    /**
     * What a check found; every finding names what is missing and how to give it.
     *
     * @param works whether nothing is known to be missing
     * @param proven what was done and worked
     * @param unproven what Jira says the app may do, and what alone would prove it
     */
    record Check(boolean works, List<String> proven, List<String> unproven, List<Finding> findings) {}

    /** One thing that is missing. */
    record Finding(String code, String sentence, String remedy) {}

    @GetMapping
    List<ServiceDesk> list(Caller caller) {
        return site.serviceDesks(caller.tenant());
    }

    @GetMapping("/{id}/request-types")
    List<RequestType> requestTypes(Caller caller, @PathVariable String id) {
        return site.requestTypes(caller.tenant(), desk(caller, id).id());
    }

    @GetMapping("/fields")
    List<Field> fields(Caller caller) {
        return site.fields(caller.tenant());
    }

    /**
     * What a check may try beyond reading.
     *
     * @param noteOn key or numeric id of a request of this desk, on which an internal note is written and deleted again; null to
     *     write nothing
     */
    record Trial(@Nullable String noteOn) {}

    /**
     * Asks Jira for each permission of the app in the desk's project, and tries what can be tried without changing
     * anything: the transitions that it offers the app, the approvals of a request that has some, and a person. Jira's list of
     * permissions counts what a customer of the portal may do, so it can refuse but not prove. Comments are only proven
     * when the caller names a request for it.
     */
    @PostMapping("/{id}/check")
    Check check(Caller caller, @PathVariable String id, @RequestBody(required = false) @Nullable Trial trial) {
        ServiceDesk desk = desk(caller, id);
        Optional<NoteTrial> note = note(caller, desk, trial);
        Set<Permission> asked = EnumSet.allOf(Permission.class);
        Set<Permission> granted = site.ownPermissions(caller.tenant(), desk.projectId(), asked);
        List<String> proven = new ArrayList<>();
        List<String> unproven = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        Proof transitions = site.mayTransition(caller.tenant(), desk.projectId());
        for (Permission permission : asked) {
            if (granted.contains(permission)) {
                granted(permission, transitions, note, proven, unproven, findings);
            } else {
                findings.add(missing(permission));
            }
        }
        note.flatMap(ServiceDesksController::finding).ifPresent(findings::add);
        approvals(caller, desk, proven, findings);
        people(caller, proven, findings);
        return new Check(findings.isEmpty(), proven, unproven, findings);
    }

    private static Finding missing(Permission permission) {
        return new Finding(
                "jira.permission-missing",
                "The app does not have the permission \"" + permission.label() + "\" in this project.",
                "Give it to the project role " + ROLE + " in the project's permission scheme.");
    }

    private Optional<NoteTrial> note(Caller caller, ServiceDesk desk, @Nullable Trial trial) {
        if (trial == null || trial.noteOn() == null) {
            return Optional.empty();
        }
        String issue = Optional.of(trial.noteOn())
                .filter(IssueName::isOne)
                .flatMap(named -> access.ticket(caller.tenant(), named))
                .map(RequestAccess.Ticket::issueId)
                .orElse("");
        if (issue.isEmpty() || !site.isIn(caller.tenant(), desk.projectId(), issue)) {
            throw new Problem(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "jira.request-elsewhere",
                    "The note needs a request of this service desk that the app may see, by its key or its numeric id.");
        }
        return Optional.of(comments.tryNote(caller.tenant(), issue, ids.next()));
    }

    private static void granted(
            Permission permission,
            Proof transitions,
            Optional<NoteTrial> note,
            List<String> proven,
            List<String> unproven,
            List<Finding> findings) {
        switch (permission) {
            case BROWSE_PROJECTS -> {
                if (transitions == Proof.NOTHING_TO_READ) {
                    unproven.add(permission.label() + NOTHING_OPEN);
                } else {
                    proven.add(permission.label());
                }
            }
            case TRANSITION_ISSUES -> transitions(transitions, proven, unproven, findings);
            case ADD_COMMENTS, SERVICEDESK_AGENT -> noted(permission, note, proven, unproven);
        }
    }

    private static void noted(
            Permission permission, Optional<NoteTrial> note, List<String> proven, List<String> unproven) {
        if (note.isEmpty()) {
            unproven.add(
                    permission.label() + ": only an internal note would prove it; name a request on which one may be"
                            + " written and deleted again.");
        } else if (note.get() == NoteTrial.PROVEN) {
            proven.add(permission.label());
        }
    }

    private static Optional<Finding> finding(NoteTrial note) {
        return switch (note) {
            case PROVEN -> Optional.empty();
            case REFUSED ->
                Optional.of(new Finding(
                        "jira.permission-missing",
                        "Jira let the app write no internal note: \"" + Permission.ADD_COMMENTS.label() + "\" or \""
                                + Permission.SERVICEDESK_AGENT.label() + "\" is missing in this project.",
                        "Give both to the project role " + ROLE + " in the project's permission scheme."));
            case PUBLIC ->
                Optional.of(new Finding(
                        "jira.permission-missing",
                        "The app's internal note became public and was deleted: \""
                                + Permission.SERVICEDESK_AGENT.label() + "\" is missing in this project.",
                        "Give it to the project role " + ROLE + " in the project's permission scheme."));
            case LEFT ->
                Optional.of(new Finding(
                        "jira.note-left",
                        "The note was written, and Jira did not let the app delete it.",
                        "Delete it by hand, and give the permission \"Delete Own Comments\" to the project role " + ROLE
                                + ": Latchkey deletes notes that were written twice."));
        };
    }

    private static void transitions(
            Proof transitions, List<String> proven, List<String> unproven, List<Finding> findings) {
        String label = Permission.TRANSITION_ISSUES.label();
        switch (transitions) {
            case PROVEN -> proven.add(label);
            case REFUSED ->
                findings.add(new Finding(
                        "jira.transitions-not-offered",
                        "Jira offers the app no transition of the newest open requests of this project.",
                        "Give the permission \"" + label + "\" to the project role " + ROLE + ", and"
                                + " check that conditions of the workflow let the app pass. If all of them wait for an"
                                + " approval, approve one and check again."));
            case NOTHING_TO_READ -> unproven.add(label + NOTHING_OPEN);
        }
    }

    private void approvals(Caller caller, ServiceDesk desk, List<String> proven, List<Finding> findings) {
        switch (site.mayReadApprovals(caller.tenant(), desk.projectId())) {
            case PROVEN -> proven.add("Read approvals");
            case REFUSED ->
                findings.add(new Finding(
                        "jira.approvals-unreadable",
                        "The app cannot read the approvals of a request that has some.",
                        "Make the app an agent of the service desk, and check issue security."));
            case NOTHING_TO_READ ->
                findings.add(new Finding(
                        "jira.approvals-unproven",
                        "No request of this project has been approved yet, so reading approvals could not be proven.",
                        "Raise and approve one request, then check again."));
        }
    }

    /** Tried on whoever asks. */
    private void people(Caller caller, List<String> proven, List<Finding> findings) {
        if (site.mayReadPeople(caller.tenant(), caller.person()) == Proof.PROVEN) {
            proven.add(BROWSE_USERS);
        } else {
            findings.add(new Finding(
                    "jira.permission-missing",
                    "The app does not have the global permission \"" + BROWSE_USERS
                            + "\", so it cannot tell whether those who approve are people.",
                    "Give it to the app in Jira's settings, under System, Global permissions."));
        }
    }

    private ServiceDesk desk(Caller caller, String id) {
        return site.serviceDesks(caller.tenant()).stream()
                .filter(desk -> desk.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        HttpStatus.NOT_FOUND,
                        "jira.service-desk-unknown",
                        "Jira shows no service desk of this id to the app."));
    }
}
