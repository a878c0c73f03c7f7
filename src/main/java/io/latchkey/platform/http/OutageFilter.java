package io.latchkey.platform.http;

import io.latchkey.platform.db.DatabaseOutage;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers 503 when a filter behind it, where no advice reaches, fails for want of the database. */
final class OutageFilter extends OncePerRequestFilter {

    private static final String SECONDS_TO_WAIT = "5";

    private final DatabaseOutage outage;
    private final ProblemWriter problems;

    OutageFilter(DatabaseOutage outage, ProblemWriter problems) {
        this.outage = outage;
        this.problems = problems;
    }

    static Problem unavailable() {
        return new Problem(
                HttpStatus.SERVICE_UNAVAILABLE, "database.unavailable", "Our database cannot be reached; try again.");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException | ServletException e) {
            // Only an outage ends here; whatever else it is, is thrown on.
            if (response.isCommitted() || !outage.noticed(e)) {
                throw e;
            }
            response.setHeader(HttpHeaders.RETRY_AFTER, SECONDS_TO_WAIT);
            problems.write(response, unavailable());
        }
    }
}
