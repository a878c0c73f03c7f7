package io.latchkey.tenant.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Secret;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.TenantFailure.MissingScope;
import io.latchkey.tenant.TenantFailure.NoSystemToken;
import io.latchkey.tenant.TenantFailure.SiteRefused;
import io.latchkey.tenant.TenantFailure.SiteUnreachable;
import io.latchkey.tenant.store.SystemToken;
import io.latchkey.tenant.store.SystemTokens;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Calls sites through Forge: as the app with the system token that Forge brought last, in a person's name with the token that
 * came with the person's call.
 */
@Component
class ForgeSites {

    private static final String MYSELF = "/rest/api/3/myself";
    private static final int MOST = 10_000;

    /** A new installation's token may come before it is good for anything, so one that was refused is tried again. */
    private static final Duration REFUSED = NoSystemToken.AGAIN;

    private static final Duration OWNER_KEPT = Duration.ofMinutes(5);

    private final SystemTokens tokens;
    private final ForgeAddresses addresses;
    private final ClientHttpRequestFactory outbound;
    private final Clock clock;
    private final MissingScopes scopes;
    private final Cache<TenantId, SystemToken> refused =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REFUSED).build();
    /** Whose a token is, by its hash. */
    private final Cache<String, String> owners =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(OWNER_KEPT).build();

    ForgeSites(
            SystemTokens tokens,
            ForgeAddresses addresses,
            ClientHttpRequestFactory outboundRequests,
            Clock clock,
            MissingScopes scopes) {
        this.scopes = scopes;
        this.tokens = tokens;
        this.addresses = addresses;
        this.outbound = outboundRequests;
        this.clock = clock;
    }

    /**
     * A client of the site as the app.
     *
     * @throws NoSystemToken when there is no token that is good still
     */
    RestClient asApp(Installation site) {
        SystemToken token = usable(site.tenant()).orElseThrow(NoSystemToken::new);
        return client(site.baseUrl(), Optional.of(site), token.value(), () -> {
            refused.put(site.tenant(), token);
            return new NoSystemToken();
        });
    }

    /** As {@link #asApp}, of where Atlassian is told which accounts are stored. */
    RestClient.RequestBodySpec accountReports(Installation site) {
        SystemToken token = usable(site.tenant()).orElseThrow(NoSystemToken::new);
        URI reports = addresses.accountReports();
        return client(reports.resolve(".."), Optional.of(site), token.value(), NoSystemToken::new)
                .post()
                .uri(reports);
    }

    /** Whether calls as the app have to wait. */
    boolean waits(TenantId tenant) {
        return usable(tenant).isEmpty();
    }

    private Optional<SystemToken> usable(TenantId tenant) {
        return tokens.of(tenant)
                .filter(token -> token.isGuaranteed(clock.instant()))
                .filter(token -> !token.equals(refused.getIfPresent(tenant)));
    }

    /**
     * A client of the site in the person's name.
     *
     * @throws SiteRefused when the call brought no token of the person, or one of somebody else
     */
    RestClient asPerson(Installation site, Caller caller) {
        return asPerson(site.baseUrl(), caller.person(), caller.token());
    }

    /**
     * As {@link #asPerson(Installation, Caller)}, at an address that a verified invocation names.
     *
     * @param account whose the token has to be
     */
    RestClient asPerson(URI address, String account, Optional<Secret> personsToken) {
        Secret token =
                personsToken.orElseThrow(() -> new SiteRefused("Forge sent no token of the person with the call."));
        // What it lacks says nothing of the app: it may be a token of anybody's choice.
        RestClient client = client(
                address,
                Optional.empty(),
                token,
                () -> new SiteRefused("Jira does not accept the token that Forge sent of the person."));
        String key = address + " " + hash(token);
        String owner = owners.getIfPresent(key);
        if (owner == null) {
            owner = ask(client);
            owners.put(key, owner);
        }
        // The header is not signed: whoever may call from a browser could send one that is not theirs.
        if (!owner.equals(account)) {
            throw new SiteRefused("The token that came with the call is of another person than the one who calls.");
        }
        return client;
    }

    private static String ask(RestClient client) {
        try {
            String account = client.get()
                    .uri(MYSELF)
                    .accept(MediaType.APPLICATION_JSON)
                    .exchangeForRequiredValue((sent, answer) -> {
                        if (!answer.getStatusCode().isSameCodeAs(HttpStatus.OK)) {
                            throw new SiteUnreachable(
                                    "Jira answered " + MYSELF + " with "
                                            + answer.getStatusCode().value() + ".",
                                    (Throwable) null);
                        }
                        JsonNode body = answer.bodyTo(JsonNode.class);
                        return body == null ? "" : body.path("accountId").asText("");
                    });
            return account;
        } catch (RestClientException e) {
            throw new SiteUnreachable("Jira did not answer " + MYSELF + ".", e);
        }
    }

    private RestClient client(
            URI base, Optional<Installation> site, Secret token, Supplier<RuntimeException> whenRefused) {
        String below = base.toString().endsWith("/") ? base.toString() : base + "/";
        return RestClient.builder()
                .requestFactory(outbound)
                .baseUrl(base.toString())
                .requestInterceptor((request, body, execution) -> {
                    demandBelow(below, request.getURI());
                    request.getHeaders().setBearerAuth(token.reveal());
                    var answer = execution.execute(request, body);
                    if (answer.getStatusCode().isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
                        Optional<String> missing = MissingScopes.toldBy(answer, request);
                        answer.close();
                        // The token is good, and other calls go on.
                        missing.ifPresent(scope -> site.ifPresent(one -> scopes.missing(one, request)));
                        throw missing.<RuntimeException>map(MissingScope::new).orElseGet(whenRefused);
                    }
                    if (answer.getStatusCode().is2xxSuccessful()) {
                        site.ifPresent(one -> scopes.worked(one, request));
                    }
                    return answer;
                })
                .build();
    }

    private static void demandBelow(String below, URI address) {
        String path = address.getRawPath().toLowerCase(java.util.Locale.ROOT).replace("%2e", ".");
        if (!address.toString().startsWith(below) || path.contains("/../") || path.endsWith("/..")) {
            throw new IllegalArgumentException("a call to an address outside the site's base URL was refused");
        }
    }

    private static String hash(Secret token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.revealBytes()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
