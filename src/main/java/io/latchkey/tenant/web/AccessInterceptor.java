package io.latchkey.tenant.web;

import com.atlassian.connect.spring.AtlassianHostUser;
import com.atlassian.connect.spring.internal.auth.jwt.JwtAuthentication;
import com.nimbusds.jwt.JWTClaimsSet;
import io.latchkey.platform.http.FramePolicy;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.CalledByForge;
import io.latchkey.tenant.CalledByPerson;
import io.latchkey.tenant.CalledBySite;
import io.latchkey.tenant.CalledOnArrival;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.OpenedInSite;
import io.latchkey.tenant.connect.QueryHash;
import io.latchkey.tenant.connect.ShownAddresses;
import io.latchkey.tenant.forge.ForgeDoor;
import io.latchkey.tenant.forge.Invocation;
import io.latchkey.tenant.store.ConnectHost;
import io.latchkey.tenant.store.ConnectHosts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets a request reach its endpoint only as the endpoint declares. One without a declaration answers nobody. */
@Component
class AccessInterceptor implements HandlerInterceptor {

    private static final String CALLER = Caller.class.getName();

    private final ConnectHosts hosts;
    private final FramePolicy frames;
    private final ShownAddresses shown;
    private final AdministratorsOnly only;
    private final ForgeDoor forge;

    AccessInterceptor(
            ConnectHosts hosts, AdministratorsOnly only, FramePolicy frames, ShownAddresses shown, ForgeDoor forge) {
        this.hosts = hosts;
        this.only = only;
        this.frames = frames;
        this.shown = shown;
        this.forge = forge;
    }

    /** Whoever was let to the endpoint of the request; empty where that is nobody's concern. */
    static Optional<Caller> caller(HttpServletRequest request) {
        return Optional.ofNullable((Caller) request.getAttribute(CALLER));
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        Annotation declaration = Declarations.of(handler)
                .orElseThrow(() -> new Problem(
                        HttpStatus.FORBIDDEN, "access.undeclared", "This endpoint does not declare who may call it."));
        if (declaration instanceof CalledBySite) {
            admit(request, response, site(request));
        }
        if (declaration instanceof OpenedInSite) {
            JwtAuthentication token = site(request);
            demandPerson(token);
            shown.wanted(installation(token));
            admit(request, response, token);
        }
        if (declaration instanceof CalledByForge platform && !platform(request, response, platform)) {
            return false;
        }
        if (declaration instanceof CalledOnArrival) {
            forge.arriving(request);
        }
        if (declaration instanceof CalledByPerson person) {
            Optional<Invocation> invocation = Invocation.of(request);
            Caller caller = invocation.isPresent()
                    ? person(request, response, invocation.get(), person.page())
                    : person(request, response);
            if (person.administrator()) {
                only.demand(caller, request.getMethod());
            }
        }
        return true;
    }

    /** False when it was answered: what a site without a licence tells is taken, so that it is not sent again, and dropped. */
    private boolean platform(HttpServletRequest request, HttpServletResponse response, CalledByForge declaration)
            throws IOException {
        Invocation invocation = forge.platform(request, declaration);
        if (declaration.unknown()) {
            return true;
        }
        Installation installation = forge.known(invocation);
        forge.keep(invocation, installation, request);
        admit(request, response, installation, new Caller(installation.tenant(), null));
        if (!invocation.licensed()) {
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            response.getWriter().write("{}");
        }
        return invocation.licensed();
    }

    private Caller person(
            HttpServletRequest request, HttpServletResponse response, Invocation invocation, CalledByPerson.Page page) {
        Installation installation = forge.installation(invocation);
        shown.wanted(installation);
        var caller = new Caller(
                installation.tenant(),
                forge.person(invocation, page, request),
                ForgeDoor.personsToken(request).orElse(null));
        return admit(request, response, installation, caller);
    }

    private Caller person(HttpServletRequest request, HttpServletResponse response) {
        JwtAuthentication token = contextToken(request);
        shown.wanted(installation(token));
        return admit(request, response, token);
    }

    private static JwtAuthentication site(HttpServletRequest request) {
        JwtAuthentication token = token(request);
        if (!QueryHash.binds(claims(token), request)) {
            throw refused("connect.token-unbound", "The token's qsh is missing or belongs to another request.");
        }
        return token;
    }

    private static JwtAuthentication contextToken(HttpServletRequest request) {
        JwtAuthentication token = token(request);
        if (!QueryHash.isContext(claims(token))) {
            throw refused("connect.no-context-token", "This endpoint takes context tokens only.");
        }
        demandPerson(token);
        return token;
    }

    private static void demandPerson(JwtAuthentication token) {
        if (user(token).getUserAccountId().isEmpty()) {
            throw refused("caller.no-person", "The token names no person.");
        }
    }

    private static JwtAuthentication token(HttpServletRequest request) {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthentication token) {
            return token;
        }
        String sent = request.getHeader(HttpHeaders.AUTHORIZATION);
        // It may be a true token of Forge, to which 401 would say that it is none.
        boolean bearer = sent != null && sent.startsWith("Bearer ");
        throw new Problem(
                bearer ? HttpStatus.FORBIDDEN : HttpStatus.UNAUTHORIZED,
                "connect.token-missing",
                "A Connect token is required in the Authorization header.");
    }

    private Caller admit(HttpServletRequest request, HttpServletResponse response, JwtAuthentication token) {
        Installation installation = installation(token);
        var caller =
                new Caller(installation.tenant(), user(token).getUserAccountId().orElse(null));
        return admit(request, response, installation, caller);
    }

    private Caller admit(
            HttpServletRequest request, HttpServletResponse response, Installation installation, Caller caller) {
        request.setAttribute(CALLER, caller);
        response.setHeader(FramePolicy.HEADER, frames.including(shownAt(installation)));
        return caller;
    }

    private Installation installation(JwtAuthentication token) {
        return hosts.byClientKey(user(token).getHost().getClientKey())
                .filter(ConnectHost::mayCall)
                .map(ConnectHost::installation)
                .orElseThrow(() ->
                        refused("connect.unknown-site", "The app is not installed at the site that signed this."));
    }

    /** Sites with a domain of their own show us in frames there; which, Jira says and not who installed us. */
    private static List<String> shownAt(Installation installation) {
        return Stream.of(installation.baseUrl(), installation.displayUrl(), installation.helpCenterUrl())
                .filter(Objects::nonNull)
                .map(AccessInterceptor::origin)
                .toList();
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getHost()
                + (address.getPort() == -1 ? "" : ":" + address.getPort());
    }

    private static JWTClaimsSet claims(JwtAuthentication token) {
        return (JWTClaimsSet) token.getCredentials();
    }

    private static AtlassianHostUser user(JwtAuthentication token) {
        return (AtlassianHostUser) token.getPrincipal();
    }

    private static Problem refused(String code, String sentence) {
        return new Problem(HttpStatus.UNAUTHORIZED, code, sentence);
    }
}
