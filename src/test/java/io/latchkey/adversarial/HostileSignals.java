package io.latchkey.adversarial;

import io.latchkey.testing.RunningProduct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Signals that are forged, replayed, broken, too large, or about what is none of the site's. */
final class HostileSignals {

    /** What was sent, and how it was answered. */
    record Sent(String what, boolean mayBeTaken, String issueId, int status) {

        /** Taken signals are hints: harmless. One that may not be taken has to be refused, and none may break anything. */
        boolean isWell() {
            return mayBeTaken ? status / 100 == 2 || status / 100 == 4 : status / 100 == 4;
        }
    }

    static final String WEBHOOK = "/connect/webhooks/issue-updated";
    private static final String AUTOMATION = "/automation/signals";
    private static final int MIB = 1024 * 1024;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Company company;
    private final String token;

    HostileSignals(Company company) {
        this.company = company;
        this.token = company.token();
    }

    Sent send(int number, Random random) {
        String foreign = String.valueOf(900_000_000L + number);
        String good = "{\"issueId\":\"" + foreign + "\"}";
        return switch (random.nextInt(12)) {
            case 0 -> automation("foreign id", true, foreign, "Bearer " + token, bytes(good));
            case 1 ->
                automation(
                        "unknown project",
                        true,
                        foreign,
                        "Bearer " + token,
                        bytes("{\"issueId\":\"OPS-" + number + "\"}"));
            case 2 -> automation("token of nobody", false, foreign, "Bearer 0192f0c1." + "A".repeat(43), bytes(good));
            case 3 -> automation("token with a letter changed", false, foreign, "Bearer " + changed(), bytes(good));
            case 4 ->
                automation(
                        "oversized",
                        false,
                        foreign,
                        "Bearer " + token,
                        bytes("{\"issueId\":\"" + "1".repeat(MIB) + "\"}"));
            case 5 -> automation("deeply nested", false, foreign, "Bearer " + token, bytes("[".repeat(200_000)));
            case 6 ->
                automation(
                        "nested beside the id",
                        true,
                        foreign,
                        "Bearer " + token,
                        bytes("{\"issueId\":\"" + foreign + "\",\"x\":" + "[".repeat(900) + "]".repeat(900) + "}"));
            case 7 -> automation("wrong encoding", true, foreign, "Bearer " + token, good.getBytes(anyCharset(random)));
            case 8 ->
                automation("no UTF-8", false, foreign, "Bearer " + token, new byte[] {
                    '{', '"', (byte) 0xff, (byte) 0xfe, (byte) 0xc0, '"', ':', '1', '}'
                });
            case 9 -> webhook("forged signature", foreign, forged("HS256"));
            case 10 -> webhook("no signature", foreign, forged("none"));
            default ->
                webhook(
                        "replayed at another door",
                        foreign,
                        company.jira().jwt(RunningProduct.APP_KEY, "POST", "/connect/installed"));
        };
    }

    private static Charset anyCharset(Random random) {
        return List.of(
                        StandardCharsets.UTF_16BE,
                        StandardCharsets.UTF_16LE,
                        StandardCharsets.UTF_16,
                        Charset.forName("UTF-32"))
                .get(random.nextInt(4));
    }

    private String changed() {
        char last = token.charAt(token.length() - 2);
        return token.substring(0, token.length() - 2) + (last == 'A' ? 'B' : 'A') + token.substring(token.length() - 1);
    }

    private String forged(String algorithm) {
        String claims = new String(
                Base64.getUrlDecoder()
                        .decode(company.jira()
                                .jwt(RunningProduct.APP_KEY, "POST", WEBHOOK)
                                .split("\\.")[1]),
                StandardCharsets.UTF_8);
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String head = "{\"typ\":\"JWT\",\"alg\":\"" + algorithm + "\"}";
        String signature = algorithm.equals("none") ? "" : encoder.encodeToString(new byte[32]);
        return encoder.encodeToString(bytes(head)) + "." + encoder.encodeToString(bytes(claims)) + "." + signature;
    }

    private Sent automation(String what, boolean mayBeTaken, String id, String authorization, byte[] body) {
        return post(AUTOMATION, what, mayBeTaken, id, authorization, body);
    }

    private Sent webhook(String what, String id, String jwt) {
        return post(WEBHOOK, what, false, id, "JWT " + jwt, bytes("{\"issue\":{\"id\":\"" + id + "\"}}"));
    }

    private Sent post(String path, String what, boolean mayBeTaken, String id, String authorization, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(company.product().uri() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .header("X-Atlassian-Webhook-Identifier", what.replace(' ', '-') + id)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return new Sent(
                    what,
                    mayBeTaken,
                    id,
                    CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        } catch (IOException e) {
            if (body.length > MIB) {
                // A server may close the connection on what it does not want to read.
                return new Sent(what, mayBeTaken, id, 413);
            }
            throw new UncheckedIOException(what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
