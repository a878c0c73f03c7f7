package io.latchkey.tenant.connect;

import com.atlassian.connect.spring.AtlassianHost;
import com.atlassian.connect.spring.AtlassianHostRepository;
import io.latchkey.tenant.store.ConnectHosts;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives the library the hosts of our installations, from memory when it can. */
@Component
class ConnectHostRepository extends ReadOnlyRepository<AtlassianHost> implements AtlassianHostRepository {

    private final ConnectHosts hosts;

    ConnectHostRepository(ConnectHosts hosts) {
        this.hosts = hosts;
    }

    /** The library asks with null when a token has no issuer. */
    @Override
    public Optional<AtlassianHost> findById(@Nullable String clientKey) {
        return clientKey == null
                ? Optional.empty()
                : hosts.byClientKey(clientKey).map(LibraryHosts::of);
    }

    /** Only the library's ambiguous clients ask by address; ours always name the host. */
    @Override
    @Deprecated
    public Optional<AtlassianHost> findFirstByBaseUrlOrderByLastModifiedDateDesc(String baseUrl) {
        return Optional.empty();
    }
}
