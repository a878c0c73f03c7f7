package io.latchkey.faults.vendors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request as it arrives. */
public record Ask(String method, String path, Map<String, String> query, JsonNode body) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Reads one; a body that is no JSON object or array counts as none. */
    public static Ask of(String method, URI uri, byte[] body) {
        Map<String, String> query = new LinkedHashMap<>();
        String raw = uri.getRawQuery();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                int equals = pair.indexOf('=');
                query.put(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        decode(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
        return new Ask(method, decode(uri.getRawPath().replace("+", "%2B")), query, json(body));
    }

    private static JsonNode json(byte[] body) {
        if (body.length == 0 || (body[0] != '{' && body[0] != '[')) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Whether it changes something. */
    public boolean changes() {
        return !method.equals("GET") && !path.endsWith("/search/jql") && !path.endsWith("/token");
    }

    /** Whether it asks for a request, with which everything begins that looks at one. */
    public boolean isLook() {
        return method.equals("GET") && path.matches("/rest/api/3/issue/[0-9]+");
    }

    /** What was asked, without values of people. */
    public String label() {
        return method + " " + path.replaceAll("[A-Za-z0-9._-]+@[A-Za-z0-9.-]+", "(login)");
    }
}
