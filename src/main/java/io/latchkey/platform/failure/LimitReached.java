package io.latchkey.platform.failure;

/**
 * A limit of the other side, or the share of it that we allow ourselves, made the call wait, and it did nothing. Waiting
 * for a limit is no failed attempt.
 */
public interface LimitReached extends RetryableFailure {}
