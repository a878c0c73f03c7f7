/**
 * A system outside that is told things by webhooks: verifies what it is sent as Standard Webhooks says
 * (https://www.standardwebhooks.com), remembers it, and can be told to fail.
 */
@NullMarked
package io.latchkey.sandbox.webhook;

import org.jspecify.annotations.NullMarked;
