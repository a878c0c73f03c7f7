package io.latchkey.provisioning.guard;

import com.fasterxml.jackson.databind.JsonNode;

/** What became of a change of the guardrails. */
public sealed interface GuardrailChange {

    /** It holds now; also when it held before. */
    record Applied(JsonNode value) implements GuardrailChange {}

    /** Nothing has changed yet: a second administrator has to confirm it. */
    record Proposed(GuardrailProposal proposal) implements GuardrailChange {}

    /** Nothing has changed: a stable code, and a sentence for the administrator. */
    record Refused(String code, String sentence) implements GuardrailChange {}
}
