package io.latchkey.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A secret that must not be found, in every form in which it could be written: plain, escaped, encoded in Base64 (wherever it
 * begins) or as hexadecimal digits; in a heap also as two bytes a character.
 */
record Canary(String secret) {

    /** What is found of it in a text, in words; empty when there is nothing. */
    List<String> in(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return forms().entrySet().stream()
                .filter(form -> form.getKey().startsWith("hexadecimal")
                        ? lower.contains(form.getValue())
                        : text.contains(form.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<String, String> forms() {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put("plain", secret);
        forms.put("escaped as JSON", escaped());
        forms.put("escaped as an address", URLEncoder.encode(secret, StandardCharsets.UTF_8));
        forms.put("hexadecimal", HexFormat.of().formatHex(bytes));
        for (int before = 0; before < 3; before++) {
            forms.put("Base64, " + before + " behind", base64(Base64.getEncoder(), bytes, before));
            forms.put("Base64 for addresses, " + before + " behind", base64(Base64.getUrlEncoder(), bytes, before));
        }
        return forms;
    }

    private String escaped() {
        return secret.replace("&", "\\u0026").replace("=", "\\u003d").replace("+", "\\u002b");
    }

    /** Without the characters at both ends, which depend on what stands beside it. */
    private static String base64(Base64.Encoder encoder, byte[] bytes, int before) {
        byte[] shifted = new byte[before + bytes.length];
        System.arraycopy(bytes, 0, shifted, before, bytes.length);
        String encoded = encoder.withoutPadding().encodeToString(shifted);
        return encoded.substring(before == 0 ? 0 : before + 1, encoded.length() - 2);
    }

    /** What is found of it in a file of bytes, in words. */
    List<String> in(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MappedByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            return Stream.concat(
                            forms().entrySet().stream()
                                    .map(form -> Map.entry(
                                            form.getKey(), form.getValue().getBytes(StandardCharsets.UTF_8))),
                            Stream.of(
                                    Map.entry("two bytes a character", secret.getBytes(StandardCharsets.UTF_16LE)),
                                    Map.entry(
                                            "two bytes a character, as dumped",
                                            secret.getBytes(StandardCharsets.UTF_16BE))))
                    .flatMap(form -> found(bytes, form.getValue()).map(at -> form.getKey() + at))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where, and what stands around it: a heap's place says nothing, its neighbours tell whose it is. */
    private static Stream<String> found(ByteBuffer in, byte[] wanted) {
        Stream.Builder<String> places = Stream.builder();
        byte first = wanted[0];
        int last = in.limit() - wanted.length;
        for (int at = 0; at <= last; at++) {
            if (in.get(at) == first && matches(in, at, wanted)) {
                places.add(" at " + at + " in \"" + around(in, at, wanted.length) + "\"");
            }
        }
        return places.build();
    }

    private static boolean matches(ByteBuffer in, int at, byte[] wanted) {
        for (int i = 1; i < wanted.length; i++) {
            if (in.get(at + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static String around(ByteBuffer in, int at, int length) {
        int from = Math.max(0, at - 120);
        byte[] bytes = new byte[Math.min(in.limit(), at + length + 60) - from];
        in.duplicate().position(from).get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]+", ".");
    }
}
