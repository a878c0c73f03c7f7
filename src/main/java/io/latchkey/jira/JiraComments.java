package io.latchkey.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.platform.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Writes comments that can be recognised as ours: each carries the id of its step as a property, which Jira stores in the
 * same call. Every method may throw a {@link JiraFailure}.
 */
@Component
public class JiraComments {

    /** The property that names the step; its value is {@code {"id": "…"}}. */
    static final String STEP = "io.latchkey.step";

    private static final String TRIAL =
            "Latchkey tries whether it may write internal notes here, and deletes this one at once.";

    private static final Logger log = LoggerFactory.getLogger(JiraComments.class);

    /** Jira allows 5,000 comments on an issue. */
    static final int MOST_COMMENTS = 5_000;

    private final JiraCalls calls;
    private final Known known;

    JiraComments(JiraCalls calls, Known known) {
        this.calls = calls;
        this.known = known;
    }

    /**
     * Writes a comment.
     *
     * <p>Not idempotent: after {@link JiraFailure.OutcomeUnknown} ask {@link #commentsOf} before repeating. An internal
     * note that Jira made public all the same is deleted again.
     *
     * @param internal true for agents only, false for the customers of the request too, who get it by mail
     * @param stepId the step that writes it
     * @return the comment's id
     * @throws JiraFailure.NotInternal when the note became public
     */
    public String comment(TenantId tenant, String issueId, Adf body, boolean internal, UUID stepId) {
        Wanted.number("issue id", issueId);
        Answer written = calls.post(
                tenant, Operation.COMMENT, document(body, internal, stepId), "/rest/api/3/issue/{id}/comment", issueId);
        String commentId = idOf(written);
        if (internal && written.isTrue("jsdPublic")) {
            refusePublic(tenant, issueId, commentId);
        }
        return commentId;
    }

    /**
     * Whether the app may write internal notes on this request, proven by one that says so and is deleted at once. Agents
     * may be told of it by mail, customers are not.
     */
    public NoteTrial tryNote(TenantId tenant, String issueId, UUID trialId) {
        String commentId;
        try {
            commentId = comment(tenant, issueId, Adf.of(Adf.paragraph(Adf.text(TRIAL))), true, trialId);
        } catch (JiraFailure.Forbidden | JiraFailure.Rejected refused) {
            return NoteTrial.REFUSED;
        } catch (JiraFailure.NotInternal publicly) {
            return NoteTrial.PUBLIC;
        }
        try {
            delete(tenant, issueId, commentId);
        } catch (JiraFailure.Forbidden | JiraFailure.Rejected refused) {
            // Documented for comments: a missing permission is answered 400.
            return NoteTrial.LEFT;
        }
        return NoteTrial.PROVEN;
    }

    /** How a trial ended. */
    public enum NoteTrial {
        /** Written, internal, and deleted. */
        PROVEN,
        /** Jira let the app write no internal note; it does not say whether comments or only internal ones are refused. */
        REFUSED,
        /** It became public all the same, and was deleted. */
        PUBLIC,
        /** Written and internal; Jira did not let the app delete it. */
        LEFT
    }

    private static ObjectNode document(Adf body, boolean internal, UUID stepId) {
        return document(body, internal, STEP, stepId);
    }

    /** A comment as Jira takes it, with the step's id in the property of this name. */
    static ObjectNode document(Adf body, boolean internal, String property, UUID stepId) {
        ObjectNode comment = JiraJson.object();
        comment.set("body", body.json());
        var properties = comment.putArray("properties");
        properties.addObject().put("key", property).putObject("value").put("id", stepId.toString());
        if (internal) {
            properties
                    .addObject()
                    .put("key", "sd.public.comment")
                    .putObject("value")
                    .put("internal", true);
        }
        return comment;
    }

    private static String idOf(Answer written) {
        String id = written.idOrNull("id");
        if (id == null) {
            // It was written; without its id it has to be looked for.
            throw new JiraFailure.OutcomeUnknown(Operation.COMMENT, "the answer has no id", null, null);
        }
        return id;
    }

    /** The answer to the write may be older than its property, so the comment itself is asked. */
    void refusePublic(TenantId tenant, String issueId, String commentId) {
        Answer readBack = calls.get(
                tenant, Operation.READ_COMMENT, "/rest/api/3/issue/{id}/comment/{comment}", issueId, commentId);
        if (readBack.isTrue("jsdPublic")) {
            delete(tenant, issueId, commentId);
            throw new JiraFailure.NotInternal();
        }
    }

