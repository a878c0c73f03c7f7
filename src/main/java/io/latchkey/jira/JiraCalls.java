package io.latchkey.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/** One HTTP call: paid for out of Jira's limits, sent, timed as {@code latchkey.remote.calls}, and its failure mapped. Never repeats by itself. */
@Component
class JiraCalls {

    private final SiteHttp sites;
    private final JiraLimits limits;
    private final MeterRegistry meters;
    private final Failures failures;

    JiraCalls(SiteHttp sites, JiraLimits limits, MeterRegistry meters, Clock clock) {
        this.sites = sites;
        this.limits = limits;
        this.meters = meters;
        this.failures = new Failures(clock);
    }

    /** Reads; {@code uri} is a template under the site's base URL. */
    Answer get(TenantId tenant, Operation operation, String uri, Object... values) {
        return call(tenant, operation, HttpMethod.GET, null, uri, values);
    }

    /** Reads in the name of the person who calls; empty where the door has the app ask about anybody instead. */
    Optional<Answer> getAsPerson(Caller caller, Operation operation, String uri, Object... values) {
        return sites.asPerson(caller)
                .map(client -> call(client, caller.tenant(), operation, HttpMethod.GET, null, uri, values));
    }

    Answer post(TenantId tenant, Operation operation, JsonNode body, String uri, Object... values) {
        return call(tenant, operation, HttpMethod.POST, body, uri, values);
    }

    Answer put(TenantId tenant, Operation operation, JsonNode body, String uri, Object... values) {
        return call(tenant, operation, HttpMethod.PUT, body, uri, values);
    }

    Answer delete(TenantId tenant, Operation operation, String uri, Object... values) {
        return call(tenant, operation, HttpMethod.DELETE, null, uri, values);
    }

    private Answer call(
            TenantId tenant,
            Operation operation,
            HttpMethod method,
            @Nullable JsonNode body,
            String uri,
            Object... values) {
        return call(null, tenant, operation, method, body, uri, values);
    }

    private Answer call(
            @Nullable RestClient person,
            TenantId tenant,
            Operation operation,
            HttpMethod method,
            @Nullable JsonNode body,
            String uri,
            Object... values) {
        // The address of each change of an issue names the issue first.
        Optional<String> written =
                operation.changesAnIssue() ? Optional.of(String.valueOf(values[0])) : Optional.empty();
        limits.take(tenant, operation, written);
        Timer.Sample sample = Timer.start(meters);
        String outcome = "error";
        try {
            RawAnswer received = send(person, tenant, operation, method, body, uri, values);
            limits.answered(tenant, written, received);
            Answer answer = understood(operation, received);
            outcome = "ok";
            return answer;
        } catch (JiraFailure failure) {
            outcome = failure.code().substring("jira.".length());
            throw failure;
        } finally {
            sample.stop(meters.timer(
                    "latchkey.remote.calls", "vendor", "jira", "operation", operation.tag(), "outcome", outcome));
        }
    }

    private RawAnswer send(
            @Nullable RestClient person,
            TenantId tenant,
            Operation operation,
            HttpMethod method,
            @Nullable JsonNode body,
            String uri,
            Object... values) {
        RestClient client = person == null ? sites.of(tenant) : person;
        var request = client.method(method).uri(uri, values).accept(MediaType.APPLICATION_JSON);
        if (operation.showsComments()) {
            // A connection that is used again keeps the end of its last answer until a longer one comes.
            request.header(HttpHeaders.CONNECTION, "close");
        }
        if (body != null) {
            // As bytes: Spring prints any other body at DEBUG, and a comment may hold a credential.
            request.contentType(MediaType.APPLICATION_JSON).body(JiraJson.bytes(body));
        }
        try {
            return request.exchangeForRequiredValue((sent, received) -> RawAnswer.read(received));
        } catch (ResourceAccessException e) {
            throw failures.broken(operation, e.getCause() instanceof IOException io ? io : new IOException(e));
        }
    }

    private Answer understood(Operation operation, RawAnswer answer) {
        if (!answer.isSuccess()) {
            throw failures.of(operation, answer);
        }
        if (answer.cutShort()) {
            throw new JiraFailure.TooMuch(operation, "a longer answer", RawAnswer.MAX_BYTES / (1024 * 1024) + " MiB");
        }
        if (answer.body().length == 0) {
            return new Answer(operation, MissingNode.getInstance());
        }
        try {
            return new Answer(operation, JiraJson.parse(answer.body()));
        } catch (IOException e) {
            // The parser quotes what it read, which may be personal.
            throw failures.garbled(operation);
        }
    }
}
