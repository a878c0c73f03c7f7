/** The world outside on localhost: a Jira site and an Okta org, over real HTTP, with one clock. */
@NullMarked
package io.latchkey.sandbox;

import org.jspecify.annotations.NullMarked;
