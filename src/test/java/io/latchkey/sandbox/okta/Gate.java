package io.latchkey.sandbox.okta;

import io.latchkey.sandbox.http.Rules;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** What every request passes: its id, the rate limits, the caller, scope and role; then the action under the lock. */
final class Gate {

    private static final String PERSON_TOKEN = "SSWS sandbox-admin";

    private final Clock clock;
    private final Rules rules;
    private final RateLimits limits;
    private final Callers callers;
    private final ReentrantLock lock;
    private final AtomicInteger inFlight = new AtomicInteger();

    Gate(Clock clock, Rules rules, RateLimits limits, Callers callers, ReentrantLock lock) {
        this.clock = clock;
        this.rules = rules;
        this.limits = limits;
        this.callers = callers;
        this.lock = lock;
    }

    /** Something that answers once the request has been counted. */
    @FunctionalInterface
    interface Open {
        Reply answer(Call call);
    }

    /** Admits to an endpoint of the management API. */
    ServerResponse management(ServerRequest request, Endpoint endpoint) throws ServletException, IOException {
        return guarded(request, (act, text) -> managed(request, endpoint, act, text));
    }

    /** Admits to an endpoint that anybody may call: the token endpoint and the sign-in. */
    ServerResponse open(ServerRequest request, Bucket bucket, boolean locked, Open action)
            throws ServletException, IOException {
        return guarded(request, (act, text) -> {
            RateLimits.Standing standing = limits.count(bucket, null);
            if (!standing.admitted()) {
                return limited(Problem.tooMany().reply(), standing);
            }
            Call call = new Call(request, text, act);
            return limited(
                    locked ? underLock(() -> action.answer(call)) : attempt(() -> action.answer(call)), standing);
        });
    }

    private Reply managed(ServerRequest request, Endpoint endpoint, Act act, String text) {
        Caller caller;
        try {
            caller = identify(request);
        } catch (Problem refused) {
            return limited(refused.reply(), limits.count(endpoint.bucket(), null));
        }
        RateLimits.Standing standing = limits.count(endpoint.bucket(), caller.id());
        if (!standing.admitted()) {
            return limited(Problem.tooMany().reply(), standing);
        }
        return limited(underLock(() -> permitted(request, endpoint, act.by(caller), text)), standing);
    }

    private Reply permitted(ServerRequest request, Endpoint endpoint, Act act, String text) {
        Caller caller = act.caller();
        if (caller.isApp() && !hasScope(caller.scopes(), endpoint.scope())) {
            throw Problem.forbidden()
                    .withHeader(
                            "WWW-Authenticate",
                            "Bearer error=\"insufficient_scope\", error_description=\"The access token provided does not"
                                    + " contain the required scopes.\", scope=\"" + endpoint.scope() + "\"");
        }
        if (!may(caller, endpoint.permission())) {
            if (endpoint.list() && caller.roles().isEmpty() && rules.isOn(OktaRules.EMPTY_LISTS)) {
                return Reply.ok(Json.array());
            }
            throw Problem.forbidden();
        }
        return endpoint.action().apply(new Call(request, text, act));
    }

    private boolean may(Caller caller, Permission permission) {
        Set<AdminRole> roles = caller.roles();
        boolean narrowed = switch (permission) {
            case ROLES_READ -> rules.isOn(OktaRules.ROLES_NEED_SUPER) && !caller.isSuperAdmin();
            case LOGS_READ ->
                rules.isOn(OktaRules.LOGS_NEED_REPORTING)
                        && roles.stream()
                                .noneMatch(Set.of(
                                        AdminRole.SUPER_ADMIN,
                                        AdminRole.ORG_ADMIN,
                                        AdminRole.READ_ONLY_ADMIN,
                                        AdminRole.REPORT_ADMIN)::contains);
            case GROUPS_MANAGE ->
                !rules.isOn(OktaRules.USER_ADMIN_GROUPS)
                        && !caller.isSuperAdmin()
                        && !roles.contains(AdminRole.ORG_ADMIN);
            default -> false;
        };
        return !narrowed && caller.may(permission);
    }

    private boolean hasScope(Set<String> scopes, String needed) {
        boolean managed = needed.endsWith(".read")
                && rules.isOn(OktaRules.MANAGE_READS)
                && scopes.contains(needed.replace(".read", ".manage"));
        return managed || scopes.contains(needed);
    }

    private Caller identify(ServerRequest request) {
        String authorization = request.headers().firstHeader("Authorization");
        if (authorization == null || authorization.isBlank()) {
            // Okta: a missing or empty Authorization is "Invalid session", not an invalid token.
            throw Problem.of((int) rules.number(OktaRules.MISSING_AUTHORIZATION), "E0000005", "Invalid session");
        }
        if (authorization.equals(PERSON_TOKEN)) {
            return callers.superAdministrator();
        }
        return callers.app(request, authorization);
    }

    private interface Inner {
        Reply answer(Act act, String text);
    }

    private ServerResponse guarded(ServerRequest request, Inner inner) throws ServletException, IOException {
        String requestId = Ids.secret("req", 20);
        int now = inFlight.incrementAndGet();
        try {
            Reply reply = now > rules.number(OktaRules.CONCURRENCY)
                    ? limited(Problem.tooMany().reply(), limits.concurrent())
                    : measured(request, requestId, inner);
            return stamped(reply, requestId).toResponse();
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private Reply measured(ServerRequest request, String requestId, Inner inner) throws ServletException, IOException {
        HttpServletRequest raw = request.servletRequest();
        boolean unmeasured = raw.getHeader("Content-Length") == null && raw.getHeader("Transfer-Encoding") == null;
        if (raw.getMethod().equals("POST") && unmeasured && rules.isOn(OktaRules.LENGTH_REQUIRED)) {
            return Reply.of(411, Json.object().put("error", "Length Required"));
        }
        String agent = raw.getHeader("User-Agent");
        Act act = new Act(
                Caller.system(), requestId, raw.getRequestURI(), agent == null ? "" : agent, raw.getRemoteAddr());
        String text = new String(raw.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return inner.answer(act, text);
    }

    /** Any request that names no endpoint: counted nowhere, but with an id like every answer. */
    ServerResponse refuse(Problem problem) {
        return stamped(problem.reply(), Ids.secret("req", 20)).toResponse();
    }

    private Reply underLock(java.util.function.Supplier<Reply> action) {
        lock.lock();
        try {
            return attempt(action);
        } finally {
            lock.unlock();
        }
    }

    private static Reply attempt(java.util.function.Supplier<Reply> action) {
        try {
            return action.get();
        } catch (Problem refused) {
            return refused.reply();
        }
    }

    private static Reply limited(Reply reply, RateLimits.Standing standing) {
        return reply.header("X-Rate-Limit-Limit", Long.toString(standing.limit()))
                .header("X-Rate-Limit-Remaining", Long.toString(standing.remaining()))
                .header("X-Rate-Limit-Reset", Long.toString(ceilingSecond(standing.reset())));
    }

    private static long ceilingSecond(java.time.Instant instant) {
        return instant.getNano() == 0 ? instant.getEpochSecond() : instant.getEpochSecond() + 1;
    }

    private Reply stamped(Reply reply, String requestId) {
        return reply.header("X-Okta-Request-Id", requestId)
                .header(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                clock.instant().atOffset(ZoneOffset.UTC)));
    }
}
