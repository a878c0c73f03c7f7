package io.latchkey.platform.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what the frame behind it would fail on, and what browsers ask on behalf of another origin's page, which is never let
 * in. The host counts as a proxy's headers name it.
 */
final class OddRequestFilter extends OncePerRequestFilter {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._~-]{1,255}|\\[[0-9A-Fa-f:.]{2,64}]");

    private final ProblemWriter problems;

    OddRequestFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Problem> odd = odd(request);
        if (odd.isPresent()) {
            problems.write(response, odd.get());
        } else {
            chain.doFilter(request, response);
        }
    }

    private static Optional<Problem> odd(HttpServletRequest request) {
        if (CorsUtils.isPreFlightRequest(request)) {
            return refuse(HttpStatus.FORBIDDEN, "request.cross-origin", "Pages of other origins may not ask.");
        }
        if (!isHost(request.getServerName())) {
            return refuse(HttpStatus.BAD_REQUEST, "request.malformed", "The request names no host that can be.");
        }
        if (!isType(request.getContentType())) {
            HttpStatus status = HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            return refuse(status, StatusCodes.codeOf(status), StatusCodes.sentenceOf(status));
        }
        return Optional.empty();
    }

    private static boolean isHost(@Nullable String name) {
        return name != null && HOST.matcher(name).matches();
    }

    private static boolean isType(@Nullable String contentType) {
        if (contentType == null || contentType.isEmpty()) {
            return true;
        }
        try {
            return MediaType.parseMediaType(contentType).isConcrete();
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static Optional<Problem> refuse(HttpStatus status, String code, String sentence) {
        return Optional.of(new Problem(status, code, sentence));
    }
}
