package io.latchkey.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A script for pgbench, with names in braces to be filled in. */
record Script(String text) {

    /** One of those that lie beside the benchmarks. */
    static Script of(String name) {
        try (InputStream script = Script.class.getResourceAsStream("/bench/" + name)) {
            return new Script(new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its text with a name filled in. */
    String with(String name, String value) {
        return text.replace("{" + name + "}", value);
    }
}
