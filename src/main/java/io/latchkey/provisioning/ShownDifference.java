package io.latchkey.provisioning;

import org.jspecify.annotations.Nullable;

/**
 * Something that a request says otherwise than what was approved, for somebody who may see the request. The values are a
 * person's: they are read from Jira for whoever looks, and kept nowhere.
 *
 * @param what the field or question, for people
 * @param before what it was when the approval was asked for; null for nothing
 * @param after what it is now; null for nothing
 */
public record ShownDifference(
        String what, @Nullable String before, @Nullable String after) {

    /** Without the values. */
    @Override
    public String toString() {
        return "ShownDifference[" + what + "]";
    }
}
