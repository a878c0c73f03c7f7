package io.latchkey.sandbox.jira;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an issue.
 *
 * @param event Jira's webhook event, such as {@code jira:issue_updated}
 * @param type Jira's {@code issue_event_type_name}
 * @param issue what changed, as it is now
 * @param by the account that did it
 * @param history the changelog's entry, or null when no field changed
 * @param comment the comment that was added, or null
 * @param entered the status that the issue entered by it, or null
 */
record Change(
        String event,
        String type,
        Issue issue,
        Person by,
        @Nullable History history,
        @Nullable Comment comment,
        @Nullable Status entered) {}
