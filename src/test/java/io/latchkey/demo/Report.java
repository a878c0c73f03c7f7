package io.latchkey.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * What happened in a demonstration.
 *
 * @param issueKey the request
 * @param approvedAt when the approver pressed the button
 * @param story signals, decisions and runs, as the administrator's API tells them
 * @param remoteCalls what the product asked of Jira and Okta, tokens left out
 * @param preview what the approver read before; empty when the recipe writes none
 * @param ticket the ticket afterwards, line by line; empty when it is not told
 * @param right what was read back and is as expected
 * @param wrong what was not as expected; empty when all is well
 */
public record Report(
        String issueKey,
        Instant approvedAt,
        JsonNode story,
        List<JsonNode> remoteCalls,
        List<String> preview,
        List<String> ticket,
        List<String> right,
        List<String> wrong) {

    /** Copies the lists. */
    public Report {
        remoteCalls = List.copyOf(remoteCalls);
        preview = List.copyOf(preview);
        ticket = List.copyOf(ticket);
        right = List.copyOf(right);
        wrong = List.copyOf(wrong);
    }
}
