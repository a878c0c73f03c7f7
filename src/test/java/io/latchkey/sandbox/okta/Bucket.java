package io.latchkey.sandbox.okta;

/**
 * Rate-limit buckets with requests per minute of a Workforce org, from Okta's last published table (May 2025). What
 * counts where is as in the tables that Okta's own Terraform provider carries: lifecycle, sessions, groups, factors and
 * roles of a user in the users bucket, memberships in the groups bucket.
 */
enum Bucket {
    USERS("/api/v1/users", 600),
    USER_READ("GET /api/v1/users/{id}", 2000),
    USER_WRITE("POST|PUT|DELETE /api/v1/users/{id}", 600),
    GROUPS("/api/v1/groups", 500),
    GROUP("/api/v1/groups/{id}", 1000),
    APPS("/api/v1/apps", 100),
    APP("/api/v1/apps/{id}", 500),
    LOGS("/api/v1/logs", 120),
    CLIENTS("/oauth2/v1/clients", 100),
    OTHER("/api/v1", 1200),
    /** Unverified: the published table does not list it for client credentials. */
    TOKEN("/oauth2/v1/token", 2000),
    /** Unverified for the classic endpoint. */
    AUTHN("/api/v1/authn", 600);

    private final String label;
    private final long perMinute;

    Bucket(String label, long perMinute) {
        this.label = label;
        this.perMinute = perMinute;
    }

    String label() {
        return label;
    }

    long perMinute() {
        return perMinute;
    }
}
