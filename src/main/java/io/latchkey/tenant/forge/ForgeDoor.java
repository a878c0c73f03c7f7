package io.latchkey.tenant.forge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.platform.http.Problem;
import io.latchkey.tenant.CalledByForge;
import io.latchkey.tenant.CalledByPerson.Page;
import io.latchkey.tenant.HeldInstallations;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import io.latchkey.tenant.connect.AskedAdministrators;
import io.latchkey.tenant.store.ConnectHosts;
import io.latchkey.tenant.store.SystemTokens;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/** Decides what an invocation may reach. Refusals here are 403, since the token was true. */
@Component
public class ForgeDoor {

    /** The modules of our pages in {@code frontend/manifest.yml}. */
    private static final Map<Page, Set<String>> MODULES = Map.of(
            Page.ADMINISTRATION, Set.of("latchkey-admin"),
            Page.TICKET, Set.of("latchkey-panel", "latchkey-context"),
            Page.PORTAL, Set.of("latchkey-portal"));

    private static final String SYSTEM_TOKEN = "x-forge-oauth-system";
    private static final String PERSONS_TOKEN = "x-forge-oauth-user";
    private static final int LONGEST_TOKEN = 8_192;

    /** How a path names an issue. */
    private static final String ISSUE = "issueId";

    private static final int MOST = 10_000;

    /** Who is none is not asked about again for a while: each question costs points that all sites share. */
    private final Cache<String, Boolean> noAdministrators = Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(Duration.ofSeconds(60))
            .build();

    private final ConnectHosts hosts;
    private final Installations installations;
    private final HeldInstallations held;
    private final SystemTokens systemTokens;
    private final ForgeSites sites;
    private final AskedAdministrators administrators;

    ForgeDoor(
            ConnectHosts hosts,
            Installations installations,
            HeldInstallations held,
            SystemTokens systemTokens,
            ForgeSites sites,
            AskedAdministrators administrators) {
        this.administrators = administrators;
        this.hosts = hosts;
        this.installations = installations;
        this.held = held;
        this.systemTokens = systemTokens;
        this.sites = sites;
    }

    /**
     * Lets Forge itself to an endpoint.
     *
     * @throws Problem 401 without an invocation token, 403 when it is of another module or of a person
     */
    public Invocation platform(HttpServletRequest request, CalledByForge declaration) {
        Invocation invocation = invocation(request);
        boolean person = invocation.causedByPerson() && !declaration.caused();
        if (person || !invocation.isOf(Set.of(declaration.modules()))) {
            throw refused("forge.module", "The token is not of the module for which Forge calls this.");
        }
        return invocation;
    }

    /**
     * The open installation of an invocation of a page.
     *
     * @throws Problem 403 as {@link #known}, and when it is not licensed
     */
    public Installation installation(Invocation invocation) {
        Installation found = known(invocation);
        if (!invocation.licensed()) {
            throw refused("forge.unlicensed", "The app has no active licence at this site.");
        }
        return found;
    }

    /**
     * The open installation of an invocation, licensed or not.
     *
     * @throws Problem 403 when it is not open here, or is of another site than it was
     */
    public Installation known(Invocation invocation) {
        Installation found = hosts.byInstallationId(invocation.installationId())
                .filter(Installation::installed)
                .orElseThrow(() -> unknown(invocation));
        if (!invocation.cloudId().equals(found.cloudId())) {
            throw refused("forge.other-site", "The installation is of another site.");
        }
        return found;
    }

    /**
     * Lets an administrator of a site to an endpoint of an installation that waits to be let in; Jira is asked now,
     * but for whom it called none in the last minute.
     *
     * @throws Problem 401 without an invocation token, 403 when it names nobody, is of another page, or of no administrator
     */
    public Invocation arriving(HttpServletRequest request) {
        Invocation invocation = invocation(request);
        String account = person(invocation, Page.ADMINISTRATION, request);
        String who = invocation.installationId() + " " + account;
        if (noAdministrators.getIfPresent(who) != null
                || !administrators.administers(
                        sites.asPerson(invocation.siteAddress(), account, personsToken(request)))) {
            noAdministrators.put(who, Boolean.TRUE);
            throw refused("caller.not-administrator", "Only an administrator of Jira may do this.");
        }
        return invocation;
    }

    private static Invocation invocation(HttpServletRequest request) {
        return Invocation.of(request)
                .orElseThrow(() -> new Problem(
                        HttpStatus.UNAUTHORIZED,
                        "forge.token-missing",
                        "An invocation token is required in the Authorization header."));
    }

    private Problem unknown(Invocation invocation) {
        boolean waits = held.isHeld(invocation.installationId());
        return waits
                ? refused(
                        "tenant.installation-held",
                        "The app is known at this site through another installation, so this one is held until an"
                                + " administrator moves it here, or the operator of the app lets it in.")
                : refused("forge.unknown-installation", "This installation of the app is not known here (yet).");
    }

    /**
     * The person who looks at a page.
     *
     * @throws Problem 403 when the token names nobody, is of another page than asks this, or of the page of another issue than
     *     the path names
     */
    public String person(Invocation invocation, Page page, HttpServletRequest request) {
        if (invocation.principal() == null) {
            throw refused("caller.no-person", "The token names no person.");
        }
        if (!invocation.isOf(MODULES.getOrDefault(page, Set.of()))) {
            throw refused("forge.module", "The token is not of the page that asks this.");
        }
        if (page != Page.ADMINISTRATION && !invocation.isOfIssue(named(request))) {
            throw refused(
                    "forge.other-issue", "The page from which this was asked is not of the request that it names.");
        }
        return invocation.principal();
    }

    /** How the path names an issue; nothing that a token could say where it names none. */
    private static String named(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> path
                        && path.get(ISSUE) instanceof String named
                ? named
                : "";
    }

    /**
     * Keeps what an event says of the licence, and the token that it brought, unless there is a fresh one that Jira takes. Beside a token that names a person none
     * is kept: somebody may have chosen it.
     */
    public void keep(Invocation invocation, Installation installation, HttpServletRequest request) {
        if (installation.licensed() != invocation.licensed()) {
            installations.rememberLicensed(installation.tenant(), invocation.licensed());
        }
        if (!invocation.causedByPerson()) {
            systemToken(request).ifPresent(token -> keep(installation, token));
        }
    }

    private void keep(Installation installation, Secret token) {
        if (sites.waits(installation.tenant())) {
            systemTokens.replace(installation.tenant(), installation.externalId(), token);
        } else {
            systemTokens.offer(installation.tenant(), installation.externalId(), token);
        }
    }

    /** The token with which the app calls the site; trusted only where {@link #platform} let the call in. */
    static Optional<Secret> systemToken(HttpServletRequest request) {
        return token(request.getHeader(SYSTEM_TOKEN));
    }

    /** The token with which the site is asked in the person's name; whose it is has to be asked. */
    public static Optional<Secret> personsToken(HttpServletRequest request) {
        return token(request.getHeader(PERSONS_TOKEN));
    }

    private static Optional<Secret> token(@Nullable String header) {
        boolean usable = header != null
                && !header.isBlank()
                && header.length() <= LONGEST_TOKEN
                && header.chars().allMatch(letter -> letter > ' ' && letter < 127);
        return usable ? Optional.of(Secret.of(String.valueOf(header))) : Optional.empty();
    }

    private static Problem refused(String code, String sentence) {
        return new Problem(HttpStatus.FORBIDDEN, code, sentence);
    }
}
