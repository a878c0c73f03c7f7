package io.latchkey.jira;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Installation;
import io.latchkey.tenant.Installations;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A site that has no other door than the one that a test gives it, and of which nothing is stored. */
final class OneDoor implements Installations {

    @Override
    public List<Installation> ofTenant(TenantId tenant) {
        return List.of();
    }

    @Override
    public Optional<Installation> open(TenantId tenant) {
        return Optional.empty();
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
    public void rememberAppAccount(TenantId tenant, String accountId) {}

    @Override
    public void rememberShown(TenantId tenant, URI displayUrl, @Nullable URI helpCenterUrl) {}
}
