/**
 * Okta and Jira in memory, without sockets: what an onboarding asks of them, and the whole state for the oracle to read.
 * They use no class of the product.
 */
@NullMarked
package io.latchkey.faults.vendors;

import org.jspecify.annotations.NullMarked;
