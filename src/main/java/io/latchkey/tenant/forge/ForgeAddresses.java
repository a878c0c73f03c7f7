package io.latchkey.tenant.forge;

import io.latchkey.platform.RefusedToStart;
import io.latchkey.platform.http.AllowedLoopback;
import io.latchkey.platform.http.OutboundHosts;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * What is called of Forge: Atlassian's gateway and its key set, and nothing else. Documented ({@code app.apiBaseUrl}): a site
 * is at {@code https://api.atlassian.com/ex/jira/{cloudId}}.
 */
@Component
class ForgeAddresses implements OutboundHosts {

    private static final String SITES = "/ex/jira/";
    private static final Pattern CLOUD_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private final ForgeProperties properties;

    ForgeAddresses(ForgeProperties properties, AllowedLoopback loopback) {
        this.properties = properties;
        demand("jwks-url", properties.jwksUrl(), loopback);
        demand("gateway", properties.gateway(), loopback);
    }

    private static void demand(String name, URI address, AllowedLoopback loopback) {
        if (!"https".equals(address.getScheme()) && !loopback.allows(address)) {
            throw new RefusedToStart(
                    "latchkey.forge." + name + " must be https, or listed in latchkey.http.allowed-loopback; found "
                            + address.getScheme() + "://" + address.getHost() + ":" + address.getPort() + ".",
                    "Leave it out; only the sandbox needs another one.");
        }
    }

    @Override
    public boolean name(String host) {
        return properties.app().isPresent() && (is(properties.jwksUrl(), host) || is(properties.gateway(), host));
    }

    private static boolean is(URI address, String host) {
        return address.getHost().toLowerCase(Locale.ROOT).equals(host);
    }

    /** Where the site of a cloud id is called; empty when it is no cloud id. */
    Optional<URI> ofSite(String cloudId) {
        return CLOUD_ID.matcher(cloudId).matches()
                ? Optional.of(URI.create(properties.gateway() + SITES + cloudId))
                : Optional.empty();
    }

    /** Where Atlassian is told which accounts are stored. */
    URI accountReports() {
        return URI.create(properties.gateway() + "/app/report-accounts/");
    }
}
