package io.latchkey.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.latchkey.platform.http.Problem;
import io.latchkey.platform.json.Mappers;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;

/**
 * The two things that are read from a signal's body: which issue, and who changed it.
 *
 * @param issueId Jira's numeric issue id
 * @param actor account id of the one who made the change, when the body says so
 */
record SignalBody(String issueId, Optional<String> actor) {

    private static final Pattern NUMERIC = Pattern.compile("[1-9][0-9]{0,17}");
    private static final int LONGEST_ACCOUNT_ID = 128;

    private static final JsonMapper MAPPER = JsonMapper.builder(Mappers.factory()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(100).build())
                    .build())
            .build();

    /** Jira's webhook: {@code {"issue":{"id":"10042"},"user":{"accountId":"…"}}}. */
    static SignalBody ofWebhook(byte[] body) {
        JsonNode document = parse(body);
        return of(document, document.path("user").path("accountId"));
    }

    /** Forge's event: {@code {"issue":{"id":"10042"},"atlassianId":"…"}}. */
    static SignalBody ofForge(JsonNode event) {
        return of(event, event.path("atlassianId"));
    }

    private static SignalBody of(JsonNode document, JsonNode who) {
        String actor = who.asText("");
        return new SignalBody(
                numeric(document.path("issue").path("id"), "issue.id"),
                actor.isEmpty() || actor.length() > LONGEST_ACCOUNT_ID ? Optional.empty() : Optional.of(actor));
    }

    /** Jira Automation's web request: {@code {"issueId":"{{issue.id}}"}}, or issue data with {@code issue.id}. */
    static SignalBody ofAutomation(byte[] body) {
        JsonNode document = parse(body);
        JsonNode id = document.has("issueId")
                ? document.path("issueId")
                : document.path("issue").path("id");
        return new SignalBody(numeric(id, "issueId"), Optional.empty());
    }

    private static String numeric(JsonNode id, String name) {
        String text = id.isTextual() || id.isIntegralNumber() ? id.asText() : "";
        if (!NUMERIC.matcher(text).matches()) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST,
                    "signal.issue-id",
                    "The body must name the issue by its numeric id in \"" + name + "\", for example \"10042\".");
        }
        return text;
    }

    /** Refuses whatever is no object. */
    static JsonNode parse(byte[] body) {
        try {
            JsonNode document = MAPPER.readTree(body);
            if (document != null && document.isObject()) {
                return document;
            }
        } catch (JsonProcessingException e) {
            // The cause is dropped: its message quotes the body.
            throw malformed();
        } catch (IOException e) {
            // It is of another encoding: its bytes were read before.
            throw malformed();
        }
        throw malformed();
    }

    private static Problem malformed() {
        return new Problem(HttpStatus.BAD_REQUEST, "signal.malformed", "The body is not a JSON object.");
    }
}
