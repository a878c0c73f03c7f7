package io.latchkey.tenant.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.TenantId;
import io.latchkey.tenant.SiteClients;
import io.latchkey.tenant.TenantFailure.SiteRefused;
import io.latchkey.tenant.TenantFailure.SiteUnreachable;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** The few questions that the door itself asks a site. */
@Component
class SiteAnswers {

    private final SiteClients clients;

    SiteAnswers(SiteClients clients) {
        this.clients = clients;
    }

    JsonNode get(TenantId tenant, String path) {
        return answer(clients.asApp(tenant).get().uri(path), path);
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

    private static JsonNode answer(RestClient.RequestHeadersSpec<?> request, String path) {
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

    private static void refuseOthersThanOk(ClientHttpResponse response, String path) throws IOException {
        int status = response.getStatusCode().value();
        if (status == 401 || status == 403 || status == 404) {
            throw new SiteRefused("Jira answered " + path + " with " + status + "; the app may lack the scope READ.");
        }
        if (status != 200) {
            throw new SiteUnreachable("Jira answered " + path + " with " + status + ".", asked(response));
        }
    }

    /** Jira says on every 429 how long it wants to be left alone, in seconds. */
    private static @Nullable Duration asked(ClientHttpResponse response) {
        String value = response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER);
        return value != null && value.matches("[0-9]{1,4}") ? Duration.ofSeconds(Long.parseLong(value)) : null;
    }
}
