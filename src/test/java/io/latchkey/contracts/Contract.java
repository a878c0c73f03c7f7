package io.latchkey.contracts;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.Response;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.latchkey.sandbox.http.Exchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.util.function.SingletonSupplier;

/** A vendor's document, ready to judge exchanges: requests strictly, answers with the listed leniencies. */
public final class Contract {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final VendorDocument document;
    private final Supplier<OpenApiInteractionValidator> requests;
    private final Supplier<OpenApiInteractionValidator> answers;

    private Contract(VendorDocument document) {
        String text = document.text();
        this.document = document;
        this.requests = SingletonSupplier.of(() -> validator(
                text,
                LevelResolver.create()
                        // Off by default; a parameter that the vendor does not know does nothing.
                        .withLevel("validation.request.parameter.query.unexpected", ValidationReport.Level.ERROR)));
        this.answers = SingletonSupplier.of(() -> validator(text, lenient(Leniency.ANSWERS)));
    }

    /** Reads a document. It is compiled at the first use, which takes seconds. */
    public static Contract of(VendorDocument document) {
        return new Contract(document);
    }

    private static LevelResolver.Builder lenient(List<Leniency> leniencies) {
        LevelResolver.Builder levels = LevelResolver.create();
        leniencies.forEach(leniency -> levels.withLevel(leniency.key(), ValidationReport.Level.IGNORE));
        return levels;
    }

    private static OpenApiInteractionValidator validator(String text, LevelResolver.Builder levels) {
        return OpenApiInteractionValidator.createForInlineApiSpecification(text)
                .withLevelResolver(levels.build())
                .build();
    }

    /** What is wrong with a request: its method and path, its parameters, its body. */
    public List<String> wrongInRequest(Exchange exchange) {
        return sentences(exchange, "request", requests.get().validateRequest(request(exchange)));
    }

    /** What is wrong with an answer; a connection that was cut has none. */
    public List<String> wrongInAnswer(Exchange exchange) {
        boolean hasBody = exchange.status() != 0 && exchange.status() != HttpStatus.NO_CONTENT.value();
        if (!hasBody) {
            // Jira's document gives some of its 204 a schema.
            return List.of();
        }
        return sentences(
                exchange,
                "answer " + exchange.status(),
                answers.get()
                        .validateResponse(
                                exchange.path(), Request.Method.valueOf(exchange.method()), response(exchange)));
    }

    /** Jira describes rate limits and outages in prose, once for all operations. */
    private static boolean isDescribedInProse(Exchange exchange, ValidationReport.Message message) {
        return message.getKey().equals("validation.response.status.unknown")
                && (exchange.status() == HttpStatus.TOO_MANY_REQUESTS.value() || exchange.status() >= 500);
    }

    private static List<String> sentences(Exchange exchange, String what, ValidationReport report) {
        return report.getMessages().stream()
                .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
                .filter(message -> !isDescribedInProse(exchange, message))
                .map(message -> exchange.method() + " " + exchange.path()
                        + (exchange.query() == null ? "" : "?" + exchange.query()) + ", " + what + ": "
                        + message.getKey() + " " + message.getMessage())
                .toList();
    }

    private static Request request(Exchange exchange) {
        var builder = new SimpleRequest.Builder(exchange.method(), exchange.path());
        exchange.requestHeaders().forEach(builder::withHeader);
        String query = exchange.query();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                builder.withQueryParam(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
            }
        }
        if (exchange.requestBody().length > 0) {
            builder.withBody(exchange.requestBody());
        }
        return builder.build();
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }

    private Response response(Exchange exchange) {
        var builder = SimpleResponse.Builder.status(exchange.status());
        exchange.responseHeaders().forEach((name, values) -> builder.withHeader(name, values));
        if (exchange.responseBody().length > 0) {
            builder.withBody(
                    document.isOfJira() ? withoutNulls(exchange.responseBody()) : asBearer(exchange.responseBody()));
        }
        return builder.build();
    }

    /** Okta's guide has tokens of the type DPoP, which its own schema of the token's answer does not know. */
    private static byte[] asBearer(byte[] body) {
        return new String(body, StandardCharsets.UTF_8)
                .replaceFirst("\"token_type\"\\s*:\\s*\"DPoP\"", "\"token_type\":\"Bearer\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Jira answers null for an absent value, which its documents do not allow. */
    private static byte[] withoutNulls(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            dropNulls(tree);
            return JSON.writeValueAsBytes(tree);
        } catch (IOException e) {
            throw new UncheckedIOException("Jira's answer is no JSON", e);
        }
    }

    private static void dropNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.removeIf(JsonNode::isNull);
        }
        node.forEach(Contract::dropNulls);
    }
}
