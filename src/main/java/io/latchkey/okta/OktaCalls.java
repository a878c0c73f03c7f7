package io.latchkey.okta;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.okta.sdk.cache.Caches;
import com.okta.sdk.impl.serializer.UserProfileSerializer;
import com.okta.sdk.resource.client.ApiClient;
import com.okta.sdk.resource.model.UserProfile;
import io.latchkey.platform.http.RemoteRequestIds;
import io.latchkey.platform.json.Mappers;
import io.latchkey.platform.time.Ticks;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs calls of the SDK for one connection: with a token of ours, on the threads of {@link OktaThreads}, until a
 * deadline, and with every failure mapped from Okta's own answer. The SDK's client is built by its constructor: its
 * builder would read the environment and post for a token by itself.
 */
final class OktaCalls {

    private static final Logger log = LoggerFactory.getLogger(OktaCalls.class);

    /** For all orgs: what it learns of the SDK's large models at their first use takes long and is the same. */
    private static final ObjectMapper MAPPER = taught(new ApiClient().getObjectMapper());

    private final OktaHttp http;
    private final ApiClient sdk;
    private final TokenEndpoint endpoint;
    private final ProofOfPossession proofs;
    private final TokenSource tokens;
    private final TokenSource tokensForApps;
    private final OktaThreads threads;
    private final OktaLimits limits;
    private final OktaProperties properties;
    private final Failures failures;
    private final Clock clock;
    private final Ticks ticks;
    private final Object gate = new Object();
    private int underWay;
    private boolean retired;

    OktaCalls(
            OrgUrl org,
            OktaHttp http,
            TokenEndpoint endpoint,
            ProofOfPossession proofs,
            OktaThreads threads,
            OktaLimits limits,
            OktaProperties properties,
            Clock clock,
            Ticks ticks) {
        this.ticks = ticks;
        this.http = http;
        this.sdk = sdk(org, http);
        this.endpoint = endpoint;
        this.proofs = proofs;
        this.tokens = new TokenSource(deadline -> endpoint.fetch(OktaScopes.NAMES, deadline), clock);
        this.tokensForApps = new TokenSource(deadline -> endpoint.fetch(List.of(OktaScopes.APPS), deadline), clock);
        this.threads = threads;
        this.limits = limits;
        this.properties = properties;
        this.clock = clock;
        this.failures = new Failures(clock);
    }

    /** Okta's builder would also teach the mapper to write further attributes flat; without that they are lost. */
    private static ApiClient sdk(OrgUrl org, OktaHttp http) {
        return new ApiClient(http, Caches.newDisabledCacheManager())
                .setBasePath(org.toString())
                .setObjectMapper(MAPPER);
    }

    private static ObjectMapper taught(ObjectMapper mapper) {
        return Mappers.keepNothing(mapper)
                .registerModule(new SimpleModule().addSerializer(UserProfile.class, new UserProfileSerializer()));
    }

    /** What a call gave, and the headers it came with. */
    record Answered<T extends @Nullable Object>(T value, Answer answer) {}

    /**
     * Makes one call.
     *
     * @throws OktaFailure always that, never an exception of the SDK
     */
    <T extends @Nullable Object> Answered<T> call(OktaOperation operation, Function<ApiClient, T> use) {
        enter();
        try {
            return logged(operation, () -> authorised(operation, use));
        } finally {
            leave();
        }
    }

    /** Asks for a token of its own that nothing else uses; to see whether Okta issues one. */
    AccessToken freshToken(List<String> scopes) {
        // Whoever asks wants to see whether there is one, and reports that there is none.
        return endpoint.fetch(scopes, Deadline.in(properties.deadline(), ticks));
    }

    Clock clock() {
        return clock;
    }

    /** For the test that counts what the SDK remembers per thread. */
    ApiClient sdk() {
        return sdk;
    }

    private <T extends @Nullable Object> Answered<T> authorised(OktaOperation operation, Function<ApiClient, T> use) {
        Deadline deadline = Deadline.in(properties.deadline(), ticks);
        TokenSource tokens = operation.isOfApps() ? tokensForApps : this.tokens;
        AccessToken token = tokens.current(deadline);
        Attempt<T> first = attempt(operation, token, deadline, use);
        if (first.exchange().answer().filter(proofs::nonceOfCall).isPresent()) {
            first = attempt(operation, token, deadline, use);
        }
        if (!first.tokenRefused()) {
            return first.orThrow(failures);
        }
        AccessToken renewed = tokens.renewed(token, deadline);
        return renewed.equals(token)
                ? first.orThrow(failures)
                : attempt(operation, renewed, deadline, use).orThrow(failures);
    }

    private <T extends @Nullable Object> Attempt<T> attempt(
            OktaOperation operation, AccessToken token, Deadline deadline, Function<ApiClient, T> use) {
        if (deadline.nanosLeft() == 0) {
            // Whoever held the work when the call began may not hold it any more; a second attempt is a call like any
            // other.
            throw new OktaFailure.Unavailable(
                    "the time for this call was up before it was sent (" + operation.label() + ")");
        }
        limits.take(operation);
        var exchange = new Exchange(operation, token);
        try {
            T value = threads.run(exchange, deadline, () -> {
                http.enter(exchange);
                try {
                    return use.apply(sdk);
                } finally {
                    http.enter(null);
                }
            });
            return new Attempt<>(exchange, value, null);
        } catch (ExecutionException e) {
            return new Attempt<>(exchange, null, e.getCause());
        } finally {
            exchange.answer().ifPresent(answer -> {
                limits.answered(operation, answer);
                answer.first("x-okta-request-id").ifPresent(id -> RemoteRequestIds.heard("okta", id));
            });
        }
    }

    private static <T> T logged(OktaOperation operation, java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (OktaFailure.UserGone | OktaFailure.GroupGone e) {
            // An answer like another to somebody who looks; whoever minds, reports it.
            log.debug("{} found nothing", operation.label());
            throw e;
        } catch (OktaFailure.NoBudget e) {
            log.debug("{} waits: {}", operation.label(), e.explanation());
            throw e;
        } catch (OktaFailure e) {
            log.info("{} failed: {}: {}", operation.label(), e.code(), e.explanation());
            throw e;
        }
    }

    /**
     * Closes the connections once no call is under way: cutting one would leave a change in doubt. A call that was about
     * to begin is answered with {@link OktaFailure.Busy}, and works on the client that took this one's place.
     */
    void closeWhenIdle() {
        synchronized (gate) {
            retired = true;
            closeIfIdle();
        }
    }

    private void enter() {
        synchronized (gate) {
            if (retired) {
                throw new OktaFailure.Busy("the connection has just been changed or closed");
            }
            if (underWay >= properties.callsPerConnection()) {
                throw new OktaFailure.Busy("as many calls of this connection as allowed are under way on this node");
            }
            underWay++;
        }
    }

    private void leave() {
        synchronized (gate) {
            underWay--;
            closeIfIdle();
        }
    }

    private void closeIfIdle() {
        if (retired && underWay == 0) {
            http.close(CloseMode.GRACEFUL);
        }
    }
}
