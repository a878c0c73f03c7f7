package io.latchkey.tenant.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.TenantId;
import io.latchkey.platform.http.RetryAfter;
import io.latchkey.tenant.SiteClients;
import io.latchkey.tenant.TenantFailure.SiteRefused;
import io.latchkey.tenant.TenantFailure.SiteUnreachable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** The few questions that the door itself asks a site. */
@Component
class SiteAnswers {

    /** A quota of Jira's is reset every hour. */
    private static final Duration LONGEST = Duration.ofHours(2);

    private final SiteClients clients;
    private final Clock clock;

    SiteAnswers(SiteClients clients, Clock clock) {
        this.clients = clients;
        this.clock = clock;
    }

    JsonNode get(TenantId tenant, String path) {
        return answer(clients.asApp(tenant).get().uri(path), path);
    }

    /** Asks in the name of whom the client is. */
    JsonNode get(RestClient client, String path) {
        return answer(client.get().uri(path), path);
    }

    JsonNode post(TenantId tenant, String path, Object body) {
        return answer(
                clients.asApp(tenant)
                        .post()
                        .uri(path)
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(body),
                path);
    }

    private JsonNode answer(RestClient.RequestHeadersSpec<?> request, String path) {
        try {
            JsonNode answer = request.accept(MediaType.APPLICATION_JSON).exchange((sent, response) -> {
                refuseOthersThanOk(response, path);
                return response.bodyTo(JsonNode.class);
            });
            if (answer == null) {
                throw new SiteUnreachable("Jira answered " + path + " with nothing.", (Throwable) null);
            }
            return answer;
        } catch (RestClientException e) {
            throw new SiteUnreachable("Jira did not answer " + path + ".", e);
        }
    }

    private void refuseOthersThanOk(ClientHttpResponse response, String path) throws IOException {
        int status = response.getStatusCode().value();
        if (status == 401 || status == 403 || status == 404) {
            throw new SiteRefused("Jira answered " + path + " with " + status + "; the app may lack the scope READ.");
        }
        if (status != 200) {
            throw new SiteUnreachable(
                    "Jira answered " + path + " with " + status + ".",
                    RetryAfter.of(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER), clock, LONGEST)
                            .orElse(null));
        }
    }
}
