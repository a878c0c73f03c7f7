package io.latchkey.jira;

import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.work.Conclusion;
import io.latchkey.work.LaterLook;
import io.latchkey.work.LookHandler;
import io.latchkey.work.StepResult;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Looks for comments of a step that appeared after the step had ended, deletes all but the oldest and says so in the
 * trail.
 */
@Component
class DuplicateComments implements LookHandler {

    private static final String KIND = "jira.duplicate-comments";

    private final JiraComments comments;
    private final Trail trail;

    DuplicateComments(JiraComments comments, Trail trail) {
        this.comments = comments;
        this.trail = trail;
    }

    static LaterLook of(String issueId, UUID stepId) {
        return new LaterLook(KIND, issueId + ":" + stepId);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Conclusion look(TenantId tenant, String subject, Runnable beforeCall) {
        int colon = subject.indexOf(':');
        String issueId = subject.substring(0, colon);
        String step = subject.substring(colon + 1);
        JiraComments.Kept kept = comments.keepOldest(tenant, issueId, false, UUID.fromString(step), beforeCall);
        return () -> {
            if (!kept.deleted().isEmpty()) {
                var facts = StepResult.nothing()
                        .put("stepId", step)
                        .put("kept", kept.id().orElseThrow());
                kept.deleted().forEach(facts.putArray("deleted")::add);
                trail.record(
                        Entry.of(tenant, "comment.duplicates-deleted", issueId).withFacts(facts));
            }
            return Optional.empty();
        };
    }
}
