package io.latchkey.tenant.store;

import io.latchkey.platform.TenantId;

/** What came of an {@code installed} callback. */
public sealed interface Installed {

    /**
     * The app is installed.
     *
     * @param tenant as which tenant
     */
    record Open(TenantId tenant) implements Installed {}

    /** Nothing is installed: another tenant has the site, or a known site came as another one. An operator decides. */
    record Held() implements Installed {}

    /** Nothing is installed: it was just removed, and this tells of before. */
    record Removed() implements Installed {}
}
