package io.latchkey.jira;

import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.work.Conclusion;
import io.latchkey.work.LaterLook;
import io.latchkey.work.LookHandler;
import io.latchkey.work.NewRun;
import io.latchkey.work.StepResult;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Looks for comments of a step that appeared after the step had ended, deletes all but the oldest and says so in the
 * trail; a note for agents that is public all the same is deleted too.
 */
@Component
class DuplicateComments implements LookHandler {

    private static final String KIND = "jira.duplicate-comments";
    private static final String INTERNAL = ":internal";

    private final JiraComments comments;
    private final Trail trail;

    DuplicateComments(JiraComments comments, Trail trail) {
        this.comments = comments;
        this.trail = trail;
    }

    /**
     * The look for a step's comments.
     *
     * @param internal whether the one that stays has to be for agents only
     */
    static LaterLook of(String issueId, UUID stepId, boolean internal) {
        return new LaterLook(KIND, issueId + ":" + stepId + (internal ? INTERNAL : ""));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Conclusion look(TenantId tenant, String subject, Runnable beforeCall) {
        boolean internal = subject.endsWith(INTERNAL);
        int colon = subject.indexOf(':');
        String issueId = subject.substring(0, colon);
        String step = subject.substring(colon + 1, subject.length() - (internal ? INTERNAL.length() : 0));
        try {
            JiraComments.Kept kept = comments.keepOldest(tenant, issueId, internal, UUID.fromString(step), beforeCall);
            return () -> duplicates(tenant, issueId, step, kept);
        } catch (JiraFailure.NotInternal becamePublic) {
            return () -> publicNote(tenant, issueId, step, becamePublic);
        }
    }

    private Optional<NewRun> duplicates(TenantId tenant, String issueId, String step, JiraComments.Kept kept) {
        if (!kept.deleted().isEmpty()) {
            var facts = StepResult.nothing()
                    .put("stepId", step)
                    .put("kept", kept.id().orElseThrow());
            kept.deleted().forEach(facts.putArray("deleted")::add);
            trail.record(Entry.of(tenant, "comment.duplicates-deleted", issueId).withFacts(facts));
        }
        return Optional.empty();
    }

    private Optional<NewRun> publicNote(TenantId tenant, String issueId, String step, JiraFailure.NotInternal why) {
        var facts =
                StepResult.nothing().put("stepId", step).put("code", why.code()).put("explanation", why.explanation());
        trail.record(Entry.of(tenant, "comment.public-note-deleted", issueId).withFacts(facts));
        return Optional.empty();
    }
}
