/**
 * The ground that the sandbox's vendors stand on: a real HTTP server on a loopback port, what was said on it, the faults
 * that were ordered for it, and the clock that vendors keep. Knows no Jira and no Okta.
 */
@NullMarked
package io.latchkey.sandbox.http;

import org.jspecify.annotations.NullMarked;