    /**
     * The ids of the comments that this step wrote, oldest first: those of our own accounts whose property names it. A property that
     * somebody else put on a comment of theirs proves nothing. One call per 100 comments, and one for each comment of
     * ours.
     */
    public List<String> commentsOf(TenantId tenant, String issueId, UUID stepId) {
        return commentsOf(tenant, issueId, stepId, () -> {});
    }

    /**
     * Leaves one of the comments that this step wrote, the oldest, and deletes the others: a lost answer may have made
     * several. What {@link #commentsOf} does not tell is not touched. May be repeated.
     *
     * @param internal whether the one that stays has to be for agents only
     * @param beforeCall run before each call
     * @throws JiraFailure.NotInternal when it is public all the same; it is deleted then
     */
    Kept keepOldest(TenantId tenant, String issueId, boolean internal, UUID stepId, Runnable beforeCall) {
        List<String> ours = commentsOf(tenant, issueId, stepId, beforeCall);
        List<String> deleted = new ArrayList<>();
        for (String duplicate : ours.subList(Math.min(1, ours.size()), ours.size())) {
            beforeCall.run();
            try {
                delete(tenant, issueId, duplicate);
                deleted.add(duplicate);
            } catch (JiraFailure.NotSeen gone) {
                log.info("comment {} of issue {} is gone already", duplicate, issueId);
            }
        }
        if (internal && !ours.isEmpty()) {
            beforeCall.run();
            refusePublic(tenant, issueId, ours.get(0));
        }
        return new Kept(ours.stream().findFirst(), List.copyOf(deleted));
    }

    /**
     * What is left of a step's comments.
     *
     * @param id the oldest one's; empty when there is none
     * @param deleted the ids of its duplicates
     */
    record Kept(Optional<String> id, List<String> deleted) {}

    private List<String> commentsOf(TenantId tenant, String issueId, UUID stepId, Runnable beforeCall) {
        Wanted.number("issue id", issueId);
        beforeCall.run();
        Set<String> ourselves = known.ownAccounts(tenant);
        return Pages.ofPlatform(Operation.READ_COMMENTS, "comments", MOST_COMMENTS)
                .all(
                        start -> {
                            beforeCall.run();
                            return calls.get(
                                    tenant,
                                    Operation.READ_COMMENTS,
                                    "/rest/api/3/issue/{id}/comment?startAt={start}&maxResults=100&orderBy=created",
                                    issueId,
                                    start);
                        },
                        Written::of)
                .stream()
                .filter(comment -> Known.isOneOf(ourselves, comment.author()))
                .map(Written::id)
                .filter(id -> isOf(tenant, id, STEP, stepId, beforeCall))
                .toList();
    }

    /** Whether the comment's property of this name holds the step's id. */
    boolean isOf(TenantId tenant, String commentId, String property, UUID stepId, Runnable beforeCall) {
        beforeCall.run();
        try {
            Answer found = calls.get(
                    tenant,
                    Operation.READ_COMMENT_PROPERTY,
                    "/rest/api/3/comment/{comment}/properties/{key}",
                    Wanted.number("comment id", commentId),
                    property);
            return stepId.toString().equals(found.at("value").textOrNull("id"));
        } catch (JiraFailure.NotSeen none) {
            // Documented: 404 when the comment has no such property. Gone since the list was read is the same to us.
            return false;
        }
    }

    /**
     * Deletes a comment of ours. After {@link JiraFailure.OutcomeUnknown} it may be repeated.
     *
     * @throws JiraFailure.NotSeen when there is no such comment (any more), or it cannot be seen
     */
    public void delete(TenantId tenant, String issueId, String commentId) {
        calls.delete(
                tenant,
                Operation.DELETE_COMMENT,
                "/rest/api/3/issue/{id}/comment/{comment}",
                Wanted.number("issue id", issueId),
                Wanted.number("comment id", commentId));
    }

    private record Written(String id, String author) {

        static Written of(Answer comment) {
            return new Written(comment.id("id"), String.valueOf(Person.accountId(comment.at("author"))));
        }
    }
}
