package io.latchkey.platform.http;

import java.io.IOException;
import java.util.function.LongFunction;

/** Counts what a stream has answered to {@code read}, up to a number of bytes; beyond it reading fails. */
final class ByteCount {

    private final long limit;
    private final LongFunction<IOException> beyond;
    private long seen;

    /** The limit is told to what makes the exception. */
    ByteCount(long limit, LongFunction<IOException> beyond) {
        this.limit = limit;
        this.beyond = beyond;
    }

    /** A byte, or less than nothing at the end. */
    int one(int next) throws IOException {
        count(next < 0 ? 0 : 1);
        return next;
    }

    /** A number of bytes, or less than nothing at the end. */
    int many(int read) throws IOException {
        count(Math.max(read, 0));
        return read;
    }

    private void count(int read) throws IOException {
        seen += read;
        if (seen > limit) {
            throw beyond.apply(limit);
        }
    }
}
