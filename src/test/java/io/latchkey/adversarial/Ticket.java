package io.latchkey.adversarial;

/**
 * A ticket that was played.
 *
 * @param kind what it is up to
 * @param key by which Jira called it when it was raised
 * @param id Jira's number, which stays when it moves
 * @param email the address that it asks for
 */
record Ticket(Kind kind, String key, String id, String email) {}
