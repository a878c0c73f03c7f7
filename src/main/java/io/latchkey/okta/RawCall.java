package io.latchkey.okta;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.okta.sdk.resource.client.ApiClient;
import com.okta.sdk.resource.client.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call by path, for the endpoints whose generated method loses a parameter or the answer. */
final class RawCall {

    private static final String JSON = "application/json";

    private RawCall() {}

    /**
     * Calls a path.
     *
     * @param query names and values; those with a null value are left out
     */
    static <T> T invoke(
            ApiClient sdk,
            String method,
            String path,
            Map<String, ? extends @Nullable Object> query,
            TypeReference<T> type) {
        return invoke(sdk, method, path, query, null, type);
    }

    /**
     * Calls a path with a body.
     *
     * @param body as it is sent: null values are sent too, which clears attributes of a partial update
     */
    static <T> T invoke(
            ApiClient sdk,
            String method,
            String path,
            Map<String, ? extends @Nullable Object> query,
            @Nullable JsonNode body,
            TypeReference<T> type) {
        List<Pair> pairs = new ArrayList<>();
        query.forEach((name, value) -> pairs.addAll(sdk.parameterToPair(name, value)));
        return sdk.invokeAPI(
                path,
                method,
                pairs,
                new ArrayList<>(),
                null,
                body,
                new HashMap<>(),
                new HashMap<>(),
                new HashMap<>(),
                JSON,
                JSON,
                new String[] {"apiToken", "oauth2"},
                type);
    }
}
