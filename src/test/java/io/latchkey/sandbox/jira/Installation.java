package io.latchkey.sandbox.jira;

/**
 * An app on the site, as tests need it to sign things themselves.
 *
 * @param appKey the descriptor's key
 * @param clientKey names the installation
 * @param sharedSecret signs, HS256
 * @param accountId the app's account
 */
public record Installation(String appKey, String clientKey, String sharedSecret, String accountId) {}
