package io.latchkey.sandbox.jira;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Connect's query string hash: lower-case hexadecimal SHA-256 of {@code METHOD&PATH&QUERY} (documented). The path is
 * relative to the base URL, without a trailing slash; the query leaves out {@code jwt}, is encoded as RFC 3986 says,
 * sorted, and values of one name are joined with a comma.
 */
public final class Qsh {

    /** What a context token carries instead of a hash. */
    public static final String CONTEXT = "context-qsh";

    private Qsh() {}

    /**
     * The hash of a request to a URL.
     *
     * @param baseUrl what the path is relative to, without a trailing slash
     */
    public static String of(String method, URI url, String baseUrl) {
        String basePath = URI.create(baseUrl).getRawPath();
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        if (basePath != null && !basePath.isEmpty() && path.startsWith(basePath)) {
            path = path.substring(basePath.length());
        }
        return of(method, path, url.getRawQuery());
    }

    /** The hash of a request to a path relative to the base URL, both as sent. */
    public static String of(String method, String rawPath, @Nullable String rawQuery) {
        return sha256(canonical(method, rawPath, rawQuery));
    }

    static String canonical(String method, String rawPath, @Nullable String rawQuery) {
        String path = rawPath;
        while (path.length() > 1 && path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        path = path.isEmpty() ? "/" : path.replace("&", "%26");
        return method.toUpperCase(Locale.ROOT) + "&" + path + "&" + query(rawQuery);
    }

    private static String query(@Nullable String rawQuery) {
        if (rawQuery == null || rawQuery.isEmpty()) {
            return "";
        }
        var byName = new TreeMap<String, List<String>>();
        for (String pair : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = encode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : encode(pair.substring(equals + 1));
            if (!name.isEmpty() && !name.equals("jwt")) {
                byName.computeIfAbsent(name, absent -> new ArrayList<>()).add(value);
            }
        }
        return byName.entrySet().stream()
                .map(entry -> entry.getKey() + "="
                        + entry.getValue().stream().sorted().collect(Collectors.joining(",")))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String raw) {
        String plain = URLDecoder.decode(raw, StandardCharsets.UTF_8);
        return URLEncoder.encode(plain, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
