package io.latchkey.work;

import java.util.Optional;

/**
 * A run that people do not want any more.
 *
 * @param run how far it had come
 * @param why why it was stopped
 * @param begun the key of a step that had been tried and was not found done; it may have taken effect in part
 */
public record StoppedRun(RunSoFar run, Withdrawal why, Optional<String> begun) {}
