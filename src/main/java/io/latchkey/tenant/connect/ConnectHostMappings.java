package io.latchkey.tenant.connect;

import com.atlassian.connect.spring.AtlassianHostMapping;
import com.atlassian.connect.spring.AtlassianHostMappingRepository;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The library maps Forge installations to Connect hosts with these. Both doors lead to a tenant through our own lookup,
 * so there are none.
 */
@Component
class ConnectHostMappings extends ReadOnlyRepository<AtlassianHostMapping> implements AtlassianHostMappingRepository {

    @Override
    public Optional<AtlassianHostMapping> findById(String installationId) {
        return Optional.empty();
    }

    @Override
    public long deleteByClientKey(String clientKey) {
        throw refused();
    }
}
