/**
 * Gives a new credential to its owner, once: an activation link or a temporary password that was made for an approved request
 * is kept sealed until the one person takes it for whom the plan was approved, and for a while only.
 *
 * <p>In come the step {@code handover.offer}, and calls to reveal; out go a ciphertext to
 * the recipient's own key, entries in the trail, and runs that make another credential when an answer was lost, or take a
 * password out of a comment.
 *
 * <p>ECIES: elliptic curve integrated encryption scheme.
 */
@ApplicationModule(
        displayName = "Handover",
        allowedDependencies = {"platform", "audit", "tenant", "work", "jira", "okta", "recipe", "grants"})
@NullMarked
package io.latchkey.handover;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
