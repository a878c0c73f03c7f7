package io.latchkey.panel;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.latchkey.audit.SealedRow;
import io.latchkey.audit.Trail;
import io.latchkey.audit.TrailCursor;
import io.latchkey.audit.TrailExport;
import io.latchkey.audit.TrailFilter;
import io.latchkey.audit.TrailPage;
import io.latchkey.audit.TrailRow;
import io.latchkey.audit.Verification;
import io.latchkey.audit.Verified;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
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
    /** The most days of one export. */
    private static final int MOST_DAYS = 31;

    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final Verification verification;
    private final TrailExport export;
    private final ObjectMapper json;

    AuditController(Trail trail, Verification verification, TrailExport export, ObjectMapper json) {
        this.trail = trail;
        this.verification = verification;
        this.export = export;
        this.json = json;
    }

    /** A page of the trail. */
    record PageView(List<TrailRow> rows, @Nullable String next) {}

    /**
     * The trail.
     *
     * @param subject for requests: Jira's numeric issue id
     * @param kind the beginning of a kind: {@code request.}
     * @param from not before this time
     * @param to before this time
     * @param order {@code oldest} or {@code newest}: which comes first
     * @param limit 1 to 500
     * @param after {@code next} of the page before
     */
    @GetMapping
    PageView read(
            Caller caller,
            @RequestParam(required = false) @Nullable String subject,
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(defaultValue = "oldest") String order,
            @RequestParam(defaultValue = "100") int limit,
            @RequestParam(required = false) @Nullable String after) {
        TrailCursor cursor = after == null || after.isEmpty() ? null : TrailCursor.of(after);
        if (!order.equals("oldest") && !order.equals("newest")) {
            throw new Problem(HttpStatus.BAD_REQUEST, "audit.bad-order", "The order is oldest or newest.");
        }
        TrailPage page = trail.read(
                caller.tenant(),
                new TrailFilter(
                        emptyToNull(subject),
                        emptyToNull(kind),
                        from == null ? null : checked(from),
                        to == null ? null : checked(to),
                        limit,
                        cursor,
                        order.equals("newest")));
        TrailCursor next = page.next();
        return new PageView(page.rows(), next == null ? null : next.toString());
    }

    private static @Nullable String emptyToNull(@Nullable String parameter) {
        return parameter == null || parameter.isEmpty() ? null : parameter;
    }

    /** A time that the trail can have. */
    private static Instant checked(Instant time) {
        if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
            throw new Problem(HttpStatus.BAD_REQUEST, "audit.bad-time", "A time is between 1970 and 9999.");
        }
        return time;
    }

    /**
     * Sealed events with their proofs, one JSON object a line ({@link io.latchkey.audit.SealedRow}), oldest first, of at most
     * 31 days. The last line says {@code "end": true} and how many there were: without it, the rest is missing.
     */
    @GetMapping("/export")
    void export(Caller caller, @RequestParam Instant from, @RequestParam Instant to, HttpServletResponse response)
            throws IOException {
        if (!checked(from).isBefore(checked(to)) || Duration.between(from, to).toDays() > MOST_DAYS) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST, "audit.bad-time", "An export has at most " + MOST_DAYS + " days.");
        }
        TrailExport.Page page = export.page(caller.tenant(), from, to, null);
        response.setContentType("application/x-ndjson;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"latchkey-audit.ndjson\"");
        OutputStream out = response.getOutputStream();
        long rows = 0;
        while (true) {
            for (SealedRow row : page.rows()) {
                line(out, row);
                rows++;
            }
            TrailCursor next = page.next();
            if (next == null) {
                break;
            }
            page = export.page(caller.tenant(), from, to, next);
        }
        line(out, new End(true, rows, from, to));
        out.flush();
    }

    /** The last line of an export. */
    record End(boolean end, long rows, Instant from, Instant to) {}

    private void line(OutputStream out, Object row) throws IOException {
        out.write(json.writeValueAsBytes(row));
        out.write('\n');
    }

    /** Whether every seal holds, and how many events are not sealed yet. */
    @GetMapping("/verification")
    Verified verify(Caller caller) {
        return verification.verify(caller.tenant());
    }
}
