package io.latchkey.okta;

import io.latchkey.platform.TenantId;
import io.latchkey.tenant.Tenant;
import java.util.Optional;

/**
 * A tenant's connection to one Okta organisation: an entity of its own, since a site may have two organisations and an
 * organisation may serve two sites.
 *
 * @param tenant whose
 * @param id its id
 * @param name by which recipes and people name it, unique in the tenant
 * @param orgUrl the organisation
 * @param clientId the client id of the API Services app in Okta, once the administrator has entered it
 * @param revision rises with each change, and when the tenant's keys are erased
 * @param site whether the tenant's site had the app when the connection was read
 */
public record OktaConnection(
        TenantId tenant,
        OktaConnectionId id,
        String name,
        OrgUrl orgUrl,
        Optional<String> clientId,
        int revision,
        Tenant.State site) {}
