package io.latchkey.tenant.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Door;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import io.latchkey.tenant.TenantEnabled;
import io.latchkey.tenant.TenantFailure;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Where people see a site, which may then show us in frames. Jira itself is asked ({@code GET /rest/api/3/serverInfo}), since
 * nobody signs the body of an installation. In the background: when the app is enabled, and when a person comes and it is
 * not known yet.
 */
@Component
public class ShownAddresses {

    private static final Logger LOG = LoggerFactory.getLogger(ShownAddresses.class);
    private static final String SERVER_INFO = "/rest/api/3/serverInfo";

    /** A site that does not answer is not asked by every person who comes. */
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    private final Installations installations;
    private final SiteAnswers site;
    private final SiteAddress addresses;
    private final BackgroundWork background;
    private final Cache<TenantId, Boolean> asked =
            Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(BETWEEN).build();

    ShownAddresses(Installations installations, SiteAnswers site, SiteAddress addresses, BackgroundWork background) {
        this.installations = installations;
        this.site = site;
        this.addresses = addresses;
        this.background = background;
    }

    /** Asks unless it is known, or was asked by this node within a minute; does not wait for the answer. */
    public void wanted(Installation installation) {
        TenantId tenant = installation.tenant();
        if (installation.displayUrl() == null && asked.asMap().putIfAbsent(tenant, Boolean.TRUE) == null) {
            background.run(() -> ask(tenant));
        }
    }

    @EventListener
    void enabled(TenantEnabled event) {
        asked.put(event.tenant(), Boolean.TRUE);
        background.run(() -> ask(event.tenant()));
    }

    private void ask(TenantId tenant) {
        try {
            JsonNode info = site.get(tenant, SERVER_INFO);
            URI shown = shown(info, "displayUrl");
            URI helpCenter = shown(info, "displayUrlServicedeskHelpCenter");
            installations
                    .open(tenant)
                    // Through Forge, the site is called at an address that nobody sees.
                    .filter(open -> shown != null || open.door() == Door.CONNECT)
                    .map(Installation::baseUrl)
                    .ifPresent(base -> installations.rememberShown(tenant, shown == null ? base : shown, helpCenter));
        } catch (TenantFailure e) {
            LOG.info("where people see the site of tenant {} is not known yet: {}", tenant, e.code());
        }
    }

    /** Null when it says none, or none that may stand in a header. */
    private @Nullable URI shown(JsonNode info, String field) {
        return addresses.shown(info.path(field).asText("")).orElse(null);
    }
}
