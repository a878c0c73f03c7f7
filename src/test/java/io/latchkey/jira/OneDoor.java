package io.latchkey.jira;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Door;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A site that has no other door than the one that a test gives it; but for the app's account nothing is remembered of it. */
final class OneDoor implements Installations {

    private volatile Installation installation;

    OneDoor(TenantId tenant, URI site) {
        installation = with(tenant, site, null);
    }

    private static Installation with(TenantId tenant, URI site, @Nullable String appAccount) {
        return new Installation(
                tenant,
                Door.CONNECT,
                "client-key",
                site,
                null,
                null,
                null,
                true,
                true,
                true,
                Set.of(),
                null,
                appAccount);
    }

    @Override
    public List<Installation> ofTenant(TenantId tenant) {
        return List.of(installation);
    }

    @Override
    public Optional<Installation> open(TenantId tenant) {
        return Optional.of(installation);
    }

    @Override
    public void rememberLicensed(TenantId tenant, boolean licensed) {}

    @Override
    public void rememberMissing(TenantId tenant, String scope) {}

    @Override
    public void rememberGranted(TenantId tenant, String scope) {}

    @Override
    public void rememberAllGranted(TenantId tenant) {}

    @Override
    public void rememberAppAccount(TenantId tenant, Installation asked, String accountId) {
        installation = with(tenant, installation.baseUrl(), accountId);
    }

    @Override
    public void rememberShown(TenantId tenant, URI displayUrl, @Nullable URI helpCenterUrl) {}
}
