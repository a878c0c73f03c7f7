package io.latchkey.sandbox.okta;

import java.util.function.Function;

/**
 * One row of Okta's API.
 *
 * @param method HTTP method
 * @param pattern path pattern
 * @param bucket the rate-limit bucket it counts in
 * @param scope the OAuth scope that Okta's API description demands
 * @param permission what the caller's admin roles must permit
 * @param list whether an app without any role gets an empty list instead of a refusal
 * @param action what it does, under the org's lock
 */
record Endpoint(
        String method,
        String pattern,
        Bucket bucket,
        String scope,
        Permission permission,
        boolean list,
        Function<Call, Reply> action) {

    static Endpoint of(
            String method,
            String pattern,
            Bucket bucket,
            String scope,
            Permission permission,
            Function<Call, Reply> action) {
        return new Endpoint(method, pattern, bucket, scope, permission, false, action);
    }

    static Endpoint list(
            String pattern, Bucket bucket, String scope, Permission permission, Function<Call, Reply> action) {
        return new Endpoint("GET", pattern, bucket, scope, permission, true, action);
    }
}
