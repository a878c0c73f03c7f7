package io.latchkey.okta;

import java.util.Set;

/**
 * Okta's own applications, told by the {@code name} that Okta gives and nobody can change; a label can be anything. They are
 * consoles from which an organisation is administered, or lead to one, so no request gives or takes them.
 *
 * <p>The names, as exports of organisations show them in public: {@code saasure} (Okta Admin Console), {@code flow} (Okta
 * Workflows OAuth), {@code partner_portal} (Partner Admin Portal), and with the beginning that Okta keeps for itself
 * {@code okta_flow_sso} (Okta Workflows), {@code okta_atspoke_sso} (Okta Access Requests),
 * {@code okta_access_requests_resource_catalog} (Okta Identity Governance), {@code okta_iga_reviewer} (Okta Access Certification
 * Reviews), {@code okta_iga_security_access_reviews}, {@code okta_enduser}, {@code okta_browser_plugin},
 * {@code okta_account_settings}, {@code okta_oin_submission_tester_app}, {@code okta_org2org}. Okta publishes no list, and adds to
 * it; so whatever begins so counts. Okta's help names consoles of which no name is public (Okta Access Requests Admin,
 * Okta Access Requests OAuth, <a
 * href="https://help.okta.com/en-us/content/topics/identity-governance/access-requests/ar-governance-apps.htm">Configure
 * policies for Access requests apps</a>): should one not begin so, the list of allowed applications is what stands in the way.
 */
final class AppsOfOkta {

    private static final Set<String> NAMES = Set.of("saasure", "flow", "partner_portal");

    /** A custom application's name begins with the organisation's, which has no underscore. */
    private static final String RESERVED = "okta_";

    private AppsOfOkta() {}

    static boolean isOne(String name) {
        return NAMES.contains(name) || name.startsWith(RESERVED);
    }
}
