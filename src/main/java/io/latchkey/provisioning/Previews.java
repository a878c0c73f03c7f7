package io.latchkey.provisioning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.latchkey.audit.Entry;
import io.latchkey.audit.Trail;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Fingerprints;
import io.latchkey.platform.time.Ids;
import io.latchkey.work.Conclusion;
import io.latchkey.work.NewRun;
import io.latchkey.work.Plan;
import io.latchkey.work.PlannedStep;
import io.latchkey.work.StepResult;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes the preview of a request on its ticket: one comment, written anew only when it says something else. */
@Component
class Previews {

    static final String PREVIEW = "preview";

    private final JdbcClient jdbc;
    private final Fingerprints fingerprints;
    private final Trail trail;
    private final Ids ids;
    private final Clock clock;
    private final SecureRandom random;

    Previews(JdbcClient jdbc, Fingerprints fingerprints, Trail trail, Ids ids, Clock clock, SecureRandom random) {
        this.jdbc = jdbc;
        this.fingerprints = fingerprints;
        this.trail = trail;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    /** What is written in the transaction that ends the look: nothing when the ticket says so already. */
    Conclusion conclusion(TenantId tenant, String issueId, Preview.Seen seen) {
        return () -> {
            byte[] hash = fingerprints.of(
                    tenant, "request_preview.text_hash", seen.text().getBytes(StandardCharsets.UTF_8));
            boolean isNews = jdbc.sql("insert into request_preview (tenant_id, id, issue_id, text_hash, previewed_at)"
                                    + " values (?, ?, ?, ?, ?) on conflict (tenant_id, issue_id) do update"
                                    + " set text_hash = excluded.text_hash, previewed_at = excluded.previewed_at"
                                    + " where request_preview.text_hash <> excluded.text_hash")
                            .params(
                                    tenant.value(),
                                    ids.next(),
                                    issueId,
                                    hash,
                                    clock.instant().atOffset(ZoneOffset.UTC))
                            .update()
                    > 0;
            return isNews ? Optional.of(run(tenant, issueId, seen)) : Optional.empty();
        };
    }

    private NewRun run(TenantId tenant, String issueId, Preview.Seen seen) {
        var input = JsonNodeFactory.instance
                .objectNode()
                .put("issueId", issueId)
                .put("mark", mark(tenant, issueId).toString())
                .put("text", seen.text());
        var basis = JsonNodeFactory.instance.objectNode().put("issueId", issueId);
        Plan plan = new Plan(basis, List.of(new PlannedStep(PREVIEW, "jira.keep-comment", input)));
        UUID id = ids.next();
        trail.record(Entry.of(tenant, "request.previewed", issueId)
                .withFacts(StepResult.nothing().put("run", id.toString()).put("code", seen.code())));
        return new NewRun(id, PREVIEW, issueId, issueId, plan.salted(random));
    }

    /** The same for every text of a request's comment. */
    private static UUID mark(TenantId tenant, String issueId) {
        return UUID.nameUUIDFromBytes((PREVIEW + "/" + tenant + "/" + issueId).getBytes(StandardCharsets.UTF_8));
    }
}
