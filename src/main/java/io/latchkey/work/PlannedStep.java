package io.latchkey.work;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One step of a plan.
 *
 * @param key unique in the plan; later steps refer to its result by it
 * @param kind which {@link StepHandler} runs it
 * @param input everything the handler needs, resolved; read-only
 */
public record PlannedStep(String key, String kind, JsonNode input) {}
