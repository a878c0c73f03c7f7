package io.latchkey.sandbox.okta;

import io.latchkey.sandbox.http.Rules;

/** The org's switchable rules. What Okta does not document, or documents vaguely, can be switched here. */
final class OktaRules {

    static final String EMPTY_LISTS = "lists-are-empty-without-role";
    static final String MANAGE_READS = "manage-scope-implies-read";
    static final String ROLES_NEED_SUPER = "roles-need-super-admin";
    static final String LOGS_NEED_REPORTING = "logs-need-reporting-role";
    static final String USER_ADMIN_GROUPS = "user-admin-creates-groups";
    static final String PROTECT_ADMINS = "admins-are-protected";
    static final String MISSING_AUTHORIZATION = "missing-authorization-status";
    static final String SEARCH_LAG = "search-lag-millis";
    static final String MEMBERSHIP_LAG = "membership-lag-millis";
    static final String CREATE_LAG = "create-lag-millis";
    static final String LOG_LAG = "log-lag-millis";
    static final String TRANSITION = "transition-millis";
    static final String UNKNOWN_GROUP = "unknown-group-status";
    static final String GROUP_NAME_UNIQUE = "group-name-unique";
    static final String KEEP_GROUPS = "deactivation-keeps-groups";
    static final String SELF_SERVICE = "self-service-registration";
    static final String UNKNOWN_ATTRIBUTES = "unknown-attributes-refused";
    static final String CUSTOM_ATTRIBUTES = "custom-attributes";
    static final String APP_SHARE = "app-share-percent";
    static final String CONCURRENCY = "concurrency-limit";
    static final String LENGTH_REQUIRED = "length-required";
    static final String JTI_REPLAY = "assertion-replay-refused";
    static final String PROOFS_BIND = "proofs-bind-every-token";
    static final String API_NONCE = "api-demands-dpop-nonce";
    static final String JWKS_CACHE = "jwks-cache-seconds";
    static final String LOCKOUT = "lockout-attempts";
    static final String MIN_PASSWORD = "password-min-length";

    private static final String UNVERIFIED = "unverified";

    private OktaRules() {}

    static Rules declare() {
        Rules rules = new Rules();
        access(rules);
        consistency(rules);
        users(rules);
        limits(rules);
        return rules;
    }

    private static void access(Rules rules) {
        rules.flag(
                        EMPTY_LISTS,
                        true,
                        "an app without any admin role gets 200 [] from lists instead of 403 E0000006",
                        "seen in a run by another product's maintainers")
                .flag(
                        MANAGE_READS,
                        true,
                        "a granted okta.x.manage scope also permits what needs okta.x.read",
                        UNVERIFIED)
                .flag(ROLES_NEED_SUPER, false, "only a super admin may read role assignments", UNVERIFIED)
                .flag(
                        LOGS_NEED_REPORTING,
                        false,
                        "only super, org, read-only and report administrators may read the System Log",
                        UNVERIFIED)
                .flag(USER_ADMIN_GROUPS, true, "USER_ADMIN may create, change and delete groups", UNVERIFIED)
                .flag(
                        PROTECT_ADMINS,
                        true,
                        "only a super admin may change users that hold admin roles, and groups that grant them",
                        UNVERIFIED)
                .number(
                        MISSING_AUTHORIZATION,
                        403,
                        "status of E0000005 when the Authorization header is missing: 403 or 401",
                        "documented as 403; 401 seen in a run")
                .flag(JTI_REPLAY, true, "a client assertion's jti is accepted once", UNVERIFIED)
                .flag(
                        PROOFS_BIND,
                        true,
                        "a DPoP proof binds the token of an app that does not demand DPoP; else it gets a Bearer token",
                        UNVERIFIED)
                .flag(
                        API_NONCE,
                        false,
                        "calls of the API need a nonce in their DPoP proof",
                        "documented: not currently required")
                .number(
                        JWKS_CACHE,
                        60,
                        "seconds that keys of a jwks_uri are kept; unknown kids are fetched",
                        UNVERIFIED);
    }

    private static void consistency(Rules rules) {
        rules.number(
                        SEARCH_LAG,
                        300,
                        "milliseconds until search, filter and q see a change",
                        "documented: typically less than one second")
                .number(
                        MEMBERSHIP_LAG,
                        0,
                        "milliseconds until membership lists see a change",
                        "reported in public issues of Okta's own Terraform provider")
                .number(
                        CREATE_LAG,
                        0,
                        "milliseconds in which a new user or group answers 404 when read by id",
                        "reported in public issues of Okta's own clients")
                .number(LOG_LAG, 0, "milliseconds until the System Log shows an event", UNVERIFIED)
                .number(
                        TRANSITION,
                        0,
                        "milliseconds that activation and deactivation take, with transitioningToStatus meanwhile",
                        "documented: both are asynchronous; duration unverified");
    }

    private static void users(Rules rules) {
        rules.number(
                        UNKNOWN_GROUP,
                        404,
                        "status when groupIds names an unknown group: 404 E0000007 or 400 E0000001",
                        UNVERIFIED)
                .flag(
                        GROUP_NAME_UNIQUE,
                        true,
                        "a second group of the same name is refused with 400 E0000001",
                        UNVERIFIED)
                .flag(KEEP_GROUPS, true, "a deactivated user keeps the group memberships", UNVERIFIED)
                .flag(
                        SELF_SERVICE,
                        false,
                        "e-mail must be unique too, and a duplicate is reported on login",
                        "documented in a support article")
                .flag(
                        UNKNOWN_ATTRIBUTES,
                        true,
                        "profile attributes that are neither standard nor in custom-attributes are refused",
                        "documented; the sentence is unverified")
                .text(
                        CUSTOM_ATTRIBUTES,
                        "contractEnd,team",
                        "custom profile attributes, with commas between",
                        "documented")
                .number(LOCKOUT, 10, "failed sign-ins until a user is locked out", "documented default")
                .number(MIN_PASSWORD, 8, "least length of a password", "documented default policy");
    }

    private static void limits(Rules rules) {
        rules.number(APP_SHARE, 50, "per cent of each bucket that one app or token may use", "documented default")
                .number(CONCURRENCY, 75, "requests in flight before 429 with limit 0", "documented for Workforce")
                .flag(
                        LENGTH_REQUIRED,
                        true,
                        "a POST with neither Content-Length nor a transfer coding answers 411",
                        "documented for lifecycle operations");
    }
}
