package io.latchkey.jira;

/**
 * A project permission that the product needs, by Jira's key.
 *
 * <p>What is known of each: the three of the platform guard what their names say. Internal notes have no permission of
 * their own; Jira keeps only customers from writing them, and its standard scheme gives "Service Project Agent" to the
 * role that apps are put into ({@code atlassian-addons-project-access}). So that one is required, and each internal note
 * is looked at after it was written. No permission says that approvals can be read: only reading some proves it ({@link
 * JiraSite#mayReadApprovals}).
 */
public enum Permission {
    /** See the project's issues. */
    BROWSE_PROJECTS("Browse Projects"),
    /** Comment. */
    ADD_COMMENTS("Add Comments"),
    /** Move issues to another status. */
    TRANSITION_ISSUES("Transition Issues"),
    /** Be an agent of the service desk. */
    SERVICEDESK_AGENT("Service Project Agent");

    private final String label;

    Permission(String label) {
        this.label = label;
    }

    /** As administrators see it in the permission scheme. */
    public String label() {
        return label;
    }
}
