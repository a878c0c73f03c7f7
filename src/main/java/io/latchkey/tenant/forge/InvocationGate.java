package io.latchkey.tenant.forge;

import io.latchkey.platform.http.Problem;
import io.latchkey.platform.http.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Verifies the invocation token of whatever Forge may call; nowhere else does one count. Logs why one was refused, never the
 * token. More than one Authorization header was refused before.
 */
final class InvocationGate extends OncePerRequestFilter {

    /** What Forge calls: for itself, and for people who look at our pages. */
    static final List<String> PATHS = List.of("/forge/", "/api/");

    private static final Logger LOG = LoggerFactory.getLogger(InvocationGate.class);
    private static final String SCHEME = "Bearer ";

    private final Invocations invocations;
    private final ProblemWriter problems;

    InvocationGate(Invocations invocations, ProblemWriter problems) {
        this.invocations = invocations;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.startsWith(SCHEME) || !isForForge(request)) {
            chain.doFilter(request, response);
            return;
        }
        var answer = new PageResponse(response);
        HttpServletRequest call;
        try {
            invocations.verify(header.substring(SCHEME.length())).attachTo(request);
            call = PageRequest.of(request);
        } catch (Problem problem) {
            LOG.info("refused an invocation: {}", why(problem));
            if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE) {
                response.setHeader(HttpHeaders.RETRY_AFTER, "30");
            }
            // Only who is Forge is answered as Forge wants it.
            problems.write(problem.status() == HttpStatus.UNAUTHORIZED ? response : answer, problem);
            return;
        }
        chain.doFilter(call, answer);
    }

    private static boolean isForForge(HttpServletRequest request) {
        return PATHS.stream().anyMatch(request.getServletPath()::startsWith);
    }

    private static String why(Problem problem) {
        return problem instanceof Invocations.Refused refused ? problem.code() + ", " + refused.why() : problem.code();
    }
}
