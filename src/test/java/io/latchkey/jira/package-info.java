/** The client of Jira, tried over real HTTP against the sandbox's site. */
@NullMarked
package io.latchkey.jira;

import org.jspecify.annotations.NullMarked;
