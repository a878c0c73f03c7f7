package io.latchkey.panel;

import io.latchkey.audit.Trail;
import io.latchkey.audit.TrailCursor;
import io.latchkey.audit.TrailFilter;
import io.latchkey.audit.TrailPage;
import io.latchkey.audit.TrailRow;
import io.latchkey.audit.Verification;
import io.latchkey.audit.Verified;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The trail and its proof. */
@RestController
@RequestMapping("/api/audit")
@CalledByPerson(administrator = true)
class AuditController {

    private final Trail trail;
    private final Verification verification;

    AuditController(Trail trail, Verification verification) {
        this.trail = trail;
        this.verification = verification;
    }

    /** A page of the trail. */
    record PageView(List<TrailRow> rows, @Nullable String next) {}

    /**
     * The trail, oldest first.
     *
     * @param subject for requests: Jira's numeric issue id
     * @param kind the beginning of a kind: {@code request.}
     * @param limit 1 to 500
     * @param after {@code next} of the page before
     */
    @GetMapping
    PageView read(
            Caller caller,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String after) {
        TrailCursor cursor = after == null || after.isEmpty() ? null : TrailCursor.of(after);
        TrailPage page = trail.read(
                caller.tenant(), new TrailFilter(emptyToNull(subject), emptyToNull(kind), null, limit, cursor));
        TrailCursor next = page.next();
        return new PageView(page.rows(), next == null ? null : next.toString());
    }

    private static @Nullable String emptyToNull(@Nullable String parameter) {
        return parameter == null || parameter.isEmpty() ? null : parameter;
    }

    /** Whether every seal holds, and how many events are not sealed yet. */
    @GetMapping("/verification")
    Verified verify(Caller caller) {
        return verification.verify(caller.tenant());
    }
}
