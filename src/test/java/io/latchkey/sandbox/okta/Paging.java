package io.latchkey.sandbox.okta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Okta's paging: an opaque {@code after} cursor and two {@code link} headers, {@code self} always and {@code next} while
 * there is more.
 */
final class Paging {

    private Paging() {}

    /** A page of items that are sorted already; the cursor is the last shown item's id. */
    static Reply page(Call call, String orgUrl, List<ObjectNode> items, int limit) {
        int from = call.query("after").map(after -> position(items, after)).orElse(0);
        List<ObjectNode> page = items.subList(from, Math.min(items.size(), from + limit));
        Reply reply = Reply.ok(Json.array(page)).header("link", "<" + url(call, orgUrl, "") + ">; rel=\"self\"");
        if (from + limit < items.size() && !page.isEmpty()) {
            String cursor = encode(page.get(page.size() - 1).path("id").asText());
            reply.header("link", "<" + url(call, orgUrl, cursor) + ">; rel=\"next\"");
        }
        return reply;
    }

    private static int position(List<ObjectNode> items, String after) {
        String id = decode(after);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path("id").asText().equals(id)) {
                return i + 1;
            }
        }
        throw Problem.validation("after", "after: The cursor is not valid");
    }

    static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.validation("after", "after: The cursor is not valid");
        }
    }

    /** The request's URL with another cursor; an empty one keeps the URL as it came. */
    static String url(Call call, String orgUrl, String cursor) {
        var request = call.request().servletRequest();
        String base = orgUrl + request.getRequestURI();
        if (cursor.isEmpty()) {
            return request.getQueryString() == null ? base : base + "?" + request.getQueryString();
        }
        String kept = call.request().params().toSingleValueMap().entrySet().stream()
                .filter(parameter -> !parameter.getKey().equals("after"))
                .map(Paging::encoded)
                .collect(Collectors.joining("&"));
        return base + "?after=" + cursor + (kept.isEmpty() ? "" : "&" + kept);
    }

    private static String encoded(Map.Entry<String, String> parameter) {
        return parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8);
    }
}
