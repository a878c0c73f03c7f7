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

/**
 * Asks Jira. Through Connect the app may ask about any account ({@code POST /rest/api/3/permissions/check}); through Forge the
 * person is asked about in their own name ({@code GET /rest/api/3/mypermissions}). Only answers are remembered, never failures.
 */
@Component
class AskedAdministrators implements JiraAdministrators {

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
        return clients.asPerson(caller)
                .map(client -> isTrue(site.get(client, MINE)))
                .orElseGet(() -> askAsApp(caller));
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
