package io.latchkey.contracts;

import java.util.List;

/**
 * A rule of the validator that is not applied.
 *
 * @param key the validator's key of the rule
 * @param because why
 */
record Leniency(String key, String because) {

    /** Where the vendors' answers break the vendors' documents, so that the sandbox must too. */
    static final List<Leniency> ANSWERS = List.of(
            new Leniency("validation.schema.additionalProperties", "both vendors answer more than they describe"),
            new Leniency("validation.response.body.unexpected", "Okta answers {} where its document knows no body"),
            new Leniency(
                    "validation.response.body.schema.oneOf",
                    "a standard role of Okta also fits the schema of custom roles, since every property is optional"),
            new Leniency(
                    "validation.response.body.schema.format.date-time",
                    "Jira writes the offset of a time without a colon: 2026-11-21T10:00:00.000+0000"));
}
