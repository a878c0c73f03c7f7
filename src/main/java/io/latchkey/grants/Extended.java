package io.latchkey.grants;

import java.time.Instant;

/** What came of asking to extend a grant. */
public sealed interface Extended {

    /** It lasts until then. */
    record Until(Instant end) implements Extended {}

    /** It stays as it is: a stable code and a sentence for the person who asked. */
    record Refused(String code, String sentence) implements Extended {}
}
