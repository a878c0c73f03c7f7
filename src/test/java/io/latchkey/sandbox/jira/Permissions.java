package io.latchkey.sandbox.jira;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may do what. Roles give, the control API takes away per account and project. Safe for many threads. */
final class Permissions {

    static final String BROWSE = "BROWSE_PROJECTS";
    static final String COMMENT = "ADD_COMMENTS";
    static final String EDIT = "EDIT_ISSUES";
    static final String TRANSITION = "TRANSITION_ISSUES";
    static final String EDIT_OWN = "EDIT_OWN_COMMENTS";
    static final String EDIT_ALL = "EDIT_ALL_COMMENTS";
    static final String DELETE_OWN = "DELETE_OWN_COMMENTS";
    static final String DELETE_ALL = "DELETE_ALL_COMMENTS";
    static final String AGENT = "SERVICEDESK_AGENT";
    static final String ADMINISTER_PROJECTS = "ADMINISTER_PROJECTS";
    static final String ADMINISTER = "ADMINISTER";

    /** "Browse users and groups". */
    static final String BROWSE_USERS = "USER_PICKER";

    private static final List<String> PROJECT = List.of(
            BROWSE,
            "CREATE_ISSUES",
            EDIT,
            TRANSITION,
            "RESOLVE_ISSUES",
            "ASSIGN_ISSUES",
            COMMENT,
            EDIT_OWN,
            EDIT_ALL,
            DELETE_OWN,
            DELETE_ALL,
            "DELETE_ISSUES",
            AGENT,
            ADMINISTER_PROJECTS);

    private static final List<String> GLOBAL = List.of(ADMINISTER, BROWSE_USERS, "CREATE_SHARED_OBJECTS");

    private static final Set<String> EMPLOYEES = Set.of(BROWSE, "CREATE_ISSUES", EDIT, COMMENT, EDIT_OWN, DELETE_OWN);

    private final Map<String, Set<String>> denied = new LinkedHashMap<>();

    static boolean isProject(String permission) {
        return PROJECT.contains(permission);
    }

    static boolean isGlobal(String permission) {
        return GLOBAL.contains(permission);
    }

    static int idOf(String permission) {
        return isGlobal(permission) ? GLOBAL.indexOf(permission) : 10 + PROJECT.indexOf(permission);
    }

    /** Takes these from an account in a project, and gives back whatever was taken before. */
    synchronized void deny(String accountId, Project project, Set<String> permissions) {
        denied.put(accountId + "/" + project, Set.copyOf(permissions));
    }

    synchronized boolean may(Caller caller, String permission, Project project) {
        return may(caller.person(), permission, project);
    }

    synchronized boolean may(Person person, String permission, Project project) {
        Set<String> taken = denied.getOrDefault(person.accountId() + "/" + project, Set.of());
        return person.active() && !taken.contains(permission) && has(person.role(), permission);
    }

    private static boolean has(Role role, String permission) {
        return switch (role) {
            case ADMINISTRATOR -> PROJECT.contains(permission);
            case AGENT, APP -> PROJECT.contains(permission) && !permission.equals(ADMINISTER_PROJECTS);
            case EMPLOYEE -> EMPLOYEES.contains(permission);
            case CUSTOMER -> false;
        };
    }

    /** What was taken in any project counts for a global permission. */
    synchronized boolean mayGlobally(Person person, String permission) {
        boolean taken = denied.entrySet().stream()
                .anyMatch(entry -> entry.getKey().startsWith(person.accountId() + "/")
                        && entry.getValue().contains(permission));
        return !taken
                && switch (person.role()) {
                    case ADMINISTRATOR -> GLOBAL.contains(permission);
                    case AGENT, EMPLOYEE ->
                        permission.equals(BROWSE_USERS) || permission.equals("CREATE_SHARED_OBJECTS");
                    case APP -> permission.equals(BROWSE_USERS);
                    case CUSTOMER -> false;
                };
    }

    /** By permission scheme and issue security; apps are in no group, so security levels hide issues from them. */
    boolean mayBrowse(Person person, Issue issue) {
        boolean hidden = issue.hiddenFrom().contains(person.accountId())
                || (person.role() == Role.APP && issue.hiddenFrom().contains("apps"));
        return !hidden && may(person, BROWSE, issue.project());
    }

    /** In the portal one also sees what one asked for, what is shared with one, and what one is asked to approve. */
    boolean maySeeRequest(Person person, Issue issue) {
        boolean own = person.accountId().equals(issue.reporter().accountId());
        boolean approver = issue.approvals().stream()
                .anyMatch(approval -> approval.decisions().containsKey(person.accountId()));
        boolean agent = may(person, AGENT, issue.project()) && mayBrowse(person, issue);
        boolean shared = issue.participants().contains(person.accountId());
        return agent || (person.active() && (own || approver || shared));
    }
}
