package io.latchkey.edge;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A secret that must not be found, in every form in which it could be written: plain, escaped, encoded in Base64 (wherever it
 * begins) or as hexadecimal digits.
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

    /** Every form in which it could lie in a JVM's memory: as bytes or text of one byte a letter, and of two. */
    Map<String, byte[]> inMemory() {
        Map<String, byte[]> forms = new LinkedHashMap<>();
        forms().forEach((name, text) -> {
            forms.put(name, text.getBytes(StandardCharsets.ISO_8859_1));
            forms.put(name + ", two bytes a letter", text.getBytes(StandardCharsets.UTF_16BE));
            forms.put(name + ", two bytes a letter, the lower first", text.getBytes(StandardCharsets.UTF_16LE));
        });
        return forms;
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
}
