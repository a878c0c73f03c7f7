package io.latchkey.work;

/**
 * A look that is due a while after a step ended, for what an earlier attempt of it may still bring about.
 *
 * @param kind which {@link LookHandler} does it
 * @param subject what to look at; an opaque id, see {@link io.latchkey.audit.Entry}
 */
public record LaterLook(String kind, String subject) {}
