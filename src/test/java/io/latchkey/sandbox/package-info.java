/** The world outside on localhost: a Jira site, an Okta org and a receiver of webhooks, over real HTTP, with one clock. */
@NullMarked
package io.latchkey.sandbox;

import org.jspecify.annotations.NullMarked;
