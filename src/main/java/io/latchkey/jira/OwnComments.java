package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.TenantId;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Edits and deletes comments that our own accounts wrote, and no others: each is read before it is touched. Every method
 * may throw a {@link JiraFailure}.
 */
@Component
public class OwnComments {

    /** The property that names the step that edited it last; the one of {@link JiraComments} names the step that wrote it. */
    static final String EDIT = "io.latchkey.edit";

    private static final String COMMENT = "/rest/api/3/issue/{id}/comment/{comment}";

    private final JiraCalls calls;
    private final Known known;
    private final JiraComments comments;
    private final JiraRequests requests;

    OwnComments(JiraCalls calls, Known known, JiraComments comments, JiraRequests requests) {
        this.calls = calls;
        this.known = known;
        this.comments = comments;
        this.requests = requests;
    }

    /**
     * Writes one of our comments anew. Who may see it does not change by that. May be repeated: the same text stands there
     * again, unless something else was written there meanwhile, so ask {@link #isEditedBy} before. Two calls.
     *
     * @param internal whether it has to be for agents only; a public one is refused before anything is written then
     * @param stepId the step that edits it
     * @param beforeCall run before each call
     * @return false when it is not there any more, and the issue is
     * @throws JiraFailure.NotOurs when another account wrote it
     * @throws JiraFailure.NotInternal when it had to be internal and is not; if the edit made it public, it is deleted
     */
    public boolean edit(
            TenantId tenant,
            String issueId,
            String commentId,
            Adf body,
            boolean internal,
            UUID stepId,
            Runnable beforeCall) {
        Optional<Found> found = find(tenant, issueId, commentId, beforeCall);
        if (found.isEmpty()) {
            return false;
        }
        boolean wasInternal = found.get().internal();
        if (internal && !wasInternal) {
            throw new JiraFailure.NotInternal(commentId);
        }
        beforeCall.run();
        JsonNode document = JiraComments.document(body, wasInternal, EDIT, stepId);
        Answer written = calls.put(tenant, Operation.EDIT_COMMENT, document, COMMENT, issueId, commentId);
        if (wasInternal && written.isTrue("jsdPublic")) {
            beforeCall.run();
            comments.refusePublic(tenant, issueId, commentId);
        }
        return true;
    }

    /**
     * Whether this step was the last to edit the comment; of one of our own that is there. Up to four calls.
     *
     * @param internal whether it has to be for agents only
     * @throws JiraFailure.NotOurs when another account wrote it
     * @throws JiraFailure.NotInternal when the step edited it, it had to be internal and is not; it is deleted then
     */
    public boolean isEditedBy(
            TenantId tenant, String issueId, String commentId, boolean internal, UUID stepId, Runnable beforeCall) {
        Optional<Found> found = find(tenant, issueId, commentId, beforeCall);
        if (found.isEmpty() || !comments.isOf(tenant, commentId, EDIT, stepId, beforeCall)) {
            return false;
        }
        if (internal && !found.get().internal()) {
            beforeCall.run();
            comments.refusePublic(tenant, issueId, commentId);
        }
        return true;
    }

    /**
     * Whether one of our comments is there: false only when it is not and the issue is. Up to two calls.
     *
     * @throws JiraFailure.NotOurs when another account wrote it
     */
    public boolean exists(TenantId tenant, String issueId, String commentId, Runnable beforeCall) {
        return find(tenant, issueId, commentId, beforeCall).isPresent();
    }

    /**
     * Deletes one of our comments and reads that it is gone. May be repeated. Up to four calls.
     *
     * @return false when it was gone already
     * @throws JiraFailure.NotOurs when another account wrote it
     */
    public boolean delete(TenantId tenant, String issueId, String commentId, Runnable beforeCall) {
        if (find(tenant, issueId, commentId, beforeCall).isEmpty()) {
            return false;
        }
        beforeCall.run();
        try {
            comments.delete(tenant, issueId, commentId);
        } catch (JiraFailure.NotSeen gone) {
            return false;
        }
        if (find(tenant, issueId, commentId, beforeCall).isPresent()) {
            throw new JiraFailure.OutcomeUnknown(
                    Operation.DELETE_COMMENT, "it can still be read afterwards", null, null);
        }
        return true;
    }

    private record Found(boolean internal) {}

    /** Jira answers 404 for what is gone and for what is hidden; an issue that can still be read tells them apart. */
    private Optional<Found> find(TenantId tenant, String issueId, String commentId, Runnable beforeCall) {
        Wanted.number("issue id", issueId);
        Wanted.number("comment id", commentId);
        beforeCall.run();
        Set<String> ourselves = known.ownAccounts(tenant);
        beforeCall.run();
        Answer comment;
        try {
            comment = calls.get(tenant, Operation.READ_COMMENT, COMMENT, issueId, commentId);
        } catch (JiraFailure.NotSeen gone) {
            beforeCall.run();
            requests.status(tenant, issueId);
            return Optional.empty();
        }
        if (!Known.isOneOf(ourselves, Person.accountId(comment.at("author")))) {
            throw new JiraFailure.NotOurs(commentId);
        }
        return Optional.of(new Found(comment.hasBoolean("jsdPublic") && !comment.isTrue("jsdPublic")));
    }
}
