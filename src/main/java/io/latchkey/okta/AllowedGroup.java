package io.latchkey.okta;

/**
 * A group that recipes of a connection may use.
 *
 * @param id Okta's id
 * @param name as it was called when it was allowed
 */
public record AllowedGroup(String id, String name) {}
