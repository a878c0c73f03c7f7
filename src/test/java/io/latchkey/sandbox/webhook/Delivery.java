package io.latchkey.sandbox.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A message that was taken.
 *
 * @param hook at which of the receiver's paths
 * @param id its id, by which repeats are told
 * @param sentAt when the attempt that was taken was made
 * @param body what it says
 * @param times how often it came in all
 */
public record Delivery(String hook, String id, Instant sentAt, JsonNode body, int times) {

    Delivery again() {
        return new Delivery(hook, id, sentAt, body, times + 1);
    }
}
