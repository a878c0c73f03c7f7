package io.latchkey.okta;

import org.apache.hc.core5.http.HttpRequest;

/** How a call shows its token. The one place that a proof of possession per call would be added to. */
@FunctionalInterface
interface Authorization {

    /** RFC 6750. */
    Authorization BEARER = (request, token) ->
            request.setHeader("Authorization", "Bearer " + token.value().reveal());

    /** Adds the headers to a request that is complete otherwise. */
    void apply(HttpRequest request, AccessToken token);
}
