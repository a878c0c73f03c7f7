package io.latchkey.edge;

import io.latchkey.demo.Setup;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Requests that nobody would send who means well, made from a seed: one seed is one request, whatever was sent before. What it
 * mutates is a request that would be accepted.
 */
final class Fuzzer {

    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json;charset=utf-16",
            "application/json;charset=bogus",
            "application/json;charset=\"",
            "application/json; ;;",
            "text/plain",
            "text/json",
            "*/*",
            "application/*",
            "/",
            "",
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded;charset=utf-99",
            "multipart/form-data",
            "multipart/form-data;boundary=",
            "multipart/form-data;boundary=x",
            "multipart/mixed;boundary=\u00e9");

    private static final List<String> ODD_HEADERS = List.of(
            "Accept: text/html",
            "Accept: */*;q=2",
            "Accept: nonsense",
            "Accept-Charset: bogus",
            "Accept-Language: %%%",
            "Accept-Encoding: gzip;q=x",
            "Content-Encoding: gzip",
            "Content-Language: \u00e9\u00e9",
            "Range: bytes=9-1",
            "If-Modified-Since: tomorrow",
            "If-None-Match: \"",
            "Cookie: =;;a=b;JSESSIONID=../..",
            "X-HTTP-Method-Override: DELETE",
            "X-Forwarded-Proto: javascript",
            "X-Forwarded-Port: -1",
            "X-Forwarded-Port: 99999999999",
            "X-Forwarded-Host: [",
            "X-Forwarded-Host: a,b,,",
            "X-Forwarded-Prefix: /../..;x",
            "X-Forwarded-Ssl: on",
            "Forwarded: for=\";proto=;host=:::",
            "Forwarded: proto=x;host=a:b",
            "Origin: null",
            "Origin: https://evil.example.com",
            "Referer: javascript:alert(1)",
            "Expect: 100-continue",
            "Upgrade: h2c",
            "Connection: Upgrade, HTTP2-Settings",
            "X-Atlassian-Webhook-Identifier: ' or 1=1 --",
            "X-Atlassian-Webhook-Identifier: " + "x".repeat(5_000),
            "X-Atlassian-Webhook-Identifier: \u00ff\u00fe",
            "X-Atlassian-Webhook-Retry: 99999999999999999999",
            "Traceparent: 00-" + "z".repeat(32) + "-" + "z".repeat(16) + "-zz",
            "X-B3-TraceId: not-hex",
            "Host: ",
            "Content-Length: 3",
            "Transfer-Encoding: chunked");

    /** What a proxy, or whoever stands before it, may have written as the sender's address. */
    private static final List<String> SENDERS = List.of(
            "unknown",
            "_hidden",
            "%00",
            "198.51.100.9:4711",
            "198.51.100.9:",
            "[2001:db8::9]:4711",
            "[2001:db8::9]",
            "[2001:db8::9",
            "2001:db8::9%eth0",
            "[]:1",
            "::",
            ":::::",
            "::ffff:198.51.100.9",
            "::ffff:999.51.100.9",
            "999.1.1.1",
            "1.2.3",
            "0x7f000001",
            "2130706433",
            "198.51.100.0/24",
            "localhost",
            "evil.example.com",
            "10.0.0.1, unknown",
            ",",
            ", ,",
            "\u00e9",
            "1".repeat(5_000));

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-0",
            "1e400",
            "1E-999999999",
            "9".repeat(400),
            "9".repeat(1_200),
            "0." + "1".repeat(2_000),
            "NaN",
            "Infinity",
            "01",
            "0x10",
            "\"\"",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\u202e\\ufeff\\u2028\"",
            "\"\\q\"",
            "\"" + "x".repeat(70_000) + "\"",
            "\"../../etc/passwd\"",
            "\"${jndi:ldap://127.0.0.1/a}\"",
            "\"#{T(java.lang.Runtime)}\"",
            "\"' or 1=1 --\"",
            "\"<script>\"",
            "\"10042\"",
            "10042",
            "\"999999999999999999\"",
            "[]",
            "{}",
            "[[[[1]]]]",
            "{\"id\":{\"id\":{\"id\":1}}}",
            "// comment\n1");

    private static final List<String> NAMES = List.of(
            "issue",
            "id",
            "issueId",
            "user",
            "accountId",
            "key",
            "clientKey",
            "sharedSecret",
            "baseUrl",
            "displayUrl",
            "cloudId",
            "eventType",
            "name",
            "orgUrl",
            "clientId",
            "groups",
            "match",
            "steps",
            "inputs",
            "connection",
            "delivery",
            "__proto__",
            "@class",
            "\\u0000",
            "");

    private static final List<String> IDS = List.of(
            "%00",
            "%2e%2e",
            "..",
            "%2F",
            "%252F",
            "%c0%af",
            "%ff",
            "%",
            "a%20b",
            "%E2%80%AE",
            "%F0%9F%92%A9",
            ";jsessionid=1",
            "'",
            "\"",
            "-1",
            "0",
            "99999999999999999999",
            "00000000-0000-0000-0000-000000000000",
            "0192f0c1-2d3e-7f4a-8b5c-6d7e8f90123Z",
            "1-1-1-1-1",
            "x".repeat(3_000),
            "main",
            "1",
            "onboard-employee");

    private static final List<String> QUERIES = List.of(
            "",
            "?",
            "?=",
            "?&&&",
            "?%",
            "?%00=%00",
            "?limit=-1",
            "?limit=1e3",
            "?limit=99999999999",
            "?limit=1&limit=2",
            "?limit=",
            "?after=",
            "?after=%00",
            "?after=2026-01-01T00:00:00Z_",
            "?after=%2B999999999-12-31T23:59:59Z_0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234",
            "?after=-999999999-01-01T00:00:00Z_0192f0c1-2d3e-7f4a-8b5c-6d7e8f901234",
            "?subject=%00",
            "?subject=%ff%fe",
            "?subject=" + "x".repeat(20_000),
            "?kind=%25%5f%5c",
            "?kind=%00",
            "?kind[]=1",
            "?jwt=",
            "?jwt=a.b.c",
            "?" + "a=b&".repeat(3_000),
            "?tag=a:b",
            "?_method=DELETE");

    private final Random random;
    private final Function<Route, String> credentials;

    /** Tells what a route asks for; an empty text where it asks for nothing. */
    Fuzzer(long seed, Function<Route, String> credentials) {
        // The first draws of a Random from neighbouring seeds are nearly the same: all of them would be of a few
        // routes.
        this.random = new Random(new SplittableRandom(seed).nextLong());
        this.credentials = credentials;
    }

    /** A request, and what it is in words. */
    record Case(Route route, Wire.Request request, boolean known) {}

    Case next() {
        Route route = pick(Route.ALL);
        String path = route.path();
        while (path.contains("{")) {
            path = path.replaceFirst("\\{\\w+}", java.util.regex.Matcher.quoteReplacement(pick(IDS)));
        }
        boolean signed = random.nextInt(10) < 7;
        boolean bound = route.callers() == Route.Callers.SITE;
        String query = bound && signed || random.nextInt(3) > 0 ? "" : pick(QUERIES);
        String method = random.nextInt(10) == 0 ? pick(List.of("GET", "POST", "PUT", "DELETE", "PATCH")) : route.verb();
        Wire.Request request = Wire.request(method, path + query);
        String credential = credentials.apply(route);
        if (signed && !credential.isEmpty()) {
            request.header("Authorization", credential);
        } else if (random.nextInt(3) == 0) {
            request.header("Authorization", pick(List.of("JWT a.b.c", "JWT", "Bearer \u00ff", "Basic !!", ",", "")));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            String[] odd = pick(ODD_HEADERS).split(": ", 2);
            request.header(odd[0], odd.length > 1 ? odd[1] : "");
        }
        // Only what comes with a token of ours is asked where it comes from, so nothing else is odd about some of
        // those.
        boolean asked = route.callers() == Route.Callers.AUTOMATION;
        if (asked || random.nextInt(10) == 0) {
            request.header("X-Forwarded-For", pick(SENDERS));
        }
        if (asked && random.nextBoolean()) {
            return new Case(route, request.json(good(route)), signed);
        }
        if (!method.equals("GET") || random.nextInt(10) == 0) {
            body(request, route);
        }
        return new Case(route, request, signed);
    }

    private void body(Wire.Request request, Route route) {
        request.header("Content-Type", random.nextInt(4) == 0 ? pick(TYPES) : "application/json");
        byte[] content = content(route);
        switch (random.nextInt(8)) {
            case 0 -> request.header("Transfer-Encoding", "chunked").raw(chunked(content));
            case 1 ->
                request.header("Content-Length", String.valueOf(content.length + 10))
                        .raw(content);
            case 2 ->
                request.header("Content-Length", String.valueOf(Math.max(0, content.length - 3)))
                        .raw(content);
            default -> request.body(content);
        }
    }

    private byte[] chunked(byte[] content) {
        var chunks = new ByteArrayOutputStream();
        String size = pick(List.of(Integer.toHexString(content.length), "zz", "-1", "7fffffffffffffff", "1"));
        chunks.writeBytes((size + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        chunks.writeBytes(content);
        if (random.nextBoolean()) {
            chunks.writeBytes("\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        return chunks.toByteArray();
    }

    private byte[] content(Route route) {
        String good = good(route);
        return switch (random.nextInt(14)) {
            case 0 -> bytes(random.nextInt(400));
            case 1 -> new byte[0];
            case 2 -> "x".repeat(1024 * 1024 + 1).getBytes(StandardCharsets.UTF_8);
            case 3 -> "[".repeat(pick(List.of(90, 1_500, 200_000))).getBytes(StandardCharsets.UTF_8);
            case 4 -> "{\"a\":".repeat(pick(List.of(90, 1_500, 100_000))).getBytes(StandardCharsets.UTF_8);
            case 5 ->
                good.getBytes(Charset.forName(pick(List.of("UTF-16", "UTF-16LE", "UTF-32", "ISO-8859-1", "IBM037"))));
            case 6 -> damaged(good.getBytes(StandardCharsets.UTF_8));
            case 7 -> good.substring(0, random.nextInt(good.length() + 1)).getBytes(StandardCharsets.UTF_8);
            case 8 -> (good + good).getBytes(StandardCharsets.UTF_8);
            case 9 -> ("\ufeff" + good).getBytes(StandardCharsets.UTF_8);
            default -> changed(good).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static String good(Route route) {
        if (route.toString().equals("POST /api/recipes")) {
            return Setup.exampleRecipe();
        }
        String body = route.body();
        return body == null ? "{\"issueId\":\"10042\"}" : body;
    }

    /** One value, name or place of the document is something else. */
    private String changed(String json) {
        String value = pick(VALUES);
        String member = "\"" + pick(NAMES) + "\":" + value;
        return switch (random.nextInt(4)) {
            case 0 -> json.replaceFirst("\\{", java.util.regex.Matcher.quoteReplacement("{" + member + ","));
            case 1 ->
                json.replaceFirst(":\\s*(\"[^\"]*\"|\\[])", java.util.regex.Matcher.quoteReplacement(":" + value));
            case 2 -> "{" + member + "}";
            default -> {
                int at = random.nextInt(json.length() + 1);
                yield json.substring(0, at) + value + json.substring(at);
            }
        };
    }

    private byte[] damaged(byte[] content) {
        byte[] damaged = content.clone();
        for (int i = 0; i < 1 + damaged.length / 20 && damaged.length > 0; i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
