package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;
import io.latchkey.platform.crypto.Place;
import io.latchkey.platform.crypto.Sealed;
import io.latchkey.tenant.Door;
import io.latchkey.tenant.Installation;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "installation")
class InstallationRow {

    @EmbeddedId
    private RowKey key;

    @Version
    @Column(name = "revision")
    private @Nullable Integer revision;

    @Column(name = "door")
    private String door;

    @Column(name = "external_id")
    private String externalId;

    @Column(name = "installed")
    private boolean installed;

    @Column(name = "enabled")
    private boolean enabled;

    @Column(name = "licensed")
    private boolean licensed = true;

    @Column(name = "missing_scopes")
    private @Nullable String missingScopes;

    @Column(name = "scopes_missing_since")
    private @Nullable Instant scopesMissingSince;

    @Column(name = "base_url")
    private String baseUrl;

    @Column(name = "shown_url")
    private @Nullable String displayUrl;

    @Column(name = "shown_help_center_url")
    private @Nullable String helpCenterUrl;

    @Column(name = "cloud_id")
    private @Nullable String cloudId;

    @Column(name = "product_type")
    private @Nullable String productType;

    @Column(name = "app_account_id")
    private @Nullable String appAccountId;

    @Column(name = "shared_secret")
    private byte @Nullable [] sharedSecret;

    @Column(name = "shared_secret_key_id")
    private @Nullable UUID sharedSecretKeyId;

    @Column(name = "shared_secret_version")
    private @Nullable Integer sharedSecretVersion;

    @Column(name = "installed_at")
    private Instant installedAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init") // JPA fills it
    protected InstallationRow() {}

    InstallationRow(TenantId tenant, UUID id, Door door, String externalId, URI baseUrl, Instant now) {
        this.key = RowKey.of(tenant, id);
        this.door = door.stored();
        this.externalId = externalId;
        this.baseUrl = baseUrl.toString();
        this.installedAt = now;
        this.updatedAt = now;
    }

    /**
     * A lost {@code enabled} callback must not leave the app dead, so an installed app counts as enabled. Where people see
     * the site is asked anew: it may have moved. The app's account is not: Jira keeps it for the same installation, and a new one of
     * Forge has an id of its own.
     */
    void install(Arrival facts, Instant now) {
        this.installed = true;
        this.enabled = true;
        this.licensed = facts.licensed();
        this.missingScopes = null;
        this.scopesMissingSince = null;
        this.baseUrl = facts.baseUrl().toString();
        this.displayUrl = null;
        this.helpCenterUrl = null;
        this.cloudId = facts.site();
        this.productType = facts.productType();
        this.installedAt = now;
        this.updatedAt = now;
    }

    /** The secret is forgotten, its version is not: a later one must be sealed for another place. */
    void uninstall(Instant now) {
        this.installed = false;
        this.enabled = false;
        this.sharedSecret = null;
        this.sharedSecretKeyId = null;
        this.updatedAt = now;
    }

    void enable(boolean on, Instant now) {
        this.enabled = on;
        this.updatedAt = now;
    }

    void license(boolean given, Instant now) {
        this.licensed = given;
        this.updatedAt = now;
    }

    void miss(String scope, Instant now) {
        SortedSet<String> missing = missingScopes();
        if (missing.add(scope)) {
            // Of the newest: one that has just been found missing is not there for having been for an hour.
            this.scopesMissingSince = now;
        }
        missing(missing, now);
    }

    void grant(String scope, Instant now) {
        SortedSet<String> missing = missingScopes();
        missing.remove(scope);
        missing(missing, now);
    }

    void grantAll(Instant now) {
        missing(Collections.emptySortedSet(), now);
    }

    private void missing(SortedSet<String> scopes, Instant now) {
        Instant since = scopesMissingSince == null ? now : scopesMissingSince;
        this.missingScopes = scopes.isEmpty() ? null : String.join(" ", scopes);
        this.scopesMissingSince = scopes.isEmpty() ? null : since;
        this.updatedAt = now;
    }

    private SortedSet<String> missingScopes() {
        return missingScopes == null ? new TreeSet<>() : new TreeSet<>(List.of(missingScopes.split(" ", -1)));
    }

    void actAs(String accountId, Instant now) {
        this.appAccountId = accountId;
        this.updatedAt = now;
    }

    void showAt(URI display, @Nullable URI helpCenter, Instant now) {
        this.displayUrl = display.toString();
        this.helpCenterUrl = text(helpCenter);
        this.updatedAt = now;
    }

    UUID id() {
        return key.id();
    }

    /** Where the next secret will live. */
    Place nextSecretPlace() {
        return secretPlace(sharedSecretVersion == null ? 1 : sharedSecretVersion + 1);
    }

    Place secretPlace(int version) {
        return new Place(key.tenant(), "installation", "shared_secret", key.id(), version);
    }

    void keep(Sealed secret) {
        this.sharedSecret = secret.ciphertext();
        this.sharedSecretKeyId = secret.keyId();
        this.sharedSecretVersion = secret.version();
    }

    Optional<Sealed> secret() {
        return sharedSecret == null || sharedSecretKeyId == null || sharedSecretVersion == null
                ? Optional.empty()
                : Optional.of(new Sealed(sharedSecretKeyId, sharedSecretVersion, sharedSecret));
    }

    boolean isInstalled() {
        return installed;
    }

    /** When it changed last; of one that is not installed, when it was removed. */
    Instant changedAt() {
        return updatedAt;
    }

    boolean isEnabled() {
        return enabled;
    }

    @Nullable
    String productType() {
        return productType;
    }

    Installation toInstallation() {
        return new Installation(
                key.tenant(),
                Door.of(door),
                externalId,
                URI.create(baseUrl),
                uri(displayUrl),
                uri(helpCenterUrl),
                cloudId,
                installed,
                enabled,
                licensed,
                Collections.unmodifiableSortedSet(missingScopes()),
                scopesMissingSince,
                appAccountId);
    }

    private static @Nullable String text(@Nullable URI uri) {
        return uri == null ? null : uri.toString();
    }

    private static @Nullable URI uri(@Nullable String text) {
        return text == null ? null : URI.create(text);
    }
}
