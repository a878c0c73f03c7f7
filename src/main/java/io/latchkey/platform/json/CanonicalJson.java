package io.latchkey.platform.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * A JSON document in the one byte form of RFC 8785. What is hashed is stored as exactly these bytes, never rebuilt from a
 * parsed tree.
 */
public final class CanonicalJson {

    private static final JsonMapper MAPPER = Mappers.builder().build();

    private final byte[] bytes;

    private CanonicalJson(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The canonical form of a document.
     *
     * @throws IllegalArgumentException when it is no object or array; only those have a canonical form here
     */
    public static CanonicalJson of(JsonNode document) {
        if (!document.isContainerNode()) {
            throw new IllegalArgumentException("expected a JSON object or array, found " + document.getNodeType());
        }
        try {
            return new CanonicalJson(new JsonCanonicalizer(MAPPER.writeValueAsBytes(document)).getEncodedUTF8());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a JSON tree that cannot be written", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes that {@link #bytes()} gave earlier, as they were stored. */
    public static CanonicalJson stored(byte[] bytes) {
        return new CanonicalJson(bytes.clone());
    }

    /** The bytes, to be stored and hashed. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The document as a tree. */
    public JsonNode tree() {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("stored bytes are no JSON", e);
        }
    }

    /** SHA-256 of the bytes. */
    public byte[] sha256() {
        return sha256(bytes);
    }

    /** SHA-256 of the bytes in lower-case hexadecimal. */
    public String sha256Hex() {
        return HexFormat.of().formatHex(sha256());
    }

    /** SHA-256 of any bytes. */
    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CanonicalJson json && MessageDigest.isEqual(bytes, json.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
