package io.latchkey.tenant.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.latchkey.tenant.Caller;
import io.latchkey.tenant.JiraAdministrators;
import io.latchkey.tenant.SiteClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Asks Jira. Through Connect the app may ask about any account ({@code POST /rest/api/3/permissions/check}); through Forge the
 * person is asked about in their own name ({@code GET /rest/api/3/mypermissions}). Only answers are remembered, never failures.
 */
@Component
public class AskedAdministrators implements JiraAdministrators {

    private static final String ADMINISTER = "ADMINISTER";

    private static final String MINE = "/rest/api/3/mypermissions?permissions=" + ADMINISTER;

    private final SiteAnswers site;
    private final SiteClients clients;
    private final Cache<Caller, Boolean> answers = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofSeconds(60))
            .build();

    AskedAdministrators(SiteAnswers site, SiteClients clients) {
        this.clients = clients;
        this.site = site;
    }

    @Override
    public boolean isAdministrator(Caller caller) {
        Boolean known = answers.getIfPresent(caller);
        return known != null ? known : isAdministratorNow(caller);
    }

    @Override
    public boolean isAdministratorNow(Caller caller) {
        answers.invalidate(caller);
        boolean answer = ask(caller);
        answers.put(caller, answer);
        return answer;
    }

    private boolean ask(Caller caller) {
        return clients.asPerson(caller).map(this::administers).orElseGet(() -> askAsApp(caller));
    }

    /**
     * Whether the person in whose name a client asks administers its site; asked now.
     *
     * @throws io.latchkey.tenant.TenantFailure when Jira gives no answer
     */
    public boolean administers(RestClient person) {
        return isTrue(site.get(person, MINE));
    }

    private static boolean isTrue(JsonNode mine) {
        return mine.path("permissions").path(ADMINISTER).path("havePermission").asBoolean(false);
    }

    private boolean askAsApp(Caller caller) {
        var question = Map.of("globalPermissions", List.of(ADMINISTER), "accountId", caller.person());
        JsonNode granted = site.post(caller.tenant(), "/rest/api/3/permissions/check", question)
                .path("globalPermissions");
        for (JsonNode permission : granted) {
            if (ADMINISTER.equals(permission.asText())) {
                return true;
            }
        }
        return false;
    }
}
