package io.latchkey.faults;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What happened, line by line; the same seed gives the same lines. They are worded only for whoever reads them. */
final class Trace {

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(long millis, String who, String what) {

        String line() {
            return "%9.3f %-6s %s".formatted(millis / 1000.0, who, what);
        }
    }

    void add(long millis, String who, String what) {
        entries.add(new Entry(millis, who, what));
    }

    List<String> lines() {
        return entries.stream().map(Entry::line).toList();
    }

    String hash() {
        try {
            byte[] bytes = String.join("\n", lines()).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
