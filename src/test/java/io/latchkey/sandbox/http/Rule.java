package io.latchkey.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A switchable part of a vendor's behaviour.
 *
 * @param name the name in the control API, words joined by hyphens
 * @param standard the value that holds until somebody changes it: a JSON boolean, number or string
 * @param value the value that holds now, of the same JSON type
 * @param description what the vendor does differently when it changes
 * @param source where the rule comes from: the vendor's documentation in words, "seen in a run", or "unverified"
 */
public record Rule(String name, JsonNode standard, JsonNode value, String description, String source) {

    Rule with(JsonNode newValue) {
        return new Rule(name, standard, newValue, description, source);
    }
}
