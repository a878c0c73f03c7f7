package io.latchkey.okta;

/**
 * An application of an organisation.
 *
 * @param id Okta's
 * @param label as people know it; not unique
 * @param active whether it can be used and assigned
 * @param ofOkta whether it is one of Okta's own consoles, which nobody gets through a ticket
 */
public record OktaApp(String id, String label, boolean active, boolean ofOkta) {}
