package io.latchkey.tenant.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.latchkey.platform.TenantId;
import io.latchkey.tenant.AccountReports;
import io.latchkey.tenant.SiteClients;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Reports through the door by which the site installed the app. Connect: {@code POST /rest/atlassian-connect/latest/report-accounts} at the site, signed as every
 * other call of the app. That is how Atlassian's own polling library for Connect apps reports; {@code
 * https://api.atlassian.com/app/report-accounts/}, with a Bearer token of the scope {@code report:personal-data}, is for
 * OAuth and Forge apps, and is where the Forge door reports. Bodies and answers are the same.
 */
@Component
class SiteAccountReports implements AccountReports {

    private static final Duration UNREACHABLE = Duration.ofHours(1);
    private static final Pattern DAYS = Pattern.compile("\\s*(\\d{1,3})(\\s*days?)?\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

    private final SiteClients clients;

    SiteAccountReports(SiteClients clients) {
        this.clients = clients;
    }

    @Override
    public Answer report(TenantId tenant, List<Reported> accounts) {
        if (accounts.isEmpty() || accounts.size() > MOST) {
            throw new IllegalArgumentException(accounts.size() + " accounts; expected 1 to " + MOST);
        }
        var body = Map.of(
                "accounts",
                accounts.stream()
                        .map(one -> Map.of(
                                "accountId",
                                one.accountId(),
                                "updatedAt",
                                one.retrievedAt().toString()))
                        .toList());
        try {
            Answer answer = clients.accountReports(tenant)
                    .contentType(MediaType.APPLICATION_JSON)
                    .accept(MediaType.APPLICATION_JSON)
                    .body(body)
                    .exchange((sent, response) -> read(response));
            return answer == null ? new Answer.Later(UNREACHABLE) : answer;
        } catch (RestClientException e) {
            return new Answer.Later(UNREACHABLE);
        }
    }

    private static Answer read(RestClient.RequestHeadersSpec.ConvertibleClientHttpResponse response)
            throws IOException {
        int status = response.getStatusCode().value();
        HttpHeaders headers = response.getHeaders();
        if (status == 200 || status == 204) {
            JsonNode body = status == 200 ? response.bodyTo(JsonNode.class) : null;
            return taken(body, cycle(headers.getFirst("Cycle-Period")));
        }
        if (status == 429 || status >= 500) {
            return new Answer.Later(wait(headers.getFirst(HttpHeaders.RETRY_AFTER)));
        }
        return new Answer.Refused(status);
    }

    private static Answer taken(@Nullable JsonNode body, Optional<Duration> cycle) {
        Set<String> closed = new HashSet<>();
        Set<String> updated = new HashSet<>();
        if (body != null) {
            for (JsonNode one : body.path("accounts")) {
                String id = one.path("accountId").asText();
                switch (one.path("status").asText()) {
                    case "closed" -> closed.add(id);
                    case "updated" -> updated.add(id);
                    default -> {}
                }
            }
        }
        return new Answer.Taken(closed, updated, cycle);
    }

    /** The guide names the header and the default of seven days, not its form: days, with or without the word, or ISO 8601. */
    static Optional<Duration> cycle(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher days = DAYS.matcher(header);
        if (days.matches()) {
            return Optional.of(Duration.ofDays(Long.parseLong(days.group(1))));
        }
        try {
            return Optional.of(Duration.parse(header.strip())).filter(cycle -> !cycle.isNegative());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Duration wait(@Nullable String header) {
        return header != null && SECONDS.matcher(header).matches()
                ? Duration.ofSeconds(Math.max(1, Long.parseLong(header)))
                : UNREACHABLE;
    }
}
