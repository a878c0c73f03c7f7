/** Latchkey: an approved Jira Service Management request becomes the right Okta access, with proof of why. */
@NullMarked
package io.latchkey;

import org.jspecify.annotations.NullMarked;
