package io.latchkey.okta;

import java.io.IOException;
import java.net.URISyntaxException;
import org.apache.hc.core5.http.HttpRequest;

/** Shows a call's token: bound tokens with a fresh proof for this call, bearer tokens alone. */
final class Authorization {

    private final ProofOfPossession proofs;

    Authorization(ProofOfPossession proofs) {
        this.proofs = proofs;
    }

    /** Adds the headers to a request that is complete otherwise. */
    void apply(HttpRequest request, AccessToken token) throws IOException {
        String value = token.value().reveal();
        if (token.type() == AccessToken.Type.BEARER) {
            request.setHeader("Authorization", "Bearer " + value);
            return;
        }
        try {
            request.setHeader("Authorization", "DPoP " + value);
            request.setHeader("DPoP", proofs.forCall(request.getMethod(), request.getUri(), token.value()));
        } catch (URISyntaxException e) {
            throw new IOException("an address that cannot be called", e);
        }
    }
}
