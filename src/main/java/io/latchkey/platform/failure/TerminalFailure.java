package io.latchkey.platform.failure;

/** A failure that will not pass by itself: somebody has to change something first. */
public interface TerminalFailure extends Failure {}
