package io.latchkey.okta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.latchkey.platform.json.Mappers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Okta's error body {@code {errorCode, errorSummary, errorCauses[{errorSummary}]}}; every part is empty when the body is
 * something else. Texts may hold personal data and are only looked at, never passed on whole.
 */
record OktaError(String code, String summary, List<String> causes) {

    private static final JsonMapper MAPPER = Mappers.builder().build();

    static OktaError of(Answer answer) {
        JsonNode body = tree(answer.body());
        List<String> causes = new ArrayList<>();
        body.path("errorCauses")
                .forEach(cause -> causes.add(cause.path("errorSummary").asText("")));
        String code = body.path("errorCode").asText("");
        return new OktaError(
                code.matches("E\\d{7}") ? code : "", body.path("errorSummary").asText(""), List.copyOf(causes));
    }

    /** The OAuth error code of the token endpoint, or an empty text. */
    static String oauthCode(Answer answer) {
        String code = tree(answer.body()).path("error").asText("");
        return code.matches("[a-z_]{1,40}") ? code : "";
    }

    /** The OAuth error description, for classification only. */
    static String oauthDescription(Answer answer) {
        return tree(answer.body()).path("error_description").asText("");
    }

    boolean is(String wanted) {
        return code.equals(wanted);
    }

    static JsonNode tree(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            // A body that is no JSON (a proxy's page) says nothing in Okta's terms.
            return MAPPER.missingNode();
        }
    }

    @Override
    public String toString() {
        return "OktaError[" + code + "]";
    }
}
