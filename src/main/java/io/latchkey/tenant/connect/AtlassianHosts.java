package io.latchkey.tenant.connect;

import io.latchkey.platform.http.OutboundHosts;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What is called of Atlassian: the sites, and where its public keys are. */
@Component
class AtlassianHosts implements OutboundHosts {

    private final Set<String> keys;

    AtlassianHosts(ConnectProperties connect) {
        this.keys = Stream.of(connect.installKeysUrl())
                .map(URI::getHost)
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean name(String host) {
        return keys.contains(host) || SiteAddress.isAtlassian(host);
    }
}
