package io.latchkey.work;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a limit is about: a bucket of a host. The host is kept as its hash, since budgets are shared by all tenants.
 *
 * @param hostHash SHA-256, hexadecimal
 * @param bucket one of the few names that the adapter has for the limits of its vendor; names nobody and nothing else
 */
public record BudgetKey(String hostHash, String bucket) {

    /** The key of a bucket at a host, or of whatever else the limit is counted for. */
    public static BudgetKey of(String host, String bucket) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(host.getBytes(StandardCharsets.UTF_8));
            return new BudgetKey(HexFormat.of().formatHex(hash), bucket);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    byte[] host() {
        return HexFormat.of().parseHex(hostHash);
    }

    /** For logs: enough to tell hosts apart. */
    @Override
    public String toString() {
        return bucket + "@" + hostHash.substring(0, 8);
    }
}
